import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf, PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { serviceAssignment } from './tables.ts';

export const unassignService = operation({
  name: 'licences.unassignService',
  description: 'Takes a service away from a person; the seat is free again.',
  kind: 'write',
  permission: 'licences.assign',
  input: z.object({
    serviceId: idOf('service').describe('The service.'),
    personId: PersonId.describe('The person who loses the seat.'),
  }),
  output: z.object({}),
  refusals: ['licences.notAssigned'],
  async run({ tx, audit }, { serviceId, personId }) {
    const removed = await tx
      .delete(serviceAssignment)
      .where(and(eq(serviceAssignment.serviceId, serviceId), eq(serviceAssignment.personId, personId)))
      .returning({ serviceId: serviceAssignment.serviceId });
    if (removed.length === 0) throw new Refusal('licences.notAssigned');
    await audit.record('licences.unassigned', { serviceId, personId });
    return {};
  },
});
