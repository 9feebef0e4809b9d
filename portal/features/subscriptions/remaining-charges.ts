import type { SubscriptionState } from '@licence-portal/nce';
import { sum, type UpcomingCharge, upcomingCharges, utcDate } from '@licence-portal/nce';
import { moneyWire } from '#platform/wire.ts';
import { subscriptionState } from './subscription-state.ts';
import type { SubscriptionRow } from './tables.ts';

/** The next charge of the present term, for lists; null where all of it is charged, or nothing runs. */
export function nextChargeOf(row: SubscriptionRow, now: Temporal.Instant) {
  const [next] = chargesLeft(subscriptionState(row, undefined), now);
  return next ? { on: next.on.toString(), net: moneyWire(next.line.net) } : null;
}

/** Net of all charges of the present term that are still to come; null where there are none. */
export function leftToPay(state: SubscriptionState, now: Temporal.Instant) {
  const nets = chargesLeft(state, now).map(({ line }) => line.net);
  return nets.length === 0 ? null : moneyWire(sum(nets, state.unitPricePerCycle.currency));
}

/** The charges of the present term that come after today. */
export function chargesLeft(state: SubscriptionState, now: Temporal.Instant): UpcomingCharge[] {
  const { endsBefore } = state.term;
  return upcomingCharges(state, { startsOn: utcDate(now).add({ days: 1 }), endsBefore }, {}, now);
}
