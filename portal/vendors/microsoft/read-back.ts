import { Decimal } from '@licence-portal/nce';
import { openService } from '#features/licences/licences.ts';
import type { StepContext, StepLine } from '#features/orders/orders.ts';
import { storeReadSubscription } from '#features/subscriptions/subscriptions.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { provisionedLines } from './await-provisioning.ts';
import { customerIdFor } from './create-cart.ts';
import { microsoftStep } from './error-outcome.ts';
import { tenantIdOf } from './order-tenant.ts';
import { serviceAddressOf } from './service-address.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Reads the new subscriptions. Microsoft's data is the truth; a difference from the order is stored and shown. */
export const readBack = microsoftStep(async (context) => {
  const customerId = await customerIdFor(context);
  const subscriptions: { lineId: Id<'orderLine'>; subscriptionId: Id<'subscription'> }[] = [];
  const vendorIds: string[] = [];
  for (const { lineId, subscriptionId: vendorId } of provisionedLines(context)) {
    const line = context.order.lines.find(({ id }) => id === lineId);
    assert(line !== undefined, 'the line is one of this order');
    const path = { customerId, subscriptionId: vendorId };
    const resource = await context.services.microsoft.client.subscriptions.get(path, { signal: context.signal });
    const subscriptionId = await store(context, line, readingOfSubscription(resource));
    subscriptions.push({ lineId: line.id, subscriptionId });
    vendorIds.push(vendorId);
  }
  return { status: 'done', vendorReference: vendorIds.join(', '), subscriptions };
});

async function store(
  context: StepContext,
  line: StepLine,
  reading: ReturnType<typeof readingOfSubscription>,
): Promise<Id<'subscription'>> {
  const { order } = context;
  return context.inTransaction(async (inside) => {
    const { subscriptionId } = await storeReadSubscription(inside, {
      accountId: order.accountId,
      vendor: 'microsoft',
      reading,
      tenantId: tenantIdOf(context),
      orderId: order.id,
      offerId: line.offerId,
      price: { unitPricePerCycle: new Decimal(line.unitPricePerCycle), currency: line.currency },
      requested: { seatCount: line.seatCount, status: 'active', autoRenew: true },
    });
    await openService(inside, {
      accountId: order.accountId,
      subscriptionId,
      name: line.name,
      vendor: 'microsoft',
      address: await serviceAddressOf(inside, line),
    });
    return subscriptionId;
  });
}
