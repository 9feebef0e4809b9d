import { cyclesPerTerm, type Decimal } from '@licence-portal/nce';
import { divide } from '@licence-portal/nce/money';
import { inArray } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { languageOfAccount, titleIn } from '../localized-texts.ts';
import type { Offer } from '../offers.ts';
import { offer } from '../tables.ts';
import { type CurrentPrice, readPricesFrom } from './current-prices.ts';
import { EXTENDED_TERM } from './plans.ts';

/** One way to buy an offer, with the customer's price. */
export type OfferOption = Readonly<{
  offer: Offer;
  /** The customer's price of one licence and charge cycle, net, not rounded. */
  unitPricePerCycle: Decimal;
  currency: string;
  /** A whole number, 1 or more. */
  cyclesPerTerm: number;
  /** It can be bought; otherwise only what runs renews so. */
  isSold: boolean;
}>;

/** An offer with the term and the way to pay. */
type OptionKey = Readonly<{ offerId: Id<'offer'>; termDuration: string; billingCycle: string }>;
/**
 * Looks up an option of the offers that the list was read for; undefined for one that has no price.
 *
 * @param when.at  the moment that the list was read for when left out; never an earlier one
 * @param when.seatCount  decides the price tier; 1 when left out
 */
export type PriceList = (
  option: OptionKey,
  when?: Readonly<{ at?: Temporal.Instant; seatCount?: number }>,
) => OfferOption | undefined;
/** The account whose market and currency decide, and the moment. */
type PricedFor = Readonly<{ accountId: AccountId; at: Temporal.Instant }>;

/**
 * One way to buy an offer, priced for an account at a moment; undefined when it has no price for it. Who buys looks at
 * `isSold` too: a renewal goes on at the price of what is not sold any more.
 *
 * @param seatCount  decides the price tier; 1 when left out
 */
export async function getOfferOption(
  tx: Tx,
  { accountId, at, seatCount = 1, ...option }: OptionKey & PricedFor & Readonly<{ seatCount?: number }>,
): Promise<OfferOption | undefined> {
  const priceList = await readPriceList(tx, { accountId, at, offerIds: [option.offerId] });
  return priceList(option, { seatCount });
}

/** The price list of an account from a moment on for some offers, in four statements however many they are. */
export async function readPriceList(
  tx: Tx,
  { offerIds, accountId, at: from }: PricedFor & Readonly<{ offerIds: readonly Id<'offer'>[] }>,
): Promise<PriceList> {
  if (offerIds.length === 0) return () => undefined;
  const isListed = inArray(offer.id, [...new Set(offerIds)]);
  const pricesAt = await readPricesFrom(tx, { accountId, from, offers: isListed });
  const language = await languageOfAccount(tx, accountId);
  const listed = await tx.select().from(offer).where(isListed);
  const offers = new Map(listed.map((row) => [row.id, { ...row, title: titleIn(row, language) }]));
  const known = new Map<string, CurrentPrice[]>();
  return ({ offerId, termDuration, billingCycle }, { at = from, seatCount = 1 } = {}) => {
    const when = `${at} ${seatCount}`;
    const prices = known.get(when) ?? pricesAt(at, seatCount);
    known.set(when, prices);
    const found = prices.find(
      (price) =>
        price.offerId === offerId && price.termDuration === termDuration && price.billingCycle === billingCycle,
    );
    const sold = offers.get(offerId);
    return found && sold && optionOf(sold, found);
  };
}

function optionOf(
  offer: Offer,
  { termDuration, billingCycle, pricePerTerm, isSold }: CurrentPrice,
): OfferOption | undefined {
  const isExtension = billingCycle === EXTENDED_TERM.billingCycle;
  const cycles = isExtension ? 1 : cyclesPerTerm(termDuration, billingCycle);
  if (cycles === undefined) return undefined;
  const { amount, currency } = divide(pricePerTerm, cycles);
  return { offer, unitPricePerCycle: amount, currency, cyclesPerTerm: cycles, isSold };
}
