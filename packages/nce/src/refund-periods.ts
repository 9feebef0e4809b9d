import { add, compare, type Money } from './money.ts';
import { refundedBy, refundsOfCancellation, refundsOfRemainingDays } from './refunds.ts';
import type { SubscriptionState } from './subscription.ts';
import { contains, cyclesOf, monthsInCycle } from './terms.ts';
import { isInstantBefore, startOfUtcDay, utcDate } from './time.ts';
import { answerCancellation, answerReduction } from './windows.ts';

/** The whole subscription, or some of its seats. */
export type TakenBack = Readonly<{ kind: 'cancelNow' }> | Readonly<{ kind: 'seats'; seatCount: number }>;

/** A time in which taking something back refunds the same amount. */
export type RefundPeriod = Readonly<{
  from: Temporal.Instant;
  /** Exclusive. */
  until: Temporal.Instant;
  /** Net, positive, each line rounded half up to the cent; zero where nothing was paid. */
  refund: Money;
}>;

/** Until when a change can be taken back, and for how much. */
export type Undo = Readonly<{
  until: Temporal.Instant;
  refund: Money;
  /** The first one begins with the change, the last one ends with the window; see `refundPeriods`. */
  periods: readonly RefundPeriod[];
}>;

/**
 * The refund of taking something back now and at every later time at which it is still allowed, in order and without
 * gap: everything paid as long as Microsoft offers it, then less with each UTC day. Every sentence that promises a
 * refund is made from these periods.
 *
 * @returns an empty list when it cannot be taken back now, and for a billing cycle that the rules do not know
 */
export function refundPeriods(
  subscription: SubscriptionState,
  takenBack: TakenBack,
  now: Temporal.Instant,
): RefundPeriod[] {
  const { term, unitPricePerCycle } = subscription;
  const termEnd = startOfUtcDay(term.endsBefore);
  const closesAt = closingOf(subscription, takenBack, now);
  const cycles = monthsInCycle(subscription.billingCycle) === undefined ? [] : cyclesOf(subscription);
  const cycleAt = (on: Temporal.PlainDate) => cycles.find((cycle) => contains(cycle, on));
  const cycleEnd = cycleAt(utcDate(now))?.endsBefore;
  if (!closesAt || !cycleEnd) return [];

  const until = isInstantBefore(termEnd, closesAt) ? termEnd : closesAt;
  const periods: RefundPeriod[] = [];
  for (let from = now; isInstantBefore(from, until); ) {
    // What was paid is known for the charge cycle of today only.
    const paidThisCycle = isInstantBefore(from, startOfUtcDay(cycleEnd)) ? subscription.paidThisCycle : undefined;
    const today = utcDate(from);
    const current = cycleAt(today);
    if (!current) break;
    const moment = { at: from, today, current };
    const paid = { ...subscription, paidThisCycle };
    const lines =
      takenBack.kind === 'cancelNow'
        ? refundsOfCancellation(paid, moment)
        : refundsOfRemainingDays(paid, { reason: 'seatsRemoved', seatCount: takenBack.seatCount }, moment);
    const end = nextChange(subscription, from, until);
    addPeriod(periods, { from, until: end, refund: refundedBy(lines, unitPricePerCycle.currency) });
    from = end;
  }
  return periods;
}

function closingOf(
  subscription: SubscriptionState,
  takenBack: TakenBack,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  if (takenBack.kind === 'cancelNow') {
    const answer = answerCancellation(subscription, now);
    return answer.allowed ? answer.cancellableUntil : undefined;
  }
  const answer = answerReduction(subscription.refundable, takenBack.seatCount, now);
  return answer.allowed ? answer.refundableUntil : undefined;
}

/** The end of the UTC day, of the full refund or of the window, whichever is first. */
function nextChange(
  { refundOptions }: SubscriptionState,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Temporal.Instant {
  const ends = refundOptions.flatMap(({ expiresAt }) => expiresAt ?? []).filter((end) => isInstantBefore(from, end));
  const nextDay = startOfUtcDay(utcDate(from).add({ days: 1 }));
  return [nextDay, until, ...ends].reduce((first, next) => (isInstantBefore(next, first) ? next : first));
}

function addPeriod(periods: RefundPeriod[], next: RefundPeriod): void {
  const last = periods.at(-1);
  if (last && compare(last.refund, next.refund) === 0) periods.splice(-1, 1, { ...last, until: next.until });
  else periods.push(next);
}

/**
 * The refund of taking several things back together, as long as all of them can be taken back.
 *
 * @param each  periods of each thing, from the same instant on, in one currency
 */
export function sumRefundPeriods(each: readonly (readonly RefundPeriod[])[]): RefundPeriod[] {
  const [first, ...others] = each;
  if (!first) return [];
  return others.reduce<RefundPeriod[]>(
    (together, periods) =>
      together.flatMap((one) =>
        periods
          .map((other) => ({
            from: isInstantBefore(one.from, other.from) ? other.from : one.from,
            until: isInstantBefore(one.until, other.until) ? one.until : other.until,
            refund: add(one.refund, other.refund),
          }))
          .filter(({ from, until }) => isInstantBefore(from, until)),
      ),
    [...first],
  );
}

/** @param periods  of what the change can be taken back with; empty when it cannot */
export function undoOf(periods: readonly RefundPeriod[]): Undo | 'never' {
  const [first, last] = [periods.at(0), periods.at(-1)];
  return first && last ? { until: last.until, refund: first.refund, periods } : 'never';
}
