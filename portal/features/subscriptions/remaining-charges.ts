import type { SubscriptionState } from '@licence-portal/nce';
import { type UpcomingCharge, upcomingCharges, utcDate } from '@licence-portal/nce';
import { sum } from '@licence-portal/nce/money';
import { moneyWire } from '#platform/wire.ts';
import { subscriptionState } from './subscription-state.ts';
import type { SubscriptionRow } from './tables.ts';

/** The next charge of the present term; null where all of it is charged, or the subscription has ended. */
export function nextChargeOf(row: SubscriptionRow, now: Temporal.Instant) {
  const [next] = remainingCharges(subscriptionState(row, undefined), now);
  return next ? { on: next.on.toString(), net: moneyWire(next.line.net) } : null;
}

/** The net sum of the remaining charges of the present term; null where there are none. */
export function remainingNet(state: SubscriptionState, now: Temporal.Instant) {
  const nets = remainingCharges(state, now).map(({ line }) => line.net);
  return nets.length === 0 ? null : moneyWire(sum(nets, state.unitPricePerCycle.currency));
}

/** The charges of the present term after today. */
export function remainingCharges(state: SubscriptionState, now: Temporal.Instant): UpcomingCharge[] {
  const { endsBefore } = state.term;
  return upcomingCharges(state, { startsOn: utcDate(now).add({ days: 1 }), endsBefore }, {}, now);
}
