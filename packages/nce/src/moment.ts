import type { SubscriptionState } from './subscription.ts';
import { type ChargeCycle, chargeCycleAt, monthsInCycle } from './terms.ts';
import { utcDate } from './time.ts';
import { type UpcomingCycle, upcomingCycles } from './upcoming-cycles.ts';

/** The time of a change: its instant for refund windows, its day and charge cycle for amounts. */
export type Moment = Readonly<{
  at: Temporal.Instant;
  /** The UTC date of `at`. */
  today: Temporal.PlainDate;
  /** The charge cycle that `today` falls in. */
  current: ChargeCycle;
  /** The later charges of the current term. */
  later: readonly UpcomingCycle[];
}>;

/** Undefined outside the term, and for a billing cycle that the rules do not know. */
export function momentOf(subscription: SubscriptionState, at: Temporal.Instant): Moment | undefined {
  const { term, billingCycle, cycleRule } = subscription;
  if (monthsInCycle(billingCycle) === undefined) return undefined;
  const today = utcDate(at);
  const current = chargeCycleAt(term, billingCycle, today, cycleRule);
  return current && { at, today, current, later: upcomingCycles(subscription, current.endsBefore) };
}
