import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { endAddressChanges, findOpenChange } from '../address/address-changes.ts';

/** Cancels the change of the caller's address that waits for its confirmation. */
export const cancelOwnAddressChange = operation({
  name: 'users.cancelOwnAddressChange',
  description: 'Cancels the change of the caller’s address that waits for its confirmation: its link stops working.',
  kind: 'write',
  permission: 'users.self',
  input: z.object({}),
  output: z.object({}),
  refusals: ['users.noAddressChange'],
  async run({ tx, clock, audit, personId }) {
    if ((await findOpenChange(tx, personId)) === undefined) throw new Refusal('users.noAddressChange');
    await endAddressChanges(tx, personId, clock.now());
    await audit.record('users.addressChangeCancelled', { userId: personId });
    return {};
  },
});
