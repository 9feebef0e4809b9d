import {
  type Money,
  money,
  type QuotePrices,
  renewalPlan,
  type SubscriptionState,
  upcomingCharges,
  utcDate,
} from '@licence-portal/nce';
import { add, zero } from '@licence-portal/nce/money';
import type { Spend } from '../read-spend.ts';

/** The part of the spend that is computed here: its months, not its products. */
export type SpendByMonth = Pick<Spend, 'thisMonth' | 'months'>;
/** Money charged (or refunded, then negative) on a day of the past, net. */
export type PastCharge = Readonly<{ net: Money }>;
export type HeldSubscription = Readonly<{
  state: SubscriptionState;
  /** Prices of the term that follows the present one. */
  prices: QuotePrices;
  /** When the vendor's answer was read. */
  readAt: Temporal.Instant;
  /** Cycles that begin before this day are in the ledger. */
  chargedUntil: Temporal.PlainDate;
}>;

const MONTHS_AHEAD = 12;

/**
 * The spend of an account from its subscriptions themselves, one by one: what the sums over stored forecasts must be
 * equal to. Forecasts at the prices and seats of today; what has begun is taken from the ledger.
 *
 * @param charged  charges and refunds of this month
 */
export function spendOf(
  held: readonly HeldSubscription[],
  charged: readonly PastCharge[],
  now: Temporal.Instant,
  currency: string,
): SpendByMonth {
  const first = utcDate(now).toPlainYearMonth();
  const months = Array.from({ length: MONTHS_AHEAD + 1 }, (_, ahead) => first.add({ months: ahead }));
  const nets = new Map(months.map((month) => [month.toString(), zero(currency)]));
  const addTo = (month: Temporal.PlainYearMonth, net: Money) => {
    const before = nets.get(month.toString());
    if (before && net.currency === currency) nets.set(month.toString(), add(before, net));
  };

  for (const charge of charged) addTo(first, charge.net);
  const period = {
    startsOn: first.toPlainDate({ day: 1 }),
    endsBefore: first.add({ months: MONTHS_AHEAD + 1 }).toPlainDate({ day: 1 }),
  };
  for (const { state, prices, readAt, chargedUntil } of held) {
    for (const { on, line } of upcomingCharges(state, period, prices, readAt)) {
      if (Temporal.PlainDate.compare(on, chargedUntil) >= 0) addTo(on.toPlainYearMonth(), line.net);
    }
  }
  const [, ...following] = months;
  return {
    thisMonth: nets.get(first.toString()) ?? zero(currency),
    months: following.map((month) => ({ month, net: nets.get(month.toString()) ?? zero(currency) })),
  };
}

export function pastCharge({ net, currency }: Readonly<{ net: Money['amount']; currency: string }>): PastCharge {
  return { net: money(net, currency) };
}

/** A plan that the price list no longer has continues at its present price, if the next term is to be the same. */
export function presentPrice(state: SubscriptionState): Money | undefined {
  const plan = renewalPlan(state);
  const isSame = plan?.termDuration === state.termDuration && plan.billingCycle === state.billingCycle;
  return isSame && !state.isTrial ? state.unitPricePerCycle : undefined;
}
