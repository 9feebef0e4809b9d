import type { SubscriptionState } from '@licence-portal/nce';
import { add, type Money, money, utcDate, zero } from '@licence-portal/nce';
import { chargesAhead } from '#features/subscriptions/subscriptions.ts';

/** Money charged (or refunded, then negative) on a day of the past, net. */
export type PastCharge = Readonly<{
  subscriptionId: string | null;
  code: string;
  cycleStartsOn: Temporal.PlainDate;
  net: Money;
}>;
export type HeldSubscription = Readonly<{ subscriptionId: string; state: SubscriptionState }>;

/** What the account spends, net: this month with what is still to come in it, and the twelve months after. */
export type Spend = Readonly<{
  thisMonth: Money;
  months: readonly Readonly<{ month: Temporal.PlainYearMonth; net: Money }>[];
}>;

const MONTHS_AHEAD = 12;

/**
 * Foretells with today's prices and seats. Cycles that an order began are taken from the ledger, with their changes; the
 * cycles after them are counted.
 *
 * @param charged  of this month
 */
export function spendOf(
  held: readonly HeldSubscription[],
  charged: readonly PastCharge[],
  now: Temporal.Instant,
  currency: string,
): Spend {
  const first = utcDate(now).toPlainYearMonth();
  const months = Array.from({ length: MONTHS_AHEAD + 1 }, (_, ahead) => first.add({ months: ahead }));
  const nets = new Map(months.map((month) => [month.toString(), zero(currency)]));
  const addTo = (month: Temporal.PlainYearMonth, net: Money) => {
    const before = nets.get(month.toString());
    if (before && net.currency === currency) nets.set(month.toString(), add(before, net));
  };

  for (const charge of charged) addTo(first, charge.net);
  const period = {
    after: first.toPlainDate({ day: 1 }).subtract({ days: 1 }),
    before: first.add({ months: MONTHS_AHEAD + 1 }).toPlainDate({ day: 1 }),
  };
  const begun = new Set(
    charged.filter(({ code }) => code === 'purchase').map((one) => cycleKey(one.subscriptionId, one.cycleStartsOn)),
  );
  for (const { subscriptionId, state } of held) {
    for (const { on, net } of chargesAhead(state, period)) {
      if (!begun.has(cycleKey(subscriptionId, on))) addTo(on.toPlainYearMonth(), net);
    }
  }
  const [, ...following] = months;
  return {
    thisMonth: nets.get(first.toString()) ?? zero(currency),
    months: following.map((month) => ({ month, net: nets.get(month.toString()) ?? zero(currency) })),
  };
}

function cycleKey(subscriptionId: string | null, startsOn: Temporal.PlainDate): string {
  return `${subscriptionId} ${startsOn}`;
}

export function pastCharge(row: {
  subscriptionId: string | null;
  code: string;
  cycleStartsOn: Temporal.PlainDate;
  net: Money['amount'];
  currency: string;
}): PastCharge {
  const { subscriptionId, code, cycleStartsOn } = row;
  return { subscriptionId, code, cycleStartsOn, net: money(row.net, row.currency) };
}
