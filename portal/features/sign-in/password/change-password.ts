import { z } from 'zod';
import { getPersonForUpdate, PASSWORD_LENGTH_MAX } from '#features/users/users.ts';
import { ask } from '#platform/operation.server.ts';
import { checkCurrentPassword } from '../session/current-password.ts';
import { isRepeated, NewPasswordTwice, NOT_REPEATED } from './password-schema.ts';
import { hashNewPassword, storePassword } from './store-password.ts';

/** Changes the caller's own password. A page signs its browser in again afterwards. */
export const changePassword = ask({
  name: 'signIn.changePassword',
  description:
    'Changes the caller’s own password, after checking the current one. Every session of the caller ends, that of ' +
    'this request included; sign in again with the new password.',
  permission: 'signIn.self',
  timeoutMs: 30_000,
  input: z
    .object({
      currentPassword: z.string().min(1).max(PASSWORD_LENGTH_MAX).describe('The password that is valid now.'),
      ...NewPasswordTwice,
    })
    .refine(isRepeated, NOT_REPEATED),
  output: z.object({ login: z.string().describe('Login name of the caller, to sign in again.') }),
  refusals: ['signIn.busy'],
  async run(context, { currentPassword, password }) {
    const { personId } = context;
    await checkCurrentPassword(context, currentPassword);
    const self = await context.inTransaction(({ tx }) => getPersonForUpdate(tx, personId));
    const hash = await hashNewPassword(context, self, password);
    await context.inTransaction(async (transaction) => {
      await storePassword(transaction, await getPersonForUpdate(transaction.tx, personId), hash);
      await transaction.audit.record('signIn.passwordChanged', { personId });
    });
    return { login: self.login ?? '' };
  },
});
