import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { resendConfirmation } from '../address/resend-confirmation.ts';
import { getPersonForUpdate } from '../people/people.ts';

/** Sends the link that confirms the caller's new address again. */
export const resendOwnAddressConfirmation = operation({
  name: 'users.resendOwnAddressConfirmation',
  description:
    'Sends the link that confirms the caller’s new address again, with another 48 hours. The earlier link stops ' +
    'working.',
  kind: 'write',
  permission: 'users.self',
  input: z.object({}),
  output: z.object({}),
  refusals: ['users.noAddressChange', 'users.tooManyMails'],
  async run(context) {
    const { tx, audit, personId } = context;
    await resendConfirmation(context, await getPersonForUpdate(tx, personId));
    await audit.record('users.addressConfirmationSent', { userId: personId });
    return {};
  },
});
