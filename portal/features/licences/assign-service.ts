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

/** Lets a person use a service; each takes one of its seats. Who has it already keeps it. */
export const assignService = operation({
  name: 'licences.assign',
  kind: 'write',
  permission: 'licences.assign',
  input: z.object({ serviceId: idOf('service'), personId: PersonId }),
  output: z.object({ assignedCount: z.number().int(), seatCount: z.number().int() }),
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

/** Two people who assign the last seat at once wait for each other. */
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
