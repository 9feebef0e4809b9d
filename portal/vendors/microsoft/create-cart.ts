import type { Availability, Cart, NewCartLineItem } from '@licence-portal/partner-center';
import { inArray } from 'drizzle-orm';
import { type Offer, offer } from '#features/catalogue/catalogue.ts';
import type { StepContext, StepLine } from '#features/orders/orders.ts';
import { getTenantRow } from '#features/tenants/tenants.ts';
import { assert } from '#platform/refusal.ts';
import { attestationOf } from './attestation.ts';
import { microsoftStep, type Rejection, rejectionOfCode } from './error-outcome.ts';
import { customerIdOf, tenantIdOf } from './order-tenant.ts';

/** Puts the order's lines into a cart at Microsoft, with the availabilities of the moment. Nothing is bought yet. */
export const createCart = microsoftStep(async (context) => {
  const customerId = await customerIdFor(context);
  const made = await makeCart(context, customerId, 'cart');
  return 'status' in made ? made : { status: 'done', vendorReference: made.cartId, result: made };
});

/** A line of the order as a line of the cart. */
export type CartedLine = Readonly<{
  lineId: string;
  /** `productId:skuId`. */
  item: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  orderGroup: string;
}>;
export type MadeCart = Readonly<{ customerId: string; cartId: string; lines: readonly CartedLine[] }>;

export async function customerIdFor(context: StepContext): Promise<string> {
  return customerIdOf(await context.inTransaction(({ tx }) => getTenantRow(tx, tenantIdOf(context))));
}

/**
 * Availabilities and their ids change, so they are looked up each time. A line that cannot be bought fails the order,
 * because the customer confirmed the whole.
 *
 * @param request  name of the request, so that a second cart has a request id of its own
 * @source Partner Center, "Create a cart"; "Get a list of availabilities for a SKU (by customer)"
 */
export async function makeCart(
  context: StepContext,
  customerId: string,
  request: string,
): Promise<MadeCart | Rejection> {
  const { services, order, requestIdOf, signal } = context;
  const offers = await offersOf(context);
  const items: NewCartLineItem[] = [];
  for (const [id, line] of order.lines.entries()) {
    const sold = offers.get(line.offerId ?? '');
    assert(sold !== undefined, 'a line of Microsoft has an offer');
    const availability = await findAvailability(context, customerId, sold, line);
    if (availability === undefined) {
      return {
        status: 'failed',
        code: 'offerNotAvailable',
        facts: { name: line.name },
        note: `${itemOf(sold)} ${line.termDuration} ${line.billingCycle}`,
      };
    }
    items.push({
      id,
      catalogItemId: availability.catalogItemId,
      friendlyName: line.name,
      quantity: line.seatCount,
      termDuration: line.termDuration,
      billingCycle: line.billingCycle,
      ...attestationOf(line.answers),
    });
  }
  const options = { requestId: requestIdOf(request), signal };
  const cart = await services.microsoft.client.carts.create(customerId, { lineItems: items }, options);
  const refused = cart.lineItems.find(({ error }) => error !== undefined);
  if (refused?.error !== undefined) {
    const { errorCode, errorDescription } = refused.error;
    const name = order.lines[refused.id]?.name ?? '';
    const note = `${errorCode}: ${errorDescription} (${name})`;
    const rejection = rejectionOfCode(errorCode, note);
    return { ...rejection, facts: { ...rejection.facts, name } };
  }
  return { customerId, cartId: cart.id, lines: cartedLines(context, cart) };
}

async function offersOf({ order, inTransaction }: StepContext): Promise<ReadonlyMap<string, Offer>> {
  const ids = order.lines.flatMap(({ offerId }) => (offerId === null ? [] : [offerId]));
  const rows = await inTransaction(({ tx }) => tx.select().from(offer).where(inArray(offer.id, ids)));
  return new Map(rows.map((row) => [row.id, row]));
}

export async function findAvailability(
  context: StepContext,
  customerId: string,
  sold: Offer,
  line: Pick<StepLine, 'termDuration' | 'billingCycle'>,
): Promise<Availability | undefined> {
  const items = await listAvailabilities(context, customerId, sold);
  return items.find(
    ({ isPurchasable, terms }) =>
      isPurchasable !== false &&
      (terms ?? []).some(
        (term) =>
          term.duration === line.termDuration && term.billingCycle?.toLowerCase() === line.billingCycle.toLowerCase(),
      ),
  );
}

export async function listAvailabilities(
  { services, signal }: StepContext,
  customerId: string,
  sold: Offer,
): Promise<readonly Availability[]> {
  const path = { customerId, productId: sold.vendorProductId, skuId: sold.vendorSkuId };
  const segment = SEGMENT_NAMES[sold.segment] ?? sold.segment;
  const query = sold.segment === 'commercial' ? {} : { targetSegment: segment };
  return (await services.microsoft.client.customerCatalogue.listAvailabilities(path, query, { signal })).items;
}

/**
 * The names of segments that differ between price sheet and catalogue.
 *
 * @source Partner Center, "Get a price sheet" and "Get a list of products"
 */
const SEGMENT_NAMES: Readonly<Record<string, string>> = { charity: 'nonprofit' };

function itemOf({ vendorProductId, vendorSkuId }: Offer): string {
  return `${vendorProductId}:${vendorSkuId}`;
}

function cartedLines({ order }: StepContext, cart: Cart): CartedLine[] {
  return order.lines.map((line, id) => {
    const item = cart.lineItems.find((found) => found.id === id);
    assert(item !== undefined, `the cart has line ${id}`);
    return {
      lineId: line.id,
      item: item.catalogItemId.split(':').slice(0, 2).join(':').toUpperCase(),
      quantity: line.seatCount,
      termDuration: line.termDuration,
      billingCycle: line.billingCycle,
      orderGroup: item.orderGroup ?? '0',
    };
  });
}
