import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { getManagedPerson } from '../manage/guards.ts';
import { UserId } from '../manage/user-id.ts';
import { resendConfirmation } from './resend-confirmation.ts';

/** Sends the link that confirms a user's new address again. */
export const resendAddressConfirmation = operation({
  name: 'users.resendAddressConfirmation',
  description:
    'Sends the link that confirms a user’s new address again, with another 48 hours. The earlier link stops working.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights', 'users.noAddressChange', 'users.tooManyMails'],
  async run(context, { userId }) {
    await resendConfirmation(context, await getManagedPerson(context, userId));
    await context.audit.record('users.addressConfirmationSent', { userId });
    return {};
  },
});
