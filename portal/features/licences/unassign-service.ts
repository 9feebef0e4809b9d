import { z } from 'zod';
import { idOf, PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { takeSeat } from './take-seat.ts';

export const unassignService = operation({
  name: 'licences.unassignService',
  description: 'Takes a service away from a person, and the licence at the vendor, by a job; the seat is free again.',
  kind: 'write',
  permission: 'licences.assign',
  input: z.object({
    serviceId: idOf('service').describe('The service.'),
    personId: PersonId.describe('The person who loses the seat.'),
  }),
  output: z.object({}),
  refusals: ['licences.notAssigned'],
  async run(context, taken) {
    await takeSeat(context, taken);
    return {};
  },
});
