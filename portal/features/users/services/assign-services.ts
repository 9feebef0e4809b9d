import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { UserId } from '../manage/user-id.ts';
import { getPersonForUpdate } from '../people/people.ts';
import { ASSIGNMENT_REFUSALS, ServiceIds } from './service-ids.ts';

/** Gives a person seats of several services at once. */
export const assignServices = operation({
  name: 'users.assignServices',
  description:
    'Gives a user one seat of each of some services: all of them, or none when one has no free seat. Services that ' +
    'the user has already stay.',
  kind: 'write',
  permission: 'licences.assign',
  input: z.object({ userId: UserId, serviceIds: ServiceIds.min(1).describe('Ids of the services, 1 to 50.') }),
  output: z.object({}),
  refusals: ['users.notFound', 'users.isDisabled', ...ASSIGNMENT_REFUSALS],
  async run(context, { userId, serviceIds }) {
    const assignee = await getPersonForUpdate(context.tx, userId);
    if (assignee.disabledAt !== null) throw new Refusal('users.isDisabled', { login: assignee.login ?? '' });
    // In one order, so that two assignments at once do not wait for each other.
    for (const serviceId of serviceIds.toSorted())
      await context.services.heldServices.assign(context, assignee, serviceId);
    return {};
  },
});
