import { endOfTerm } from './end-of-term.ts';
import { multiply } from './money.ts';
import type { SubscriptionSummary } from './quote.ts';
import { roundLineHalfUp } from './rounding.ts';
import type { SubscriptionState } from './subscription.ts';

export function summaryOf(subscription: SubscriptionState): SubscriptionSummary {
  const { seatCount, unitPricePerCycle, term } = subscription;
  const netPerCycle = roundLineHalfUp(multiply(unitPricePerCycle, seatCount));
  return { seatCount, unitPricePerCycle, netPerCycle, term, endOfTerm: endOfTerm(subscription) };
}
