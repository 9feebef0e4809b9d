import { eq } from 'drizzle-orm';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { service, serviceAssignment } from './tables.ts';

/**
 * The people of a subscription that has moved into another one get its service instead. Repeating it changes nothing.
 */
export async function moveAssignments(
  { tx, audit }: OperationContext,
  { from, into }: Readonly<{ from: Id<'subscription'>; into: Id<'subscription'> }>,
): Promise<void> {
  const [left] = await tx.select().from(service).where(eq(service.subscriptionId, from));
  const [joined] = await tx.select().from(service).where(eq(service.subscriptionId, into));
  if (left === undefined || joined === undefined) return;
  const moved = await tx.delete(serviceAssignment).where(eq(serviceAssignment.serviceId, left.id)).returning();
  if (moved.length === 0) return;
  await tx
    .insert(serviceAssignment)
    .values(moved.map((assignment) => ({ ...assignment, serviceId: joined.id })))
    .onConflictDoNothing();
  await audit.record(
    'licences.moved',
    { fromServiceId: left.id, serviceId: joined.id, people: moved.length },
    left.accountId,
  );
}
