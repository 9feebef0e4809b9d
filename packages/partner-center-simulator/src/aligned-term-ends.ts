import { coTerminousEnds } from '@licence-portal/nce';
import type { CustomerRecord } from './state.ts';

type AlignedEnd = Readonly<{
  lastDay: Temporal.PlainDate;
  type: 'calendarMonthAligned' | 'subscriptionAligned';
  subscriptionIds: readonly string[];
}>;

/**
 * The last days that a term may have instead of its full length, by the rules of New Commerce.
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
  const others = Object.values(customer.subscriptions)
    .filter(({ resource }) => onlySubscriptionId === undefined || resource.id === onlySubscriptionId)
    .map(({ resource: { id, status, isTrial, termDuration }, termEndsBefore }) => {
      return { subscriptionId: id, status, isTrial, termDuration, endsBefore: Temporal.PlainDate.from(termEndsBefore) };
    });
  const ends = coTerminousEnds({ termDuration, startsOn }, others);
  const withOthers = ends.filter(({ alignedTo }) => alignedTo === 'subscription');
  const withMonths =
    onlySubscriptionId === undefined ? ends.filter(({ alignedTo }) => alignedTo === 'calendarMonth') : [];
  return [...withOthers, ...withMonths].map(({ endsOn, alignedTo, subscriptionIds }) => ({
    lastDay: endsOn,
    type: `${alignedTo}Aligned`,
    subscriptionIds,
  }));
}

export function isAlignedEnd(
  customer: CustomerRecord,
  termDuration: string,
  startsOn: Temporal.PlainDate,
  lastDay: Temporal.PlainDate,
): boolean {
  return alignedTermEnds(customer, termDuration, startsOn).some((end) => end.lastDay.equals(lastDay));
}

/** A term that ends on a custom day. Later terms are anchored to the day after it. */
export function alignedTerm(startsOn: Temporal.PlainDate, lastDay: string) {
  const endsBefore = Temporal.PlainDate.from(lastDay).add({ days: 1 });
  return { startsOn, endsBefore, anchorDay: endsBefore.day };
}
