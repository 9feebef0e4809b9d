import { and, eq, ne } from 'drizzle-orm';
import { tenant } from '#features/tenants/tenants.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { subscription } from '../tables.ts';
import { startReading } from './read-subscription.job.ts';

type Changed = Readonly<{ vendor: string }> &
  (
    | Readonly<{ kind: 'subscription'; vendorSubscriptionId: string }>
    | Readonly<{ kind: 'customer'; vendorCustomerId: string }>
  );

/** Starts a reading of a subscription, or of all of a customer, because the vendor says that it has changed. */
export async function readAgain({ tx, jobs }: OperationContext, changed: Changed): Promise<void> {
  const isChanged =
    changed.kind === 'subscription'
      ? eq(subscription.vendorSubscriptionId, changed.vendorSubscriptionId)
      : and(
          eq(tenant.microsoftCustomerId, changed.vendorCustomerId as Id<'microsoftCustomer'>),
          ne(subscription.status, 'deleted'),
        );
  const rows = await tx
    .select({ accountId: subscription.accountId, subscriptionId: subscription.id })
    .from(subscription)
    .leftJoin(tenant, eq(tenant.id, subscription.tenantId))
    .where(and(eq(subscription.vendor, changed.vendor), isChanged));
  for (const row of rows) await startReading(jobs, row);
}
