import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { buildAccount } from '#features/accounts/builders.ts';
import { offer, product } from '#features/catalogue/catalogue.ts';
import { price } from '#features/catalogue/tables.ts';
import { type ChangeInput, quoteFor } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { tenant } from '#features/tenants/tenants.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { World } from '#shell/testing/world.ts';
import { subscription } from './tables.ts';

/** Contoso as the simulator knows it: with a reseller relationship and a signed agreement. */
const CONTOSO = { domain: 'contoso.onmicrosoft.com', microsoftCustomerId: 'c0000000-0000-4000-8000-000000000001' };

/** An offer as the simulator has it, with net prices of a seat for the whole term: `[term, billing, price]`. */
type Sold = Readonly<{
  vendorProductId: string;
  vendorSkuId: string;
  title: string;
  isTrial?: true;
  prices: readonly (readonly [termDuration: string, billingCycle: string, retailPricePerTerm: string])[];
}>;

/** A seat costs € 31 a month: € 1 a day in a month of 31 days. Billed annually it costs € 365: € 1 a day too. */
export const BUSINESS_BASIC: Sold = {
  vendorProductId: 'CFQ7TTC0LH18',
  vendorSkuId: '0001',
  title: 'Microsoft 365 Business Basic',
  prices: [
    ['P1M', 'monthly', '31'],
    ['P1Y', 'monthly', '372'],
    ['P1Y', 'annual', '365'],
  ],
};

/** Business Basic can become it: € 62 a month. */
export const BUSINESS_STANDARD: Sold = {
  vendorProductId: 'CFQ7TTC0LDPB',
  vendorSkuId: '0001',
  title: 'Microsoft 365 Business Standard',
  prices: [['P1Y', 'monthly', '744']],
};

/** Sold for three years too: € 31 a month, or € 365 a year. */
export const SALES_ENTERPRISE: Sold = {
  vendorProductId: 'CFQ7TTC0LFF1',
  vendorSkuId: '0001',
  title: 'Dynamics 365 Sales Enterprise Edition',
  prices: [
    ['P3Y', 'monthly', '1116'],
    ['P3Y', 'annual', '1095'],
  ],
};

/** Free for a month; then as `BUSINESS_PREMIUM`. */
export const BUSINESS_PREMIUM_TRIAL: Sold = {
  vendorProductId: 'CFQ7TTC0LCHC',
  vendorSkuId: '0003',
  title: 'Microsoft 365 Business Premium',
  isTrial: true,
  prices: [['P1M', 'none', '0']],
};

/** € 20 a month. */
export const BUSINESS_PREMIUM: Sold = {
  vendorProductId: 'CFQ7TTC0LCHC',
  vendorSkuId: '0002',
  title: 'Microsoft 365 Business Premium',
  prices: [['P1Y', 'monthly', '240']],
};

/** A customer who has bought the first of these offers through the portal, on its account. */
export async function buyLicences(
  world: World,
  {
    seatCount = 10,
    termDuration = 'P1Y',
    billingCycle = 'monthly',
    sold: [bought, ...others] = [BUSINESS_BASIC],
  }: { seatCount?: number; termDuration?: string; billingCycle?: string; sold?: readonly [Sold, ...Sold[]] } = {},
) {
  const now = world.clock.now();
  const { accountId, administrator, offerId, tenantId } = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    await tx
      .update(account)
      .set({ creditLimit: new Decimal(100_000) })
      .where(eq(account.id, accountId));
    const administrator = await buildPerson(tx, { accountId, login: 'anna', now, password: null });
    const productId = await addProduct(tx, bought, now);
    for (const other of others) await sell(tx, productId, other, now);
    const offerId = await sell(tx, productId, bought, now);
    return { accountId, administrator, offerId, tenantId: await addContoso(tx, accountId, now) };
  });
  const line = { offerId, termDuration, billingCycle, seatCount };
  await order(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
  assert(row !== undefined, 'the licences were not bought');
  return { accountId, administrator, offerId, tenantId, subscriptionId: row.id };
}

/** One more product on the price list. */
export function sellAlso(world: World, sold: Sold): Promise<Id<'offer'>> {
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => sell(tx, await addProduct(tx, sold, now), sold, now));
}

type Orderer = Parameters<World['as']>[0];

/** Quotes a change, orders it on account and lets the workers run. */
export async function order(world: World, orderer: Orderer, change: ChangeInput) {
  const { quoteId, view } = await quoteFor(world, orderer, change);
  assert(view.possible, `${change.kind} is not possible: ${view.possible ? '' : view.reason}`);
  const placed = await world.as(orderer).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  assert(placed.placed, 'the quote has moved');
  await world.runJobs();
  return { orderId: placed.orderId as Id<'order'>, view };
}

async function addProduct(tx: Tx, { vendorProductId, title }: Sold, now: Temporal.Instant): Promise<Id<'product'>> {
  const [added] = await tx
    .insert(product)
    .values({ vendor: 'microsoft', vendorProductId, title, category: 'microsoft365', createdAt: now })
    .returning({ id: product.id });
  assert(added !== undefined, 'the product was not stored');
  return added.id;
}

async function sell(tx: Tx, productId: Id<'product'>, sold: Sold, now: Temporal.Instant): Promise<Id<'offer'>> {
  const { vendorProductId, vendorSkuId, title, isTrial = false } = sold;
  const effective = {
    from: Temporal.Instant.from('2026-11-01T00:00:00Z'),
    until: Temporal.Instant.from('9999-11-30T00:00:00Z'),
  };
  const [made] = await tx
    .insert(offer)
    .values({
      productId,
      vendor: 'microsoft',
      vendorProductId,
      vendorSkuId,
      title,
      segment: 'commercial',
      isTrial,
      seatCountMax: 300,
      searchText: title.toLowerCase(),
      soldFrom: effective.from,
      soldUntil: effective.until,
      createdAt: now,
    })
    .returning({ id: offer.id });
  assert(made !== undefined, 'the offer was not stored');
  const { id: offerId } = made;
  await tx.insert(price).values(
    sold.prices.map(([termDuration, billingCycle, retailPricePerTerm]) => ({
      offerId,
      market: 'IT',
      currency: 'EUR',
      segment: 'commercial',
      termDuration,
      billingCycle,
      costPerTerm: new Decimal(retailPricePerTerm).times('0.8'),
      retailPricePerTerm: new Decimal(retailPricePerTerm),
      effectiveFrom: effective.from,
      effectiveUntil: effective.until,
    })),
  );
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
      proof: 'linkedByProvider',
      provenAt: now,
      agreementConfirmedAt: now,
      qualification: 'None',
      createdAt: now,
      updatedAt: now,
    })
    .returning({ id: tenant.id });
  assert(row !== undefined, 'the tenant was not stored');
  return row.id;
}
