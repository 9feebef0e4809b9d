import { count, eq, inArray } from 'drizzle-orm';
import type { AssignedSeatsReader, ServiceRenamer } from '#features/subscriptions/subscriptions.ts';
import { service, serviceAssignment } from './tables.ts';

export const renameService: ServiceRenamer = async (tx, { subscriptionId, name }) => {
  await tx.update(service).set({ name }).where(eq(service.subscriptionId, subscriptionId));
};

export const countAssignedTo: AssignedSeatsReader = async (tx, subscriptionIds) => {
  if (subscriptionIds.length === 0) return new Map();
  const counted = await tx
    .select({ subscriptionId: service.subscriptionId, count: count() })
    .from(service)
    .innerJoin(serviceAssignment, eq(serviceAssignment.serviceId, service.id))
    .where(inArray(service.subscriptionId, [...subscriptionIds]))
    .groupBy(service.subscriptionId);
  return new Map(counted.map((one) => [one.subscriptionId, one.count]));
};
