import { count, eq, inArray } from 'drizzle-orm';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import { service, serviceAssignment } from './tables.ts';

/** Seats that people of the account hold in subscriptions that run or are suspended. */
export async function countAssignedSeats(tx: Tx): Promise<number> {
  const [assigned] = await tx
    .select({ count: count() })
    .from(serviceAssignment)
    .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
    .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
    .where(inArray(subscription.status, ['active', 'suspended']));
  return assigned?.count ?? 0;
}
