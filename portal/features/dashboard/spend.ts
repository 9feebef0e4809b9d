import {
  type Money,
  money,
  type QuotePrices,
  type SubscriptionState,
  type UpcomingCharge,
  upcomingCharges,
  utcDate,
} from '@licence-portal/nce';
import { customerCharge } from '@licence-portal/nce/internals';
import { add, zero } from '@licence-portal/nce/money';

/** Money charged (or refunded, then negative) on a day of the past, net. */
export type PastCharge = Readonly<{
  subscriptionId: string | null;
  code: string;
  seatCount: number;
  cycleStartsOn: Temporal.PlainDate;
  net: Money;
}>;
export type HeldSubscription = Readonly<{
  subscriptionId: string;
  state: SubscriptionState;
  /** Prices of the term that follows the present one. */
  prices: QuotePrices;
}>;

/** Spend of the account, net: this month including its expected charges, and the twelve months after it. */
export type Spend = Readonly<{
  thisMonth: Money;
  months: readonly Readonly<{ month: Temporal.PlainYearMonth; net: Money }>[];
}>;

const MONTHS_AHEAD = 12;

/**
 * Forecasts at the prices and seats of today. Cycles that an order began are taken from the ledger, with their changes;
 * the
 * cycles after them are computed.
 *
 * @param charged  charges and refunds of this month
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
    startsOn: first.toPlainDate({ day: 1 }),
    endsBefore: first.add({ months: MONTHS_AHEAD + 1 }).toPlainDate({ day: 1 }),
  };
  for (const { state, prices, ...one } of held) {
    const own = charged.filter(({ subscriptionId }) => subscriptionId === one.subscriptionId);
    for (const charge of upcomingCharges(state, period, prices, now)) {
      const hasBegun = Temporal.PlainDate.compare(charge.on, utcDate(now)) <= 0;
      const net = hasBegun ? netOfBegun(charge, own) : charge.line.net;
      if (net) addTo(charge.on.toPlainYearMonth(), net);
    }
  }
  const [, ...following] = months;
  return {
    thisMonth: nets.get(first.toString()) ?? zero(currency),
    months: following.map((month) => ({ month, net: nets.get(month.toString()) ?? zero(currency) })),
  };
}

/**
 * The charge of a cycle of this month that began by itself, for the seats of its first day: later changes are in the
 * ledger.
 * Undefined where an order began the cycle, which the ledger has whole.
 */
function netOfBegun({ on, line }: UpcomingCharge, charged: readonly PastCharge[]) {
  const since = charged.filter(({ cycleStartsOn }) => cycleStartsOn.equals(on));
  if (since.some(({ code }) => code === 'purchase')) return undefined;
  const seatCount = since.reduce((seats, change) => seats - seatsChangedBy(change), line.seatCount);
  return customerCharge({ ...line, seatCount });
}

function seatsChangedBy({ code, seatCount }: PastCharge): number {
  switch (code) {
    case 'seatsAdded':
      return seatCount;
    case 'seatsRemoved':
      return -seatCount;
    default:
      return 0;
  }
}

export function pastCharge(row: {
  subscriptionId: string | null;
  code: string;
  seatCount: number;
  cycleStartsOn: Temporal.PlainDate;
  net: Money['amount'];
  currency: string;
}): PastCharge {
  const { subscriptionId, code, seatCount, cycleStartsOn } = row;
  return { subscriptionId, code, seatCount, cycleStartsOn, net: money(row.net, row.currency) };
}
