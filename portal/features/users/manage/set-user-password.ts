import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { NewPassword } from '../people/password-schema.ts';
import { mailFactsOf, sendSignInMail } from '../people/person-mail.ts';
import { getManagedPerson } from './guards.ts';
import { passwordSetMail } from './password-set.mail.ts';
import { UserId } from './user-id.ts';

/** Sets the password of a person. */
export const setUserPassword = ask({
  name: 'users.setPassword',
  description:
    'Sets the password of a user. A lock and every open session of the user end, and links that were sent stop ' +
    'working. The user is notified by mail.',
  permission: 'users.manage',
  keyScope: 'never',
  timeoutMs: 30_000,
  input: z.object({ userId: UserId, password: NewPassword }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights', 'signIn.busy'],
  async run(context, { userId, password }) {
    const { credentials } = context.services;
    const target = await context.inTransaction((transaction) => getManagedPerson(transaction, userId));
    const hash = await credentials.hashPassword(context, target, password);
    await context.inTransaction(async (transaction) => {
      const held = await getManagedPerson(transaction, userId);
      await credentials.setPassword(transaction, held, hash);
      await transaction.audit.record('users.passwordSet', { userId });
      const facts = { reader: held, ...(await mailFactsOf(transaction, held.accountId)) };
      await sendSignInMail(transaction, held, (t) => passwordSetMail(t, facts));
    });
    return {};
  },
});
