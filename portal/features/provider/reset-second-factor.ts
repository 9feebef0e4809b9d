import { z } from 'zod';
import { getPersonForUpdate, resetFactorOf } from '#features/users/users.ts';
import { PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';

/** Takes the second factor from a person of a customer who has lost it. */
export const resetCustomerSecondFactor = operation({
  name: 'provider.resetSecondFactor',
  description:
    'Removes app, passkeys and recovery codes of a person of any account who has lost them. All sessions of the ' +
    'person end, and the person gets a mail. Nobody resets their own.',
  kind: 'write',
  permission: 'provider.manage',
  keyScope: 'never',
  onBehalf: 'never',
  scope: 'provider',
  input: z.object({ userId: PersonId.describe('Id of the person.') }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.notOneself', 'users.noSecondFactor'],
  async run(context, { userId }) {
    await resetFactorOf(context, await getPersonForUpdate(context.tx, userId));
    return {};
  },
});
