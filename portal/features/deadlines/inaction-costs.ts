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
import type { Deadline, DeadlineKind } from './rules.ts';

/**
 * The net cost of doing nothing, of each deadline in their order: for a window the sum that cancelling would still
 * save, for a renewal the whole next term, for an extension its first month. Undefined where there is none, or the
 * price is not known. The price list is read once for each account.
 */
export async function inactionCosts(
  tx: Tx,
  deadlines: readonly Readonly<{ row: SubscriptionRow; deadline: Pick<Deadline, 'kind'> }>[],
  now: Temporal.Instant,
): Promise<(Money | undefined)[]> {
  const queries = deadlines.map(({ row, deadline: { kind } }) => {
    const follows = followingOf(kind);
    return {
      kind,
      accountId: row.accountId,
      offerId: row.offerId,
      state: subscriptionState(row, undefined),
      following: follows ? [follows] : [],
    };
  });
  const prices = await listNextTermPrices(tx, queries, now);
  return queries.map(({ state, kind, following: [follows] }, index) => {
    if (follows !== undefined) return costOfFollowing(state, prices[index] ?? {}, follows);
    return kind === 'windowCloses' ? savedByCancelling(state, now) : undefined;
  });
}

function followingOf(kind: DeadlineKind): 'renews' | 'extendsMonthly' | undefined {
  switch (kind) {
    case 'renews':
    case 'trialBecomesPaid':
      return 'renews';
    case 'extends':
    case 'extendsByChoice':
      return 'extendsMonthly';
    case 'windowCloses':
    case 'ends':
    case 'trialEnds':
    case 'differs':
      return undefined;
  }
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

/** All charges of the next term, or of the first month of the extension month to month. */
function costOfFollowing(
  state: SubscriptionState,
  prices: QuotePrices,
  outcome: 'renews' | 'extendsMonthly',
): Money | undefined {
  const choice = endOfTermChoices(state, prices).find((one) => one.outcome === outcome);
  return choice && choice.outcome !== 'ends' ? choice.offer?.commitment.net : undefined;
}
