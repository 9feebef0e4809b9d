import { verifyPassword } from 'better-auth/crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getPersonForUpdate } from '../users/people.ts';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from './password-schema.ts';
import { PASSWORD_LENGTH_MAX } from './rules.ts';
import { storePassword } from './store-password.ts';
import { credential } from './tables.ts';

/** Changes one's own password, and signs out every browser: the page signs this one in again. */
export const changePassword = operation({
  name: 'signIn.changePassword',
  kind: 'write',
  permission: 'signIn.self',
  input: z
    .object({ currentPassword: z.string().min(1).max(PASSWORD_LENGTH_MAX), ...NewPasswordTwice })
    .refine(isRepeated, NOT_REPEATED),
  output: z.object({ login: z.string() }),
  async run({ tx, clock, audit, personId }, { currentPassword, password }) {
    const self = await getPersonForUpdate(tx, personId);
    const [stored] = await tx
      .select({ hash: credential.password })
      .from(credential)
      .where(and(eq(credential.personId, personId), eq(credential.providerId, 'credential')));
    const right = stored?.hash != null && (await verifyPassword({ hash: stored.hash, password: currentPassword }));
    if (!right) throw new Refusal('input.invalid', {}, [{ path: 'currentPassword', code: 'input.passwordWrong' }]);
    await storePassword(tx, self, password, { now: clock.now(), path: 'password' });
    await audit.record('signIn.passwordChanged', { personId });
    return { login: self.login ?? '' };
  },
});
