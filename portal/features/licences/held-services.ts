import { and, asc, count, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { HeldServices } from '#features/users/users.ts';
import { giveSeat } from './give-seat.ts';
import { service, serviceAssignment } from './tables.ts';
import { takeSeat } from './take-seat.ts';
import { isUsable } from './usable-service.ts';

/** The services and licences of people, for the administration of users. */
export const heldServices: HeldServices = {
  async list({ tx }, personId) {
    const heldSince = sql`min(${serviceAssignment.assignedAt}) filter (where ${serviceAssignment.personId} = ${personId})`;
    const rows = await tx
      .select({
        serviceId: service.id,
        subscriptionId: service.subscriptionId,
        name: service.name,
        seatCount: subscription.seatCount,
        assignedCount: count(serviceAssignment.personId),
        heldSince: heldSince.mapWith(serviceAssignment.assignedAt),
      })
      .from(service)
      .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
      .leftJoin(serviceAssignment, eq(serviceAssignment.serviceId, service.id))
      .groupBy(service.id, subscription.id)
      .having(or(isUsable(), isNotNull(heldSince)))
      .orderBy(asc(service.name), asc(service.createdAt));
    return rows;
  },

  async assign(context, { id: personId }, serviceId) {
    await giveSeat(context, { serviceId, personId });
  },

  withdraw: (context, personId, serviceId) => takeSeat(context, { serviceId, personId }),

  async release(context, personId, successor) {
    const { tx, audit, clock, actor } = context;
    const held = await tx
      .select({ serviceId: serviceAssignment.serviceId })
      .from(serviceAssignment)
      .where(eq(serviceAssignment.personId, personId));
    const handedOver = successor === null ? [] : await listMissing(context, held, successor.id);
    if (successor !== null && handedOver.length > 0)
      // A seat changes hands; it is never free in between, where somebody else could take it.
      await tx
        .update(serviceAssignment)
        .set({ personId: successor.id, assignedAt: clock.now(), assignedBy: actor.personId })
        .where(and(eq(serviceAssignment.personId, personId), inArray(serviceAssignment.serviceId, handedOver)));
    await tx.delete(serviceAssignment).where(eq(serviceAssignment.personId, personId));
    for (const { serviceId } of held) {
      await audit.record('licences.unassigned', { serviceId, personId });
      if (successor !== null && handedOver.includes(serviceId))
        await audit.record('licences.assigned', { serviceId, personId: successor.id });
    }
    return { freedCount: held.length - handedOver.length, handedOverCount: handedOver.length };
  },
};

type Held = Readonly<{ serviceId: typeof serviceAssignment.$inferSelect.serviceId }>;

/** The services of which a successor has no seat yet. */
async function listMissing(
  { tx }: Parameters<HeldServices['release']>[0],
  held: readonly Held[],
  successorId: typeof serviceAssignment.$inferSelect.personId,
) {
  const own = await tx
    .select({ serviceId: serviceAssignment.serviceId })
    .from(serviceAssignment)
    .where(eq(serviceAssignment.personId, successorId));
  const has = new Set(own.map(({ serviceId }) => serviceId));
  return held.map(({ serviceId }) => serviceId).filter((serviceId) => !has.has(serviceId));
}
