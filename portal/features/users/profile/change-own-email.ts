import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { requestAddressChange } from '../address/request-address-change.ts';
import { PASSWORD_LENGTH_MAX } from '../people/password-schema.ts';
import { getPersonForUpdate } from '../people/people.ts';
import { Email } from '../people/person-schema.ts';
import { refuseTakenInAccount } from '../people/taken.ts';
import { decideSignInChange } from '../rules.ts';

/** Changes the caller's own sign-in e-mail, once the new one is confirmed. */
export const changeOwnEmail = ask({
  name: 'users.changeOwnEmail',
  description:
    'Changes the caller’s own sign-in e-mail, after checking the password. The new address counts once the link in ' +
    'the mail to it was followed, within 48 hours; until then the old one does. A login name that is the old address ' +
    'becomes the new one.',
  permission: 'users.self',
  keyScope: 'never',
  timeoutMs: 30_000,
  input: z.object({
    email: Email,
    currentPassword: z.string().min(1).max(PASSWORD_LENGTH_MAX).describe('The password that is valid now.'),
  }),
  output: z.object({
    confirmationSentTo: z.string().nullable().describe('Address that the link was sent to; null: nothing changed.'),
  }),
  refusals: ['users.tooManyMails', 'signIn.busy'],
  async run(context, { email, currentPassword }) {
    await context.services.credentials.checkCurrentPassword(context, currentPassword);
    return context.inTransaction(async (transaction) => {
      const { tx, audit, personId } = transaction;
      const self = await getPersonForUpdate(tx, personId);
      const decided = decideSignInChange(self, { email });
      assert(decided.refused === null, 'an e-mail alone is never refused');
      const { toConfirm } = decided;
      if (toConfirm !== null) {
        const login = toConfirm.changesLogin ? { login: email } : {};
        const wanted = { accountId: self.accountId, except: personId, email, ...login };
        await refuseTakenInAccount(tx, wanted, { login: 'email', email: 'email' });
        await requestAddressChange(transaction, self, toConfirm);
      }
      await audit.record('users.ownEmailChangeRequested', { personId, toConfirm: toConfirm !== null });
      return { confirmationSentTo: toConfirm?.address ?? null };
    });
  },
});
