import { verifyPassword } from 'better-auth/crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { getPersonForUpdate, PASSWORD_LENGTH_MAX } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { credential } from '../tables.ts';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from './password-schema.ts';
import { storePassword } from './store-password.ts';

/** Changes the caller's own password. A page signs its browser in again afterwards. */
export const changePassword = operation({
  name: 'signIn.changePassword',
  description:
    'Changes the caller’s own password, after checking the current one. Every session of the caller ends, that of ' +
    'this request included; sign in again with the new password.',
  kind: 'write',
  permission: 'signIn.self',
  input: z
    .object({
      currentPassword: z.string().min(1).max(PASSWORD_LENGTH_MAX).describe('The password that is valid now.'),
      ...NewPasswordTwice,
    })
    .refine(isRepeated, NOT_REPEATED),
  output: z.object({ login: z.string().describe('Login name of the caller, to sign in again.') }),
  async run(context, { currentPassword, password }) {
    const { tx, audit, personId } = context;
    const self = await getPersonForUpdate(tx, personId);
    const [stored] = await tx
      .select({ hash: credential.password })
      .from(credential)
      .where(and(eq(credential.personId, personId), eq(credential.providerId, 'credential')));
    const right = stored?.hash != null && (await verifyPassword({ hash: stored.hash, password: currentPassword }));
    if (!right) throw new Refusal('input.invalid', {}, [{ path: 'currentPassword', code: 'input.passwordWrong' }]);
    await storePassword(context, self, password);
    await audit.record('signIn.passwordChanged', { personId });
    return { login: self.login ?? '' };
  },
});
