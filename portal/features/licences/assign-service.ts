import { count, eq } from 'drizzle-orm';
import { z } from 'zod';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf, PersonId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { service, serviceAssignment } from './tables.ts';
import { isUsableStatus } from './usable-service.ts';

export const assignService = operation({
  name: 'licences.assignService',
  description:
    'Gives a person one seat of a service. A person who has it already keeps it. Refused when every seat is taken.',
  kind: 'write',
  permission: 'licences.assign',
  input: z.object({
    serviceId: idOf('service').describe('The service.'),
    personId: PersonId.describe('The person who gets a seat.'),
  }),
  output: z.object({
    assignedCount: z.number().int().describe('Seats given to people, this one included.'),
    seatCount: z.number().int().describe('Seats of the subscription.'),
  }),
  refusals: ['licences.notFound', 'licences.ended', 'licences.noSeatLeft', 'licences.personNotFound'],
  async run({ tx, accountId, actor, clock, audit }, { serviceId, personId }) {
    const held = await lockSeats(tx, serviceId);
    if (!isUsableStatus(held.status)) throw new Refusal('licences.ended', { name: held.name });
    const [assignee] = await tx.select().from(person).where(eq(person.id, personId));
    if (assignee === undefined || assignee.removedAt !== null) throw new Refusal('licences.personNotFound');

    await tx
      .insert(serviceAssignment)
      .values({ serviceId, personId, accountId, assignedAt: clock.now(), assignedBy: actor.personId })
      .onConflictDoNothing();
    const assignedCount = await countAssigned(tx, serviceId);
    if (assignedCount > held.seatCount) {
      throw new Refusal('licences.noSeatLeft', { name: held.name, seatCount: held.seatCount });
    }
    await audit.record('licences.assigned', { serviceId, personId });
    return { assignedCount, seatCount: held.seatCount };
  },
});

/** Locks the service, so that two assignments of its last seat at once happen one after the other. */
async function lockSeats(tx: Tx, serviceId: Id<'service'>) {
  const [held] = await tx
    .select({ name: service.name, status: subscription.status, seatCount: subscription.seatCount })
    .from(service)
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .where(eq(service.id, serviceId))
    .for('update', { of: service });
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
