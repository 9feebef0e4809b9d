import { count, eq } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { displayName, findPersonForUpdate } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id, PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { deliverSeat } from './deliver-seat.ts';
import { service, serviceAssignment } from './tables.ts';
import { isUsableStatus } from './usable-service.ts';

/**
 * Gives a person one seat of a service. Who has it keeps it, also where there are fewer seats than holders. The person
 * is held until the transaction ends, so that nobody who is removed at the same moment gets a seat.
 *
 * @throws Refusal `licences.notFound`, `licences.ended`, `licences.noSeatLeft`, `licences.personNotFound`,
 *   `licences.personDisabled`
 */
export async function giveSeat(
  context: OperationContext,
  { serviceId, personId }: Readonly<{ serviceId: Id<'service'>; personId: PersonId }>,
): Promise<{ assignedCount: number; seatCount: number }> {
  const { tx, accountId, actor, clock, audit } = context;
  // Always the person first: two that lock in another order would wait for each other.
  const holder = await findPersonForUpdate(tx, personId);
  if (holder === undefined) throw new Refusal('licences.personNotFound');
  if (holder.disabledAt !== null) throw new Refusal('licences.personDisabled', { name: displayName(holder) });
  const held = await lockSeats(tx, serviceId);
  if (!isUsableStatus(held.status)) throw new Refusal('licences.ended', { name: held.name });
  const added = await tx
    .insert(serviceAssignment)
    .values({ serviceId, personId, accountId, assignedAt: clock.now(), assignedBy: actor.personId })
    .onConflictDoNothing()
    .returning({ personId: serviceAssignment.personId });
  const assignedCount = await countAssigned(tx, serviceId);
  if (added.length > 0 && assignedCount > held.seatCount)
    throw new Refusal('licences.noSeatLeft', { name: held.name, seatCount: held.seatCount });
  await audit.record('licences.assigned', { serviceId, personId, name: held.name });
  if (added.length > 0) await deliverSeat(context, { accountId, serviceId, personId });
  return { assignedCount, seatCount: held.seatCount };
}

/** Locks the service, so that two assignments of its last seat at once happen one after the other. */
async function lockSeats(tx: Tx, serviceId: Id<'service'>) {
  const [held] = await tx
    .select({ name: service.name, status: subscription.status, seatCount: subscription.seatCount })
    .from(service)
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .where(eq(service.id, serviceId))
    .for('no key update', { of: service });
  if (held === undefined) throw new Refusal('licences.notFound');
  return held;
}

async function countAssigned(tx: Tx, serviceId: Id<'service'>): Promise<number> {
  const [counted] = await tx
    .select({ assignedCount: count() })
    .from(serviceAssignment)
    .where(eq(serviceAssignment.serviceId, serviceId));
  return counted?.assignedCount ?? 0;
}
