import Decimal from 'decimal.js';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { buildAccount } from '#features/accounts/builders.ts';
import { offer, product } from '#features/catalogue/catalogue.ts';
import { price } from '#features/catalogue/tables.ts';
import { buildPerson } from '#features/identity/builders.ts';
import { type Change, placeOrder, quoteChange } from '#features/orders/orders.ts';
import { tenant } from '#features/tenants/tenants.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { World } from '#shell/testing/world.ts';
import { subscription } from './tables.ts';

/** Contoso as the simulator knows it: with a reseller relationship and a signed agreement. */
const CONTOSO = { domain: 'contoso.onmicrosoft.com', microsoftCustomerId: 'c0000000-0000-4000-8000-000000000001' };

/**
 * A customer who has bought Microsoft 365 Business Basic through the portal. A seat costs € 31 net for a month, so that a
 * seat-day of a month of 31 days costs € 1; billed annually € 365, a seat-day € 1 as well.
 */
export async function buyLicences(
  world: World,
  {
    seatCount = 10,
    termDuration = 'P1Y',
    billingCycle = 'monthly',
  }: { seatCount?: number; termDuration?: 'P1M' | 'P1Y'; billingCycle?: 'monthly' | 'annual' } = {},
) {
  const now = world.clock.now();
  const { accountId, administrator, offerId, tenantId } = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    await tx
      .update(account)
      .set({ creditLimit: new Decimal(100_000) })
      .where(eq(account.id, accountId));
    const administrator = await buildPerson(tx, { accountId, login: 'anna', now, password: null });
    return { accountId, administrator, offerId: await sell(tx, now), tenantId: await addContoso(tx, accountId, now) };
  });
  const line = { offerId, termDuration, billingCycle, seatCount };
  await order(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
  assert(row !== undefined, 'the licences were not bought');
  return { accountId, administrator, offerId, tenantId, subscriptionId: row.id };
}

type Orderer = Parameters<World['as']>[0];

/** Quotes a change, orders it on account and lets the workers run. */
export async function order(world: World, orderer: Orderer, change: z.input<typeof Change>) {
  const { quoteId, view } = await world.as(orderer).call(quoteChange, { change });
  assert(view.possible, `${change.kind} is not possible: ${view.possible ? '' : view.reason}`);
  const placed = await world.as(orderer).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  assert(placed.placed, 'the quote has moved');
  await world.runJobs();
  return { orderId: placed.orderId as Id<'order'>, view };
}

async function sell(tx: Tx, now: Temporal.Instant): Promise<Id<'offer'>> {
  const ids = { vendor: 'microsoft', vendorProductId: 'CFQ7TTC0LH18' };
  const title = 'Microsoft 365 Business Basic';
  const [sold] = await tx
    .insert(product)
    .values({ ...ids, title, category: 'microsoft365', createdAt: now })
    .returning({ id: product.id });
  assert(sold !== undefined, 'the product was not stored');
  const effective = {
    from: Temporal.Instant.from('2026-11-01T00:00:00Z'),
    until: Temporal.Instant.from('9999-11-30T00:00:00Z'),
  };
  const [made] = await tx
    .insert(offer)
    .values({
      ...ids,
      productId: sold.id,
      vendorSkuId: '0001',
      title,
      segment: 'commercial',
      seatCountMax: 300,
      searchText: title.toLowerCase(),
      soldFrom: effective.from,
      soldUntil: effective.until,
      createdAt: now,
    })
    .returning({ id: offer.id });
  assert(made !== undefined, 'the offer was not stored');
  const { id: offerId } = made;
  const priced = (termDuration: string, billingCycle: string, retailPrice: string) => ({
    offerId,
    market: 'IT',
    currency: 'EUR',
    segment: 'commercial',
    termDuration,
    billingCycle,
    unitCost: new Decimal(retailPrice).times('0.8'),
    retailPrice: new Decimal(retailPrice),
    effectiveFrom: effective.from,
    effectiveUntil: effective.until,
  });
  await tx
    .insert(price)
    .values([priced('P1M', 'monthly', '31'), priced('P1Y', 'monthly', '372'), priced('P1Y', 'annual', '365')]);
  return offerId;
}

async function addContoso(tx: Tx, accountId: (typeof tenant.$inferInsert)['accountId'], now: Temporal.Instant) {
  const [row] = await tx
    .insert(tenant)
    .values({
      accountId,
      kind: 'existing',
      domain: CONTOSO.domain,
      microsoftCustomerId: CONTOSO.microsoftCustomerId as Id<'microsoftCustomer'>,
      status: 'ready',
      agreementConfirmedAt: now,
      qualification: 'None',
      createdAt: now,
      updatedAt: now,
    })
    .returning({ id: tenant.id });
  assert(row !== undefined, 'the tenant was not stored');
  return row.id;
}
