import { count, desc, eq } from 'drizzle-orm';
import { type Credentials, setSignInState } from '#features/users/users.ts';
import { endAccess } from './end-access.ts';
import { sendActivation } from './password/send-activation.ts';
import { hashNewPassword, storePassword } from './password/store-password.ts';
import { deleteFactors } from './second-factor/factors.server.ts';
import { resetSecondFactor } from './second-factor/reset-second-factor.ts';
import { checkCurrentPassword } from './session/current-password.ts';
import { endLocks, findLockedAddress } from './session/locks.ts';
import { credential, signInAttempt } from './tables.ts';

/** The sign-in of people, for the administration of users. */
export const credentials: Credentials = {
  sendActivation,
  hashPassword: hashNewPassword,
  setPassword: storePassword,
  checkCurrentPassword,
  endAccess,

  async remove(context, personId) {
    const { tx } = context;
    await endAccess(context, personId);
    await tx.delete(credential).where(eq(credential.personId, personId));
    await deleteFactors(tx, personId);
    await setSignInState(tx, personId, { passwordSetAt: null });
  },

  resetSecondFactor,
  findLockedAddress,
  unlock: endLocks,

  async listSignIns({ tx }, personId, { limit, offset }) {
    const own = eq(signInAttempt.personId, personId);
    const { id, outcome, ipAddress, userAgent, impersonatorName, attemptedAt } = signInAttempt;
    const items = await tx
      .select({ id, outcome, ipAddress, userAgent, impersonatorName, attemptedAt })
      .from(signInAttempt)
      .where(own)
      .orderBy(desc(signInAttempt.attemptedAt), desc(signInAttempt.id))
      .limit(limit)
      .offset(offset);
    const [all] = await tx.select({ count: count() }).from(signInAttempt).where(own);
    return { items, total: all?.count ?? 0 };
  },
};
