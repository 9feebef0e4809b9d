import { Decimal } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { Category } from '../categories.ts';
import type { OrderForm } from '../order-form.ts';
import { searchable } from '../search/search-text.ts';
import { offer, price, product } from '../tables.ts';
import { NO_END, OWN_SEGMENT, OWN_VENDOR } from './own-offer.ts';

/** A service that the provider fulfils by hand. */
export type ManualOffer = Readonly<{
  /** Short and unique; takes the place of a vendor's ids. */
  productCode: string;
  title: string;
  /** Absent: the service has Italian texts only. */
  titleEn?: string;
  publisher: string;
  description: string;
  descriptionEn?: string;
  category: Category;
  orderForm: OrderForm | null;
  serviceUrl: string | null;
  seatCountMin?: number;
  seatCountMax?: number | null;
  /** False: customers do not see it yet. */
  isOnSale?: boolean;
  /** Country (ISO 3166 alpha-2) and currency (ISO 4217) of the accounts that can buy it. */
  market: string;
  currency: string;
  /** Amounts are net, of one licence for the whole term, as decimal text. */
  options: readonly Readonly<{
    termDuration: string;
    billingCycle: string;
    retailPricePerTerm: string;
    costPerTerm: string;
  }>[];
}>;

const SKU_ID = '0001';

/** Adds a service of the manual vendor, on sale from now on unless it says otherwise. */
export async function addManualOffer(
  tx: Tx,
  added: ManualOffer,
  now: Temporal.Instant,
): Promise<{ offerId: Id<'offer'>; productId: Id<'product'> }> {
  const { productCode, title, titleEn, description, descriptionEn, publisher, category } = added;
  const ids = { vendor: OWN_VENDOR, vendorProductId: productCode };
  const texts = { title, titleEn: titleEn ?? null, description, descriptionEn: descriptionEn ?? null };
  const [storedProduct] = await tx
    .insert(product)
    .values({ ...ids, ...texts, publisher, category, createdAt: now })
    .returning({ id: product.id });
  assert(storedProduct !== undefined, 'the product was not stored');
  const [storedOffer] = await tx
    .insert(offer)
    .values({
      ...ids,
      ...texts,
      productId: storedProduct.id,
      vendorSkuId: SKU_ID,
      segment: OWN_SEGMENT,
      orderForm: added.orderForm,
      serviceUrl: added.serviceUrl,
      seatCountMin: added.seatCountMin ?? 1,
      seatCountMax: added.seatCountMax ?? null,
      searchText: ownSearchText({ ...added, ...texts }),
      soldFrom: now,
      soldUntil: (added.isOnSale ?? true) ? NO_END : now,
      factsReadAt: now,
      createdAt: now,
    })
    .returning({ id: offer.id });
  assert(storedOffer !== undefined, 'the offer was not stored');
  await tx.insert(price).values(pricesOf(storedOffer.id, added, now));
  return { offerId: storedOffer.id, productId: storedProduct.id };
}

type Named = Readonly<{ title: string; titleEn: string | null }>;

/** A service is found by its names in both languages, its publisher and its code. */
export function ownSearchText({
  title,
  titleEn,
  publisher,
  productCode,
}: Named & Readonly<{ publisher: string; productCode: string }>): string {
  return searchable(`${title} ${titleEn ?? ''} ${publisher} ${productCode}`);
}

function pricesOf(offerId: Id<'offer'>, { market, currency, options }: ManualOffer, now: Temporal.Instant) {
  return options.map(({ termDuration, billingCycle, retailPricePerTerm, costPerTerm }) => ({
    offerId,
    market,
    currency,
    segment: OWN_SEGMENT,
    termDuration,
    billingCycle,
    costPerTerm: new Decimal(costPerTerm),
    retailPricePerTerm: new Decimal(retailPricePerTerm),
    effectiveFrom: now,
    effectiveUntil: NO_END,
  }));
}
