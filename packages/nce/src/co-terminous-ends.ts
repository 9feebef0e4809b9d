import type { SubscriptionStatus } from './subscription.ts';
import { monthsInTerm, type TermDuration, termStarting } from './terms.ts';
import { isDateBefore } from './time.ts';

/** A day on which a first term may end before its full length. */
export type CoTerminousEnd = Readonly<{
  /** The last day of the term. */
  endsOn: Temporal.PlainDate;
  alignedTo: 'calendarMonth' | 'subscription';
  /** The subscriptions that end on this day or on an anniversary of it; empty for a calendar month. */
  subscriptionIds: readonly string[];
}>;

/** A subscription of the same customer whose end a new term may be aligned to. */
export type AlignableSubscription = Readonly<{
  subscriptionId: string;
  status: SubscriptionStatus;
  isTrial: boolean;
  termDuration: TermDuration;
  /** The day after its last day. */
  endsBefore: Temporal.PlainDate;
}>;

/**
 * The end dates of another subscription that a longer term may be aligned to. Microsoft's documents disagree.
 *
 * `asItEnds`: only its next end, as the description of `customTermEndDate` states.
 * `withAnniversaries`: also the ends of its later terms, as in a worked example: three years bought on 1 July 2022,
 * beside a one-year subscription that ends on 1 October 2022, end on 1 October 2024.
 *
 * @source Partner Center, "Create a cart", `customTermEndDate`; "Align subscription end dates in new commerce",
 *   examples
 */
export type SubscriptionEndRule = 'asItEnds' | 'withAnniversaries';

/**
 * The days on which a term may end instead of at its full length: the ends of calendar months and of the customer's
 * active paid subscriptions, in chronological order. No day is later than the last day of the full term, and a term of
 * one day is not offered.
 *
 * A one-month term cannot end on the 28th, 29th or 30th unless that is the last day of the month. A longer term cannot
 * be aligned to a monthly subscription; a monthly term can be aligned to any.
 *
 * @param startsOn  first day of the term
 * @returns an empty list for a duration that `monthsInTerm` does not know
 * @source Partner Center, "Align subscription end dates in new commerce"; "Get custom term end dates"
 */
export function coTerminousEnds(
  { termDuration, startsOn }: Readonly<{ termDuration: TermDuration; startsOn: Temporal.PlainDate }>,
  others: readonly AlignableSubscription[],
  rule: SubscriptionEndRule = 'withAnniversaries',
): CoTerminousEnd[] {
  const months = monthsInTerm(termDuration);
  if (months === undefined) return [];
  const fullEnd = termStarting(startsOn, termDuration).endsBefore.subtract({ days: 1 });
  const isAllowed = ({ endsOn }: CoTerminousEnd) =>
    isDateBefore(startsOn, endsOn) && !isDateBefore(fullEnd, endsOn) && (months > 1 || isEndOfMonthlyTerm(endsOn));
  return [...monthEnds(startsOn, fullEnd), ...subscriptionEnds({ months, fullEnd }, others, rule)]
    .filter(isAllowed)
    .sort((left, right) => Temporal.PlainDate.compare(left.endsOn, right.endsOn));
}

function monthEnds(startsOn: Temporal.PlainDate, fullEnd: Temporal.PlainDate): CoTerminousEnd[] {
  const count = startsOn.toPlainYearMonth().until(fullEnd.toPlainYearMonth(), { largestUnit: 'months' }).months + 1;
  return Array.from({ length: count }, (_, index) => {
    const month = startsOn.toPlainYearMonth().add({ months: index });
    return { endsOn: month.toPlainDate({ day: month.daysInMonth }), alignedTo: 'calendarMonth', subscriptionIds: [] };
  });
}

function subscriptionEnds(
  { months, fullEnd }: Readonly<{ months: number; fullEnd: Temporal.PlainDate }>,
  others: readonly AlignableSubscription[],
  rule: SubscriptionEndRule,
): CoTerminousEnd[] {
  const idsByEnd = new Map<string, string[]>();
  for (const other of others) {
    const otherMonths = monthsInTerm(other.termDuration);
    if (other.status !== 'active' || other.isTrial || otherMonths === undefined) continue;
    if (months > 1 && otherMonths === 1) continue;
    for (const endsOn of endsUntil(other.endsBefore, otherMonths, fullEnd, rule)) {
      const key = endsOn.toString();
      idsByEnd.set(key, [...(idsByEnd.get(key) ?? []), other.subscriptionId]);
    }
  }
  return [...idsByEnd].map(([endsOn, subscriptionIds]) => ({
    endsOn: Temporal.PlainDate.from(endsOn),
    alignedTo: 'subscription',
    subscriptionIds,
  }));
}

function endsUntil(
  endsBefore: Temporal.PlainDate,
  months: number,
  fullEnd: Temporal.PlainDate,
  rule: SubscriptionEndRule,
): Temporal.PlainDate[] {
  const ends = [endsBefore.subtract({ days: 1 })];
  if (rule === 'asItEnds') return ends;
  for (let terms = 1; ; terms += 1) {
    const endsOn = endsBefore.add({ months: months * terms }).subtract({ days: 1 });
    if (isDateBefore(fullEnd, endsOn)) return ends;
    ends.push(endsOn);
  }
}

function isEndOfMonthlyTerm(endsOn: Temporal.PlainDate): boolean {
  return endsOn.day < 28 || endsOn.day === endsOn.daysInMonth;
}
