import {
  calculateChangeQuote,
  endOfTermChoices,
  type Money,
  negate,
  type QuotePrices,
  type SubscriptionState,
  sum,
} from '@licence-portal/nce';
import { asc, inArray } from 'drizzle-orm';
import { z } from 'zod';
import {
  listNextTermPrices,
  remainingCharges,
  type SubscriptionRow,
  subscription,
  subscriptionState,
} from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { DEADLINE_KINDS, type Deadline, type DeadlineKind, deadlinesOf } from './rules.ts';
import { runningOf } from './running-subscription.ts';

/** More than a person reads at once; the list of subscriptions has the rest. */
const SHOWN_MAX = 50;

const ShownDeadline = z.object({
  kind: z.enum(DEADLINE_KINDS),
  needsDecision: z.boolean(),
  subscriptionId: idOf('subscription'),
  name: z.string(),
  seatCount: z.number().int(),
  /** The last moment at which something can still be decided. */
  at: InstantText,
  /** The last day of what runs now. */
  endsOn: DateText,
  /**
   * What doing nothing costs, net: for a window what cancelling would still save, for a renewal the whole next
   * term, for an extension its first month; null where it costs nothing or the price is not known.
   */
  cost: MoneyWire.nullable(),
});

/** What needs a decision, and what is coming: windows that close, terms that end, trials, what the vendor did otherwise. */
export const listDeadlines = operation({
  name: 'deadlines.list',
  kind: 'read',
  permission: 'deadlines.read',
  input: z.object({}),
  output: z.object({ deadlines: z.array(ShownDeadline) }),
  async run({ tx, clock }) {
    const now = clock.now();
    const running = await tx
      .select()
      .from(subscription)
      .where(inArray(subscription.status, ['active', 'suspended']))
      .orderBy(asc(subscription.endsBefore));
    const found = running.flatMap((row) => deadlinesOf(runningOf(row), now).map((deadline) => ({ row, deadline })));
    const shown = found.sort(byUrgency).slice(0, SHOWN_MAX);
    const costs = await costsOf(tx, shown, now);
    const deadlines = shown.map(({ row, deadline }, index) => {
      const cost = costs[index];
      return {
        kind: deadline.kind,
        needsDecision: deadline.needsDecision,
        subscriptionId: row.id,
        name: row.name,
        seatCount: row.seatCount,
        at: deadline.at.toString(),
        endsOn: row.endsBefore.subtract({ days: 1 }).toString(),
        cost: cost ? moneyWire(cost) : null,
      };
    });
    return { deadlines };
  },
});

type Found = Readonly<{ row: SubscriptionRow; deadline: Deadline }>;

function byUrgency(left: Found, right: Found): number {
  if (left.deadline.needsDecision !== right.deadline.needsDecision) return left.deadline.needsDecision ? -1 : 1;
  return Temporal.Instant.compare(left.deadline.at, right.deadline.at);
}

/** What doing nothing costs, net, of each deadline, in their order. The price list is read once for all. */
export async function costsOf(
  tx: Tx,
  found: readonly Readonly<{ row: SubscriptionRow; deadline: Pick<Deadline, 'kind'> }>[],
  now: Temporal.Instant,
): Promise<(Money | undefined)[]> {
  const asked = found.map(({ row, deadline: { kind } }) => {
    const follows = followingOf(kind);
    return {
      kind,
      accountId: row.accountId,
      offerId: row.offerId,
      state: subscriptionState(row, undefined),
      following: follows ? [follows] : [],
    };
  });
  const prices = await listNextTermPrices(tx, asked, now);
  return asked.map(({ state, kind, following: [follows] }, index) => {
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

/** What cancelling now would save: the refund, and the charge cycles of this term that are still to come. */
function savedByCancelling(state: SubscriptionState, now: Temporal.Instant): Money | undefined {
  const quote = calculateChangeQuote(state, { kind: 'cancelNow' }, {}, now);
  if (!quote.possible) return undefined;
  const saved = [
    ...remainingCharges(state, now).map(({ line }) => line.net),
    ...quote.today.map(({ net }) => negate(net)),
  ];
  return sum(saved, state.unitPricePerCycle.currency);
}

/** All charges of the next term, or of the first month of what goes on month by month. */
function costOfFollowing(
  state: SubscriptionState,
  prices: QuotePrices,
  outcome: 'renews' | 'extendsMonthly',
): Money | undefined {
  const choice = endOfTermChoices(state, prices).find((one) => one.outcome === outcome);
  return choice && choice.outcome !== 'ends' ? choice.offer?.commitment.net : undefined;
}
