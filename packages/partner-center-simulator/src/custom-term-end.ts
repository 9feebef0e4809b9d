import { monthsInTerm, termStarting } from '@licence-portal/nce';
import type { CustomerRecord } from './state.ts';

type AlignedEnd = Readonly<{
  lastDay: Temporal.PlainDate;
  type: 'calendarMonthAligned' | 'subscriptionAligned';
  subscriptionIds: readonly string[];
}>;

/**
 * The last days that a first term may have instead of its full length: the end of a calendar month, or the end of another active
 * paid subscription of the customer, no later than the full term would end.
 *
 * A monthly term can't end on day 28, 29 or 30 unless that ends the month; a longer term can't follow a monthly subscription.
 *
 * @source Partner Center, "Align subscription end dates", and "Get custom term end dates"
 */
export function alignedEnds(
  customer: CustomerRecord,
  termDuration: string,
  startsOn: Temporal.PlainDate,
  onlySubscriptionId?: string,
): AlignedEnd[] {
  const fullTermEndsBefore = termStarting(startsOn, termDuration).endsBefore;
  const isMonthly = monthsInTerm(termDuration) === 1;
  const bySubscription = new Map<string, string[]>();
  for (const { resource, termEndsBefore } of Object.values(customer.subscriptions)) {
    if (resource.status !== 'active' || resource.isTrial) continue;
    if (onlySubscriptionId !== undefined && resource.id !== onlySubscriptionId) continue;
    if (!isMonthly && monthsInTerm(resource.termDuration) === 1) continue;
    const lastDay = Temporal.PlainDate.from(termEndsBefore).subtract({ days: 1 }).toString();
    bySubscription.set(lastDay, [...(bySubscription.get(lastDay) ?? []), resource.id]);
  }
  const ends: AlignedEnd[] = [...bySubscription].map(([lastDay, subscriptionIds]) => ({
    lastDay: Temporal.PlainDate.from(lastDay),
    type: 'subscriptionAligned',
    subscriptionIds,
  }));
  if (onlySubscriptionId === undefined) {
    for (let month = startsOn.toPlainYearMonth(); ; month = month.add({ months: 1 })) {
      const lastDay = month.toPlainDate({ day: month.daysInMonth });
      if (!isBefore(lastDay, fullTermEndsBefore)) break;
      ends.push({ lastDay, type: 'calendarMonthAligned', subscriptionIds: [] });
    }
  }
  return ends.filter(({ lastDay }) => {
    if (!isBefore(startsOn, lastDay) || !isBefore(lastDay, fullTermEndsBefore)) return false;
    const endsMonth = lastDay.day === lastDay.daysInMonth;
    return !isMonthly || endsMonth || lastDay.day < 28;
  });
}

export function isAlignedEnd(
  customer: CustomerRecord,
  termDuration: string,
  startsOn: Temporal.PlainDate,
  lastDay: Temporal.PlainDate,
): boolean {
  return alignedEnds(customer, termDuration, startsOn).some((end) => end.lastDay.equals(lastDay));
}

/** A term that ends on a day of its own. What follows keeps to the day after it. */
export function alignedTerm(startsOn: Temporal.PlainDate, lastDay: string) {
  const endsBefore = Temporal.PlainDate.from(lastDay).add({ days: 1 });
  return { startsOn, endsBefore, anchorDay: endsBefore.day };
}

function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}
