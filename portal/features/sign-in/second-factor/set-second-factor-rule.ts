import { z } from 'zod';
import { setSecondFactorRequired } from '#features/accounts/accounts.ts';
import { findPerson } from '#features/users/users.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';

/** Requires a second factor of everybody of the account, or no longer. */
export const setSecondFactorRule = operation({
  name: 'signIn.setSecondFactorRule',
  description:
    'Requires a second factor of everybody of the account, or no longer. People without one are led to set it up at ' +
    'once, also in open sessions, and can do nothing else before. An administrator who requires it must have one. ' +
    'API keys go on working.',
  kind: 'write',
  permission: 'accounts.manage',
  keyScope: 'never',
  onBehalf: 'never',
  input: z.object({ isRequired: z.boolean().describe('True: everybody of the account needs a second factor.') }),
  output: z.object({}),
  refusals: ['signIn.ownFactorFirst'],
  async run({ tx, actor, accountId, audit }, { isRequired }) {
    const own = actor.personId === null ? undefined : await findPerson(tx, actor.personId);
    if (isRequired && own !== undefined && !own.twoFactorEnabled) throw new Refusal('signIn.ownFactorFirst');
    await setSecondFactorRequired(tx, accountId, isRequired);
    await audit.record(isRequired ? 'signIn.secondFactorRequired' : 'signIn.secondFactorOptional', { accountId });
    return {};
  },
});
