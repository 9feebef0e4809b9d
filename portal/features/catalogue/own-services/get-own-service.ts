import { cyclesPerTerm, money, monthsInTerm } from '@licence-portal/nce';
import { compare, divide, roundLineHalfUp } from '@licence-portal/nce/money';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { Category } from '../categories.ts';
import { OrderForm } from '../order-form.ts';
import { LowestPrice } from '../prices/lowest-prices.ts';
import { customerPrice, ruleFor } from '../prices/price-rules.ts';
import { price, priceRule } from '../tables.ts';
import { getOwnOffer, isOnSale, NO_END, OWN_SEGMENT } from './own-offer.ts';
import { OwnProductId } from './own-service-schema.ts';

const ListedPrice = z.object({
  termDuration: z.string().describe('Term, ISO 8601.'),
  billingCycle: z.string().describe('How often it is charged within the term.'),
  pricePerCycle: MoneyWire.describe('Net price of one licence and one charge, as it was entered.'),
  customerPricePerCycle: MoneyWire.describe('The same by the price rules, as customers pay it; not rounded.'),
  customerPricePerTerm: MoneyWire.describe('Price of one licence and the whole term by the price rules.'),
  isSold: z.boolean().describe('It can be bought; otherwise only what runs renews so.'),
  holdsNow: z.boolean().describe('It holds now; otherwise it is planned.'),
  effectiveFrom: InstantText.describe('Instant from which it holds, UTC.'),
  effectiveUntil: InstantText.nullable().describe('Instant at which another price takes its place, UTC; null: none.'),
});

const OwnService = z.object({
  productId: OwnProductId,
  productCode: z.string().describe('Code of the service, in the place of a vendor’s id.'),
  titleIt: z.string().describe('Name in Italian.'),
  titleEn: z.string().nullable().describe('Name in English; null: the texts are in Italian only.'),
  descriptionIt: z.array(z.string()).describe('Paragraphs of the description in Italian.'),
  descriptionEn: z.array(z.string()).describe('Paragraphs of the description in English.'),
  category: Category.describe('Category in the marketplace.'),
  seatCountMin: z.number().int().describe('Fewest licences of one subscription.'),
  seatCountMax: z.number().int().nullable().describe('Most licences of one subscription; null: no limit.'),
  serviceUrl: z.string().nullable().describe('Address under which the service is used; null: none.'),
  orderForm: OrderForm.nullable().describe('Questions that an order of it must answer; null: none.'),
  isOnSale: z.boolean().describe('Customers see and buy it now.'),
  fromPrice: LowestPrice.nullable().describe('Lowest price by the month, as the marketplace shows it; null: none.'),
  prices: z.array(ListedPrice).describe('Prices that hold now, and those planned, the earliest first.'),
});
export type OwnService = z.infer<typeof OwnService>;

export const getOwnService = operation({
  name: 'catalogue.getOwnService',
  description: 'Returns a service that the provider fulfils by hand, with the prices that hold and those planned.',
  kind: 'read',
  permission: 'catalogue.sell',
  scope: 'provider',
  input: z.object({ productId: OwnProductId }),
  output: OwnService,
  refusals: ['catalogue.ownService.notFound'],
  async run({ tx, clock }, { productId }) {
    const { product, offer } = await getOwnOffer(tx, productId);
    const now = clock.now();
    const priced = { offerId: offer.id, productId: product.id, segment: OWN_SEGMENT };
    const prices = await listPrices(tx, priced, now);
    return {
      productId: product.id,
      productCode: product.vendorProductId,
      titleIt: product.title,
      titleEn: product.titleEn,
      descriptionIt: paragraphsOf(product.description),
      descriptionEn: paragraphsOf(product.descriptionEn),
      category: Category.parse(product.category),
      seatCountMin: offer.seatCountMin,
      seatCountMax: offer.seatCountMax,
      serviceUrl: offer.serviceUrl,
      orderForm: offer.orderForm,
      isOnSale: isOnSale(offer, now),
      fromPrice: lowestOf(offer.id, prices),
      prices,
    };
  },
});

/** The lowest price by the month among those at which it is sold now. */
function lowestOf(offerId: Id<'offer'>, prices: readonly z.input<typeof ListedPrice>[]): LowestPrice | null {
  const byMonth = prices.flatMap((row) => {
    const months = monthsInTerm(row.termDuration);
    const { amount, currency } = row.customerPricePerTerm;
    return row.isSold && row.holdsNow && months !== undefined ? [divide(money(amount, currency), months)] : [];
  });
  const [lowest] = byMonth.toSorted(compare);
  return lowest === undefined ? null : { price: moneyWire(roundLineHalfUp(lowest)), offerId, per: 'month' };
}

function paragraphsOf(text: string | null): string[] {
  return (text ?? '').split('\n').filter((paragraph) => paragraph !== '');
}

async function listPrices(
  tx: Tx,
  priced: Readonly<{ offerId: Id<'offer'>; productId: Id<'product'>; segment: string }>,
  now: Temporal.Instant,
): Promise<z.input<typeof ListedPrice>[]> {
  const rows = await tx
    .select()
    .from(price)
    .where(and(eq(price.offerId, priced.offerId), gt(price.effectiveUntil, now)))
    .orderBy(asc(price.effectiveFrom), asc(price.termDuration), asc(price.billingCycle));
  const rule = ruleFor(priced, await tx.select().from(priceRule));
  return rows.map((row) => {
    const cycles = cyclesPerTerm(row.termDuration, row.billingCycle) ?? 1;
    const entered = money(row.retailPricePerTerm ?? row.costPerTerm, row.currency);
    const perTerm = customerPrice(row, rule);
    return {
      termDuration: row.termDuration,
      billingCycle: row.billingCycle,
      pricePerCycle: moneyWire(divide(entered, cycles)),
      customerPricePerCycle: moneyWire(divide(perTerm, cycles)),
      customerPricePerTerm: moneyWire(perTerm),
      isSold: row.isSold,
      holdsNow: Temporal.Instant.compare(row.effectiveFrom, now) <= 0,
      effectiveFrom: row.effectiveFrom.toString(),
      effectiveUntil: Temporal.Instant.compare(row.effectiveUntil, NO_END) < 0 ? row.effectiveUntil.toString() : null,
    };
  });
}
