import { inArray } from 'drizzle-orm';
import { type Offer, type OfferOption, offer, readPriceList } from '#features/catalogue/catalogue.ts';
import type { AnyVendor } from '#features/orders/orders.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import type { PurchaseLine } from './purchase-change.ts';

/** A line of a purchase with its offer and today's price. */
export type RequestedLine = Readonly<{
  line: PurchaseLine;
  index: number;
  offer: Offer;
  vendor: AnyVendor;
  /** Undefined when the offer is not sold on these terms now. */
  option: OfferOption | undefined;
}>;

/** @throws Refusal `purchasing.offerNotFound` */
export async function readRequestedLines(
  { tx, accountId, clock, services }: OperationContext,
  lines: readonly PurchaseLine[],
): Promise<RequestedLine[]> {
  const offerIds = lines.map(({ offerId }) => offerId);
  const offers = await tx.select().from(offer).where(inArray(offer.id, offerIds));
  const priceList = await readPriceList(tx, { accountId, offerIds, at: clock.now() });
  return lines.map((line, index) => {
    const found = offers.find(({ id }) => id === line.offerId);
    if (found === undefined) throw new Refusal('purchasing.offerNotFound');
    const vendor = services.vendors[found.vendor];
    assert(vendor !== undefined, `vendor ${found.vendor} is known`);
    const priced = priceList(line, { seatCount: line.seatCount });
    return { line, index, offer: priced?.offer ?? found, vendor, option: priced?.isSold ? priced : undefined };
  });
}
