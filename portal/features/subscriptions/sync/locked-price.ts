import { cyclesPerTerm, type Decimal, monthsInTerm, startOfUtcDay } from '@licence-portal/nce';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { SubscriptionRow } from '../tables.ts';
import { extendedPrice, type PricePerCycle, renewedPrice } from '../term-end/renewed-price.ts';
import type { SubscriptionReading } from './reading.ts';

/** The customer's net price of one seat for one charge cycle: now, and from the next charge on if it differs. */
export type LockedPrice = PricePerCycle & Readonly<{ next: Decimal | null }>;

type Read = Readonly<{
  accountId: AccountId;
  reading: SubscriptionReading;
  before: SubscriptionRow | undefined;
  offerId: Id<'offer'> | null;
  /** The agreed price, of a subscription that is read for the first time. */
  price: PricePerCycle | undefined;
  now: Temporal.Instant;
}>;

/**
 * The locked price: that of a term is locked on its first day, that of another billing cycle on the day on which the
 * cycle is scheduled. Where the price list has no such price, the customer keeps paying the same for the same time.
 */
export async function lockedPrice(tx: Tx, read: Read): Promise<LockedPrice> {
  const present = await presentPrice(tx, read);
  const { billingCycle, nextBillingCycle } = read.reading;
  if (nextBillingCycle === null) return { ...present, next: null };
  const next = await priceOfOtherCycle(
    tx,
    read,
    { ...present, billingCycle, termDuration: read.reading.termDuration },
    nextBillingCycle,
  );
  return { ...present, next: next.unitPricePerCycle };
}

async function presentPrice(tx: Tx, read: Read): Promise<PricePerCycle> {
  const { accountId, reading, before, offerId, price, now } = read;
  const { termDuration, billingCycle, isExtended } = reading;
  if (price) return price;
  assert(before !== undefined, 'a subscription that is read for the first time needs a price');
  const sameTerm = isSameTerm(before, reading);
  if (sameTerm && !isOtherProduct(before, offerId)) {
    return before.billingCycle === billingCycle ? before : priceOfOtherCycle(tx, read, before, billingCycle);
  }
  const kept = { unitPricePerCycle: equivalentPrice(before, reading), currency: before.currency };
  if (offerId === null) return kept;
  const at = sameTerm ? now : startOfUtcDay(reading.term.startsOn);
  const renewed = isExtended
    ? await extendedPrice(tx, { accountId, offerId, at })
    : await renewedPrice(tx, { accountId, offerId, termDuration, billingCycle, at });
  return renewed ?? kept;
}

type Plan = Readonly<{ termDuration: string; billingCycle: string }>;
type Billed = PricePerCycle & Plan;

/** The price of another billing cycle within a term: as locked when it was scheduled, else of today's price list. */
async function priceOfOtherCycle(tx: Tx, read: Read, from: Billed, billingCycle: string): Promise<PricePerCycle> {
  const { accountId, reading, before, offerId, now } = read;
  const { termDuration } = reading;
  const wasScheduled = before && isSameTerm(before, reading) && before.nextBillingCycle === billingCycle;
  if (wasScheduled && before.nextUnitPricePerCycle !== null) {
    return { unitPricePerCycle: before.nextUnitPricePerCycle, currency: before.currency };
  }
  const listed =
    offerId === null ? undefined : await renewedPrice(tx, { accountId, offerId, termDuration, billingCycle, at: now });
  return (
    listed ?? { unitPricePerCycle: equivalentPrice(from, { termDuration, billingCycle }), currency: from.currency }
  );
}

/** The same price for the same time, in the charge cycles of another plan; unchanged where one of them is not known. */
function equivalentPrice({ unitPricePerCycle, ...from }: Billed, to: Plan): Decimal {
  const [months, otherMonths] = [monthsOfCycle(from), monthsOfCycle(to)];
  if (months === undefined || otherMonths === undefined) return unitPricePerCycle;
  return unitPricePerCycle.times(otherMonths).div(months);
}

function monthsOfCycle({ termDuration, billingCycle }: Plan): number | undefined {
  const [months, cycles] = [monthsInTerm(termDuration), cyclesPerTerm(termDuration, billingCycle)];
  return months === undefined || cycles === undefined ? undefined : months / cycles;
}

/** Upgraded at the vendor within the term. A product that the catalogue has only now is no other one. */
function isOtherProduct({ offerId: before }: SubscriptionRow, offerId: Id<'offer'> | null): boolean {
  return before !== null && before !== offerId;
}

function isSameTerm(before: SubscriptionRow, { term, termDuration }: SubscriptionReading): boolean {
  return before.startsOn.equals(term.startsOn) && before.termDuration === termDuration;
}
