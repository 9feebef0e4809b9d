import { and, asc, count, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { HeldServices } from '#features/users/users.ts';
import { listVendorUsers } from './at-vendor/list-vendor-users.ts';
import { startLicenceTask, startSignInBlock, startSignInRelease } from './at-vendor/start-task.ts';
import { stateAtVendor } from './at-vendor/state-at-vendor.ts';
import { deliverSeat } from './deliver-seat.ts';
import { giveSeat } from './give-seat.ts';
import { service, serviceAssignment, type VendorTaskRow, vendorTask } from './tables.ts';
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
        taskStatus: sql<VendorTaskRow['status'] | null>`max(${vendorTask.status})`,
        failureCode: sql<string | null>`max(${vendorTask.failureCode})`,
        taskIsWanted: sql<boolean | null>`bool_and(${vendorTask.isWanted})`,
      })
      .from(service)
      .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
      .leftJoin(serviceAssignment, eq(serviceAssignment.serviceId, service.id))
      .leftJoin(
        vendorTask,
        and(eq(vendorTask.serviceId, service.id), personId === null ? sql`false` : eq(vendorTask.personId, personId)),
      )
      .groupBy(service.id, subscription.id)
      .having(or(isUsable(), isNotNull(heldSince)))
      .orderBy(asc(service.name), asc(service.createdAt));
    return rows.map(({ taskStatus, failureCode, taskIsWanted, ...row }) => ({
      ...row,
      atVendor:
        taskStatus === null
          ? null
          : stateAtVendor({ kind: 'licence', status: taskStatus, failureCode, isWanted: taskIsWanted !== false }),
    }));
  },

  holdsAny(personId, serviceIds) {
    const held = and(eq(serviceAssignment.personId, personId), inArray(serviceAssignment.serviceId, [...serviceIds]));
    return sql`exists (select from ${serviceAssignment} where ${held})`;
  },

  async assign(context, { id: personId }, serviceId) {
    await giveSeat(context, { serviceId, personId });
  },

  suspend: startSignInBlock,
  resume: startSignInRelease,
  listVendorUsers,

  withdraw: (context, personId, serviceId) => takeSeat(context, { serviceId, personId }),

  async release(context, personId, successor) {
    const { tx, audit, clock, actor } = context;
    const held = await tx
      .select({ serviceId: serviceAssignment.serviceId, name: service.name })
      .from(serviceAssignment)
      .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
      .where(eq(serviceAssignment.personId, personId));
    const handedOver = successor === null ? [] : await listMissing(context, held, successor.id);
    if (successor !== null && handedOver.length > 0)
      // A seat changes hands; it is never free in between, where somebody else could take it.
      await tx
        .update(serviceAssignment)
        .set({ personId: successor.id, assignedAt: clock.now(), assignedBy: actor.personId })
        .where(and(eq(serviceAssignment.personId, personId), inArray(serviceAssignment.serviceId, handedOver)));
    await tx.delete(serviceAssignment).where(eq(serviceAssignment.personId, personId));
    for (const { serviceId, name } of held) {
      await audit.record('licences.unassigned', { serviceId, personId, name });
      // Nobody who is gone is notified; the vendor is.
      await startLicenceTask(context, { serviceId, personId, isWanted: false });
      if (successor === null || !handedOver.includes(serviceId)) continue;
      await audit.record('licences.assigned', { serviceId, personId: successor.id, name });
      await deliverSeat(context, { accountId: successor.accountId, serviceId, personId: successor.id });
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
