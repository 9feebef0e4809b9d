import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { UserId } from '../manage/user-id.ts';
import { getPerson } from '../people/people.ts';

/** Takes a service away from a person. */
export const withdrawService = operation({
  name: 'users.withdrawService',
  description: 'Takes a service away from a user; the seat is free again.',
  kind: 'write',
  permission: 'licences.assign',
  input: z.object({ userId: UserId, serviceId: idOf('service').describe('The service.') }),
  output: z.object({}),
  refusals: ['users.notFound', 'licences.notAssigned'],
  async run(context, { userId, serviceId }) {
    await getPerson(context.tx, userId);
    await context.services.heldServices.withdraw(context, userId, serviceId);
    return {};
  },
});
