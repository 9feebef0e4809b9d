import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getManagedPerson } from '../manage/guards.ts';
import { UserId } from '../manage/user-id.ts';
import { endAddressChanges, findOpenChange } from './address-changes.ts';

/** Cancels the change of a user's address that waits for its confirmation. */
export const cancelAddressChange = operation({
  name: 'users.cancelAddressChange',
  description: 'Cancels the change of a user’s address that waits for its confirmation: its link stops working.',
  kind: 'write',
  permission: 'users.manage',
  input: z.object({ userId: UserId }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.moreRights', 'users.noAddressChange'],
  async run(context, { userId }) {
    const { tx, clock, audit } = context;
    await getManagedPerson(context, userId);
    if ((await findOpenChange(tx, userId)) === undefined) throw new Refusal('users.noAddressChange');
    await endAddressChanges(tx, userId, clock.now());
    await audit.record('users.addressChangeCancelled', { userId });
    return {};
  },
});
