import type { SubscriptionStatus } from './subscription.ts';
import { monthsInTerm, type TermDuration, termStarting } from './terms.ts';
import { isDateBefore } from './time.ts';

/** A day on which a first term may end before its full length is over. */
export type CoTerminousEnd = Readonly<{
  /** The last day of the term, as people say it. */
  endsOn: Temporal.PlainDate;
  alignedTo: 'calendarMonth' | 'subscription';
  /** Those that end on this day or on an anniversary of it; empty for a calendar month. */
  subscriptionIds: readonly string[];
}>;

/** A subscription of the same customer, for a new one to end with. */
export type AlignableSubscription = Readonly<{
  subscriptionId: string;
  status: SubscriptionStatus;
  isTrial: boolean;
  termDuration: TermDuration;
  /** The day after its last one. */
  endsBefore: Temporal.PlainDate;
}>;

/**
 * Which days of another subscription a longer term may be aligned to.
 *
 * `asItEnds`: its next end alone, as the description of `customTermEndDate` says.
 * `withAnniversaries`: also the ends of the terms that follow it, as a worked example has it: three years bought on 1 July
 * 2022 beside a year that ends on 1 October 2022 end on 1 October 2024.
 *
 * @source Partner Center, "Create a cart", `customTermEndDate`; "Align subscription end dates in new commerce", examples
 */
export type SubscriptionEndRule = 'asItEnds' | 'withAnniversaries';

/**
 * The days on which a term may end instead of at its full length: ends of calendar months, and of the customer's active paid
 * subscriptions. In order of time; none is later than the full term's last day, and no term of a single day is offered.
 *
 * A term of one month cannot end on day 28, 29 or 30 unless that day ends the month. A longer term cannot follow a
 * monthly subscription; a monthly term can follow any.
 *
 * @param startsOn  first day of the term
 * @returns nothing for a duration that `monthsInTerm` does not know
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
    isDateBefore(startsOn, endsOn) && !isDateBefore(fullEnd, endsOn) && (months > 1 || isDayForMonthlyTerm(endsOn));
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

function isDayForMonthlyTerm(endsOn: Temporal.PlainDate): boolean {
  return endsOn.day < 28 || endsOn.day === endsOn.daysInMonth;
}
