import { Decimal } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { Category } from './categories.ts';
import type { OrderForm } from './order-form.ts';
import { searchable } from './search/search-text.ts';
import { offer, price, product, searchWord } from './tables.ts';

/** A service that the provider fulfils by hand. */
export type ManualOffer = Readonly<{
  /** Short and unique; takes the place of a vendor's ids. */
  productCode: string;
  title: string;
  publisher: string;
  description: string;
  category: Category;
  orderForm: OrderForm;
  serviceUrl: string;
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
const SEGMENT = 'commercial';
/** As Microsoft writes "without an end". */
const NO_END = Temporal.Instant.from('9999-11-30T00:00:00Z');

/** Puts a service of the manual vendor on sale from now on. */
export async function addManualOffer(tx: Tx, added: ManualOffer, now: Temporal.Instant): Promise<Id<'offer'>> {
  const { productCode, title, publisher, description, category, orderForm, serviceUrl } = added;
  const ids = { vendor: 'manual', vendorProductId: productCode };
  const [storedProduct] = await tx
    .insert(product)
    .values({ ...ids, title, publisher, category, description, createdAt: now })
    .returning({ id: product.id });
  assert(storedProduct !== undefined, 'the product was not stored');
  const [storedOffer] = await tx
    .insert(offer)
    .values({
      ...ids,
      productId: storedProduct.id,
      vendorSkuId: SKU_ID,
      title,
      description,
      segment: SEGMENT,
      orderForm,
      serviceUrl,
      searchText: searchable(`${title} ${publisher} ${productCode}`),
      soldFrom: now,
      soldUntil: NO_END,
      factsReadAt: now,
      createdAt: now,
    })
    .returning({ id: offer.id });
  assert(storedOffer !== undefined, 'the offer was not stored');
  await tx.insert(price).values(pricesOf(storedOffer.id, added, now));
  const words = [...new Set(searchable(title).split(' '))];
  await tx
    .insert(searchWord)
    .values(words.map((word) => ({ word })))
    .onConflictDoNothing();
  return storedOffer.id;
}

function pricesOf(offerId: Id<'offer'>, { market, currency, options }: ManualOffer, now: Temporal.Instant) {
  return options.map(({ termDuration, billingCycle, retailPricePerTerm, costPerTerm }) => ({
    offerId,
    market,
    currency,
    segment: SEGMENT,
    termDuration,
    billingCycle,
    costPerTerm: new Decimal(costPerTerm),
    retailPricePerTerm: new Decimal(retailPricePerTerm),
    effectiveFrom: now,
    effectiveUntil: NO_END,
  }));
}
