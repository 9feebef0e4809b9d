import { Decimal } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { Category } from './categories.ts';
import type { OrderForm } from './order-form.ts';
import { HOME_MARKET } from './prices/offer-option.ts';
import { searchable } from './search/search-text.ts';
import { offer, price, product, searchWord } from './tables.ts';

/** A service that the provider fulfils by hand. Amounts are net, of one seat for the whole term, as decimal text. */
export type ManualOffer = Readonly<{
  /** Short and unique; stands where Microsoft's ids stand. */
  productCode: string;
  title: string;
  publisher: string;
  description: string;
  category: Category;
  orderForm: OrderForm;
  serviceUrl: string;
  /** What one buys it for, and what it costs the provider. */
  options: readonly Readonly<{ termDuration: string; billingCycle: string; retailPrice: string; unitCost: string }>[];
}>;

const SKU_ID = '0001';
const SEGMENT = 'commercial';
/** As Microsoft writes "without an end". */
const NO_END = Temporal.Instant.from('9999-11-30T00:00:00Z');

/** Puts a service of the manual vendor on sale from now on. */
export async function addManualOffer(tx: Tx, added: ManualOffer, now: Temporal.Instant): Promise<Id<'offer'>> {
  const { productCode, title, publisher, description, category, orderForm, serviceUrl } = added;
  const ids = { vendor: 'manual', vendorProductId: productCode };
  const [sold] = await tx
    .insert(product)
    .values({ ...ids, title, publisher, category, description, createdAt: now })
    .returning({ id: product.id });
  assert(sold !== undefined, 'the product was not stored');
  const [made] = await tx
    .insert(offer)
    .values({
      ...ids,
      productId: sold.id,
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
  assert(made !== undefined, 'the offer was not stored');
  await tx.insert(price).values(
    added.options.map(({ termDuration, billingCycle, retailPrice, unitCost }) => ({
      offerId: made.id,
      ...HOME_MARKET,
      segment: SEGMENT,
      termDuration,
      billingCycle,
      unitCost: new Decimal(unitCost),
      retailPrice: new Decimal(retailPrice),
      effectiveFrom: now,
      effectiveUntil: NO_END,
    })),
  );
  const words = [...new Set(searchable(title).split(' '))];
  await tx
    .insert(searchWord)
    .values(words.map((word) => ({ word })))
    .onConflictDoNothing();
  return made.id;
}
