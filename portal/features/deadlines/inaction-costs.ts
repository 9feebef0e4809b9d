import {
  calculateChangeQuote,
  endOfTermChoices,
  type Money,
  type QuotePrices,
  type SubscriptionState,
} from '@licence-portal/nce';
import { negate, sum } from '@licence-portal/nce/money';
import {
  listNextTermPrices,
  remainingCharges,
  type SubscriptionRow,
  subscriptionState,
} from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Deadline } from './rules.ts';

/**
 * The net cost of doing nothing, of each deadline in their order: for a window the sum that cancelling or returning the
 * seats would still save, for a renewal the whole next term, for an extension its first month. Undefined where there is
 * none, or the price is not known. The price list is read once for each account.
 */
export async function inactionCosts(
  tx: Tx,
  deadlines: readonly Readonly<{ row: SubscriptionRow; deadline: Pick<Deadline, 'kind' | 'seatCount'> }>[],
  now: Temporal.Instant,
): Promise<(Money | undefined)[]> {
  const queries = deadlines.map(({ row, deadline: { kind, seatCount = 0 } }) => {
    const follows = followingOf(kind);
    return {
      kind,
      seatCount,
      accountId: row.accountId,
      offerId: row.offerId,
      state: subscriptionState(row, undefined),
      following: follows ? [follows] : [],
    };
  });
  const prices = await listNextTermPrices(tx, queries, now);
  return queries.map(({ state, kind, seatCount, following: [follows] }, index) => {
    if (follows !== undefined) return costOfFollowing(state, prices[index] ?? {}, follows);
    if (kind === 'seatsReturnable') return savedByReturning(state, seatCount, now);
    return kind === 'windowCloses' ? savedByCancelling(state, now) : undefined;
  });
}

function followingOf(kind: Deadline['kind']): 'renews' | 'extendsMonthly' | undefined {
  switch (kind) {
    case 'renews':
    case 'trialBecomesPaid':
      return 'renews';
    case 'extends':
    case 'extendsByChoice':
      return 'extendsMonthly';
    case 'windowCloses':
    case 'seatsReturnable':
    case 'ends':
    case 'trialEnds':
    case 'differs':
      return undefined;
  }
}

/** The net refund of cancelling or returning the seats now; undefined where nothing is paid back. */
export function refundNow(
  row: SubscriptionRow,
  { kind, seatCount = 0 }: Pick<Deadline, 'kind' | 'seatCount'>,
  now: Temporal.Instant,
): Money | undefined {
  if (kind !== 'windowCloses' && kind !== 'seatsReturnable') return undefined;
  const state = subscriptionState(row, undefined);
  const change =
    kind === 'windowCloses'
      ? ({ kind: 'cancelNow' } as const)
      : ({ kind: 'seats', seatCount: state.seatCount - seatCount } as const);
  const quote = calculateChangeQuote(state, change, {}, now);
  if (!quote.possible) return undefined;
  const nets = quote.today.map(({ net }) => negate(net));
  const refund = sum(nets, state.unitPricePerCycle.currency);
  return refund.amount.greaterThan(0) ? refund : undefined;
}

/** The sum that cancelling now would save: the refund, and the remaining charges of this term. */
function savedByCancelling(state: SubscriptionState, now: Temporal.Instant): Money | undefined {
  const quote = calculateChangeQuote(state, { kind: 'cancelNow' }, {}, now);
  if (!quote.possible) return undefined;
  const saved = [
    ...remainingCharges(state, now).map(({ line }) => line.net),
    ...quote.today.map(({ net }) => negate(net)),
  ];
  return sum(saved, state.unitPricePerCycle.currency);
}

/** The sum that returning these seats now would save: their refund, and their charges until the term ends. */
function savedByReturning(state: SubscriptionState, seatCount: number, now: Temporal.Instant): Money | undefined {
  const change = { kind: 'seats', seatCount: state.seatCount - seatCount } as const;
  const quote = calculateChangeQuote(state, change, {}, now);
  if (!quote.possible) return undefined;
  return negate(
    sum(
      quote.untilTermEnd.map(({ net }) => net),
      state.unitPricePerCycle.currency,
    ),
  );
}

/** All charges of the next term, or of the first month of the extension month to month. */
function costOfFollowing(
  state: SubscriptionState,
  prices: QuotePrices,
  outcome: 'renews' | 'extendsMonthly',
): Money | undefined {
  const choice = endOfTermChoices(state, prices).find((one) => one.outcome === outcome);
  return choice && choice.outcome !== 'ends' ? choice.offer?.commitment.net : undefined;
}
