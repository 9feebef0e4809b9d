import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tenant } from '#features/tenants/tenants.ts';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { subscription } from '../tables.ts';
import { storeReadSubscription } from './store-read-subscription.ts';

/** Reads one subscription from its vendor again and stores the answer. */
export const readSubscription = job({
  name: 'subscriptions.readSubscription',
  data: z.object({ accountId: AccountId, subscriptionId: idOf('subscription') }) as z.ZodType<{
    accountId: AccountId;
    subscriptionId: Id<'subscription'>;
  }>,
  accountIdOf: (data) => data.accountId,
  attempts: 5,
  retryAfterSeconds: 30,
  async run({ services, inTransaction, signal }, { accountId, subscriptionId }) {
    const known = await inTransaction((context) => findIdsAtVendor(context, subscriptionId));
    const reader = known && services.subscriptionReaders[known.vendor];
    if (known === undefined || known.vendorCustomerId === null || reader === undefined) return;

    const { vendor, vendorCustomerId, vendorSubscriptionId } = known;
    const reading = await reader.readOne({ services, vendorCustomerId, vendorSubscriptionId, signal });
    await inTransaction(async (context) => {
      if (reading) await storeReadSubscription(context, { accountId, vendor, reading });
      else await stopReading(context, subscriptionId);
    });
  },
});

/** Starts a reading, or uses the one that waits. */
export function startReading(
  jobs: OperationContext['jobs'],
  { accountId, subscriptionId }: { accountId: AccountId; subscriptionId: Id<'subscription'> },
): Promise<void> {
  const key = `subscriptions.readSubscription:${subscriptionId}`;
  return jobs.start(readSubscription, { accountId, subscriptionId }, { key });
}

async function findIdsAtVendor({ tx }: OperationContext, subscriptionId: Id<'subscription'>) {
  const [known] = await tx
    .select({
      vendor: subscription.vendor,
      vendorSubscriptionId: subscription.vendorSubscriptionId,
      vendorCustomerId: tenant.microsoftCustomerId,
    })
    .from(subscription)
    .leftJoin(tenant, eq(tenant.id, subscription.tenantId))
    .where(eq(subscription.id, subscriptionId));
  return known;
}

/** The vendor does not know it any more: the last answer stays, and it is not read again. */
export async function stopReading({ tx, audit }: OperationContext, subscriptionId: Id<'subscription'>): Promise<void> {
  await tx.update(subscription).set({ readAgainAt: null }).where(eq(subscription.id, subscriptionId));
  await audit.record('subscriptions.goneAtVendor', { subscriptionId });
}
