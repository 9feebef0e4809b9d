import { and, eq } from 'drizzle-orm';
import type { Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { serviceAssignment } from './tables.ts';

/**
 * Takes a service away from a person; the seat is free again.
 *
 * @throws Refusal `licences.notAssigned`
 */
export async function takeSeat(
  { tx, audit }: OperationContext,
  { serviceId, personId }: Readonly<{ serviceId: Id<'service'>; personId: PersonId }>,
): Promise<void> {
  const removed = await tx
    .delete(serviceAssignment)
    .where(and(eq(serviceAssignment.serviceId, serviceId), eq(serviceAssignment.personId, personId)))
    .returning({ serviceId: serviceAssignment.serviceId });
  if (removed.length === 0) throw new Refusal('licences.notAssigned');
  await audit.record('licences.unassigned', { serviceId, personId });
}
