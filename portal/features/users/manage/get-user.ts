import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { haveRightsOf } from '#platform/permissions.ts';
import { readPendingAddress } from '../address/address-changes.ts';
import { getPerson } from '../people/people.ts';
import { UserId } from './user-id.ts';
import { UserDetails, userDetailsOf } from './user-output.ts';

/** One person of the account. */
export const getUser = operation({
  name: 'users.getUser',
  description: 'Returns a user of the account with contact data, status and the state of the activation.',
  kind: 'read',
  permission: 'users.read',
  input: z.object({ userId: UserId }),
  output: UserDetails,
  refusals: ['users.notFound'],
  async run(context, { userId }) {
    const { tx, clock, services, actor } = context;
    const row = await getPerson(tx, userId);
    const times = { clockNow: clock.now(), machineNow: services.machineClock.now() };
    const pendingAddress = await readPendingAddress(context, userId);
    const lockedAddress = await services.credentials.findLockedAddress(context, userId);
    const isManageable = haveRightsOf(actor.roles, row.roles);
    return userDetailsOf(row, times, { selfId: actor.personId, isManageable, lockedAddress, pendingAddress });
  },
});
