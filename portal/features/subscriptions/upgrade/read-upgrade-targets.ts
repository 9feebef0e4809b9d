import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tenant } from '#features/tenants/tenants.ts';
import type { Id } from '#platform/ids.ts';
import { type AskContext, ask, type OperationContext } from '#platform/operation.server.ts';
import { Refusal, VendorFault } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { SubscriptionId } from '../subscription-wire.ts';
import { subscription, upgradeReading } from '../tables.ts';
import type { UpgradeTargetReading } from './upgrade-reader.ts';

/** A person waits no longer than this for the vendor. */
const TIME_LIMIT_MS = 8_000;

export const readUpgradeTargets = ask({
  name: 'subscriptions.readUpgradeTargets',
  description:
    'Asks the vendor what a subscription can become within its term and stores the answer, from which ' +
    '`subscriptions.getUpgradeOptions` and `subscriptions.quoteUpgrade` work.',
  permission: 'subscriptions.manage',
  timeoutMs: TIME_LIMIT_MS,
  input: z.object({ subscriptionId: SubscriptionId }),
  output: z.object({
    targetCount: z.number().int().describe('Products that the vendor lists; some may not be possible now.'),
    readAt: InstantText.describe('Instant at which the vendor was asked.'),
  }),
  refusals: ['subscriptions.notFound', 'subscriptions.vendorDoesNotAnswer'],
  async run(context, { subscriptionId }) {
    const known = await context.inTransaction((inside) => findAtVendor(inside, subscriptionId));
    const targets = await readTargets(context, known);
    const readAt = await context.inTransaction((inside) => storeTargets(inside, subscriptionId, targets));
    return { targetCount: targets.length, readAt: readAt.toString() };
  },
});

type AtVendor = Awaited<ReturnType<typeof findAtVendor>>;

async function findAtVendor({ tx }: OperationContext, subscriptionId: Id<'subscription'>) {
  const [known] = await tx
    .select({
      vendor: subscription.vendor,
      vendorSubscriptionId: subscription.vendorSubscriptionId,
      vendorCustomerId: tenant.microsoftCustomerId,
    })
    .from(subscription)
    .leftJoin(tenant, eq(tenant.id, subscription.tenantId))
    .where(eq(subscription.id, subscriptionId));
  if (known === undefined) throw new Refusal('subscriptions.notFound');
  return known;
}

/** A vendor without upgrades has none to list. */
async function readTargets(context: AskContext, known: AtVendor): Promise<readonly UpgradeTargetReading[]> {
  const { vendor, vendorCustomerId, vendorSubscriptionId } = known;
  const { services, signal, log } = context;
  const reader = services.upgradeReaders[vendor];
  if (reader === undefined || vendorCustomerId === null) return [];
  try {
    return await reader({ services, vendorCustomerId, vendorSubscriptionId, signal });
  } catch (error) {
    if (!(error instanceof VendorFault) && !signal.aborted) throw error;
    log.warn({ err: error, vendor }, 'the vendor did not list the upgrades of a subscription');
    throw new Refusal('subscriptions.vendorDoesNotAnswer');
  }
}

async function storeTargets(
  { tx, accountId, clock, audit }: OperationContext,
  subscriptionId: Id<'subscription'>,
  targets: readonly UpgradeTargetReading[],
): Promise<Temporal.Instant> {
  const read = { targets, readAt: clock.now() };
  await tx
    .insert(upgradeReading)
    .values({ subscriptionId, accountId, ...read })
    .onConflictDoUpdate({ target: upgradeReading.subscriptionId, set: read });
  await audit.record('subscriptions.upgradesRead', { subscriptionId, targets: targets.length });
  return read.readAt;
}
