import { isEarlier, monthsOf, wholeTerm } from './calendar.ts';
import type { CustomerRecord } from './state.ts';

type AlignedEnd = Readonly<{
  lastDay: Temporal.PlainDate;
  type: 'calendarMonthAligned' | 'subscriptionAligned';
  subscriptionIds: readonly string[];
}>;

/**
 * The last days that a term may have instead of its full length: the ends of active paid subscriptions and of their
 * later terms, and the last end of a calendar month, each within the full length.
 *
 * Worked: a year from 15 July 2022 ends on 30 June 2023 with the month, three years on 30 June 2025; three years from
 * 1 July 2022, beside a subscription of a year that ends on 1 October 2022, end on 1 October 2024.
 *
 * @param onlySubscriptionId  with this one alone, and with no calendar month
 * @source Partner Center, "Align subscription end dates", and "Get custom term end dates"
 */
export function alignedTermEnds(
  customer: CustomerRecord,
  termDuration: string,
  startsOn: Temporal.PlainDate,
  onlySubscriptionId?: string,
): AlignedEnd[] {
  const months = monthsOf(termDuration);
  if (months === undefined) return [];
  const fullEnd = wholeTerm(startsOn, termDuration).endsBefore.subtract({ days: 1 });
  const withOthers = subscriptionEnds(customer, months, fullEnd, onlySubscriptionId);
  const month = lastMonthEnd(fullEnd);
  const withMonth: AlignedEnd[] =
    onlySubscriptionId === undefined ? [{ lastDay: month, type: 'calendarMonthAligned', subscriptionIds: [] }] : [];
  return [...withOthers, ...withMonth].filter(
    ({ lastDay }) => isEarlier(startsOn, lastDay) && isPossible(lastDay, months),
  );
}

/** Guess: earlier ends of calendar months are accepted too, although only the last one is offered. */
export function isAlignedEnd(
  customer: CustomerRecord,
  termDuration: string,
  startsOn: Temporal.PlainDate,
  lastDay: Temporal.PlainDate,
): boolean {
  const isMonthEnd = lastDay.day === lastDay.daysInMonth;
  if (!isMonthEnd) return alignedTermEnds(customer, termDuration, startsOn).some((end) => end.lastDay.equals(lastDay));
  return isEarlier(startsOn, lastDay) && isEarlier(lastDay, wholeTerm(startsOn, termDuration).endsBefore);
}

/** A monthly term cannot end on one of the last days that not every month has, unless its month ends then. */
function isPossible(lastDay: Temporal.PlainDate, months: number): boolean {
  return months > 1 || lastDay.day < 28 || lastDay.day === lastDay.daysInMonth;
}

function lastMonthEnd(fullEnd: Temporal.PlainDate): Temporal.PlainDate {
  if (fullEnd.day === fullEnd.daysInMonth) return fullEnd;
  return fullEnd.with({ day: 1 }).subtract({ days: 1 });
}

/** By day, oldest first. A longer term cannot end with a monthly subscription. */
function subscriptionEnds(
  customer: CustomerRecord,
  months: number,
  fullEnd: Temporal.PlainDate,
  onlySubscriptionId: string | undefined,
): AlignedEnd[] {
  const ends = Object.values(customer.subscriptions).flatMap(({ resource, termEndsBefore }) => {
    const every = monthsOf(resource.termDuration);
    const isOther = onlySubscriptionId !== undefined && resource.id !== onlySubscriptionId;
    if (isOther || resource.status !== 'active' || resource.isTrial || every === undefined) return [];
    if (months > 1 && every === 1) return [];
    const days: { lastDay: Temporal.PlainDate; id: string }[] = [];
    for (let terms = 0; ; terms += 1) {
      const lastDay = Temporal.PlainDate.from(termEndsBefore)
        .add({ months: every * terms })
        .subtract({ days: 1 });
      if (isEarlier(fullEnd, lastDay)) return days;
      days.push({ lastDay, id: resource.id });
    }
  });
  const byDay = [...Map.groupBy(ends, ({ lastDay }) => lastDay.toString())];
  return byDay
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, same]) => ({
      lastDay: Temporal.PlainDate.from(day),
      type: 'subscriptionAligned',
      subscriptionIds: same.map(({ id }) => id),
    }));
}

/** A term that ends on a custom day. Later terms are anchored to the day after it. */
export function alignedTerm(startsOn: Temporal.PlainDate, lastDay: string) {
  const endsBefore = Temporal.PlainDate.from(lastDay).add({ days: 1 });
  return { startsOn, endsBefore, anchorDay: endsBefore.day };
}
