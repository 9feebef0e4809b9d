import { count, desc, eq } from 'drizzle-orm';
import { type Credentials, setSignInState } from '#features/users/users.ts';
import { endPasswordLinks } from './password/password-links.ts';
import { sendActivation } from './password/send-activation.ts';
import { hashNewPassword, storePassword } from './password/store-password.ts';
import { endLocks } from './session/locks.ts';
import { endSessions } from './session/sessions.ts';
import { apiKey, credential, signInAttempt } from './tables.ts';

/** The sign-in of people, for the administration of users. */
export const credentials: Credentials = {
  sendActivation,
  hashPassword: hashNewPassword,
  setPassword: storePassword,
  endSessions: ({ tx }, personId) => endSessions(tx, personId),

  async endAccess({ tx, clock }, personId) {
    await endSessions(tx, personId);
    await endPasswordLinks(tx, personId, clock.now());
  },

  async remove({ tx, clock }, personId) {
    await endSessions(tx, personId);
    await endPasswordLinks(tx, personId, clock.now());
    await tx.delete(credential).where(eq(credential.personId, personId));
    await tx.delete(apiKey).where(eq(apiKey.personId, personId));
    await setSignInState(tx, personId, { passwordSetAt: null });
  },

  unlock: endLocks,

  async listSignIns({ tx }, personId, { limit, offset }) {
    const own = eq(signInAttempt.personId, personId);
    const { id, outcome, ipAddress, userAgent, attemptedAt } = signInAttempt;
    const items = await tx
      .select({ id, outcome, ipAddress, userAgent, attemptedAt })
      .from(signInAttempt)
      .where(own)
      .orderBy(desc(signInAttempt.attemptedAt), desc(signInAttempt.id))
      .limit(limit)
      .offset(offset);
    const [all] = await tx.select({ count: count() }).from(signInAttempt).where(own);
    return { items, total: all?.count ?? 0 };
  },
};
