import { add, type Money } from './money.ts';
import type { QuotePrices } from './quote.ts';
import { REFUND_WINDOW, seatBatches, windowsOpenedAt, withoutSeats } from './seat-ledger.ts';
import type { NextTermInstructions, ScheduledAction, SubscriptionState } from './subscription.ts';
import type { RenewalChoice, SubscriptionChange } from './subscription-change.ts';
import { type BillingCycle, type Term, type TermDuration, termStarting } from './terms.ts';
import { utcDate } from './time.ts';
import { countSeats } from './windows.ts';

/**
 * The subscription as it should read back once Microsoft has made the change. It does not ask whether the change is
 * possible: `calculateChangeQuote` does.
 *
 * @param netToday  what the change charges at once; negative where it refunds
 * @param prices  the window of added seats, and the price of what a change leads to; without one, the present stays
 */
export function subscriptionAfter(
  subscription: SubscriptionState,
  change: SubscriptionChange,
  at: Temporal.Instant,
  netToday: Money,
  prices: QuotePrices = {},
): SubscriptionState {
  const paidThisCycle = subscription.paidThisCycle && add(subscription.paidThisCycle, netToday);
  const unitPricePerCycle = prices.changedUnitPricePerCycle ?? subscription.unitPricePerCycle;
  switch (change.kind) {
    case 'seats':
      return {
        ...withoutScheduledChange(subscription),
        seatCount: change.seatCount,
        refundable: batchesAfter(subscription, change.seatCount, at, prices.refundWindow),
        paidThisCycle,
      };
    case 'cancelNow':
      return { ...gone(subscription), paidThisCycle };
    case 'renewal':
      return afterRenewalChoice(subscription, change.outcome, change.seatCountAtRenewal);
    case 'nextTerm':
      return withNextTerm(subscription, change.instructions);
    case 'billing':
      return { ...subscription, nextCharge: { billingCycle: change.billingCycle, unitPricePerCycle } };
    case 'longerTerm':
      return { ...movedTo(subscription, change, at, unitPricePerCycle), paidThisCycle };
    case 'upgrade':
      return { ...afterUpgrade(subscription, change, at, unitPricePerCycle), paidThisCycle };
    case 'convertTrial':
      return afterConversion(subscription, change, at, paidThisCycle, prices);
  }
}

/**
 * The other subscription of a change: the one that takes the seats of a partial upgrade, or that a trial or an upgrade goes
 * into. Undefined where the seats stay in the same one.
 *
 * Guess: which of the moved seats can still go back, Microsoft must tell.
 *
 * @param netToday  what the change charges it at once
 * @source Partner Center, "Transition a new commerce subscription": it has no window of its own and inherits that of the one it comes from
 */
export function targetSubscriptionAfter(
  subscription: SubscriptionState,
  change: SubscriptionChange,
  at: Temporal.Instant,
  netToday: Money,
  { changedUnitPricePerCycle }: QuotePrices = {},
): SubscriptionState | undefined {
  if (change.kind !== 'upgrade' && change.kind !== 'convertTrial') return undefined;
  const { into } = change.to;
  if (into) {
    return {
      ...withoutScheduledChange(into),
      seatCount: into.seatCount + change.seatCount,
      paidThisCycle: into.paidThisCycle && add(into.paidThisCycle, netToday),
    };
  }
  if (change.kind === 'convertTrial' || change.seatCount === subscription.seatCount) return undefined;
  const unitPricePerCycle = changedUnitPricePerCycle ?? subscription.unitPricePerCycle;
  return {
    ...movedTo(subscription, change.to, at, unitPricePerCycle),
    seatCount: change.seatCount,
    refundable: 'unknown',
    paidThisCycle: netToday,
  };
}

/**
 * The term that seats move to: the present one where it is as long and billed as often, else a new one from the day of the
 * change.
 *
 * Guess: a longer term or other billing begins anew, as a purchase does; the documents name what can follow, not its days.
 *
 * @source Partner Center, "Common billing scenarios", upgrades: both lines end with the present charge cycle
 */
function targetTerm(
  { term, termDuration, billingCycle }: Pick<SubscriptionState, 'term' | 'termDuration' | 'billingCycle'>,
  target: Pick<SubscriptionState, 'termDuration' | 'billingCycle'>,
  at: Temporal.Instant,
): Term {
  const isAlike = target.termDuration === termDuration && target.billingCycle === billingCycle;
  return isAlike ? term : termStarting(utcDate(at), target.termDuration);
}

function afterUpgrade(
  subscription: SubscriptionState,
  { seatCount, to }: SubscriptionChange & { kind: 'upgrade' },
  at: Temporal.Instant,
  unitPricePerCycle: Money,
): SubscriptionState {
  const left = subscription.seatCount - seatCount;
  if (left > 0) {
    return {
      ...withoutPlans(subscription),
      seatCount: left,
      refundable: batchesLeft(subscription, left, at),
    };
  }
  return to.into ? gone(subscription) : movedTo(subscription, to, at, unitPricePerCycle);
}

/** Paid at once, it is as if just bought: all seats can go back for the days of a purchase. */
function afterConversion(
  subscription: SubscriptionState,
  { seatCount, to, when }: SubscriptionChange & { kind: 'convertTrial' },
  at: Temporal.Instant,
  paidThisCycle: Money | undefined,
  { changedUnitPricePerCycle: unitPricePerCycle = subscription.unitPricePerCycle, refundWindow }: QuotePrices,
): SubscriptionState {
  const { termDuration, billingCycle, productId, skuId } = to;
  if (when === 'atTermEnd')
    return withNextTerm(subscription, { seatCount, termDuration, billingCycle, productId, skuId });
  if (to.into) return { ...gone(subscription), paidThisCycle };
  return {
    ...movedTo(subscription, to, at, unitPricePerCycle),
    ...windowsOpenedAt(at, { window: refundWindow }),
    term: termStarting(utcDate(at), termDuration),
    isTrial: false,
    seatCount,
    purchasedOrRenewedAt: at,
    refundable: seatBatches([{ kind: 'purchase', seatCount, at }], refundWindow),
    paidThisCycle,
  };
}

/** The same subscription in another plan. Its windows stay what they were: a change opens none. */
function movedTo(
  subscription: SubscriptionState,
  { termDuration, billingCycle }: Readonly<{ termDuration: TermDuration; billingCycle: BillingCycle }>,
  at: Temporal.Instant,
  unitPricePerCycle: Money,
): SubscriptionState {
  const term = targetTerm(subscription, { termDuration, billingCycle }, at);
  const isExtendedServiceTerm = subscription.isExtendedServiceTerm && term === subscription.term;
  const plan = { term, termDuration, billingCycle, unitPricePerCycle, nextCharge: undefined, isExtendedServiceTerm };
  return { ...withoutPlans(subscription), ...plan };
}

function gone(subscription: SubscriptionState): SubscriptionState {
  return { ...withoutScheduledChange(subscription), status: 'deleted', seatCount: 0, refundable: [] };
}

/** Planned for the term's end in place of all that was. */
function withNextTerm(subscription: SubscriptionState, instructions: NextTermInstructions): SubscriptionState {
  const isPlanned = Object.values(instructions).some((part) => part !== undefined);
  return {
    ...subscription,
    scheduledNextTerm: isPlanned ? instructions : undefined,
    scheduledActions: subscription.scheduledActions.filter((action) => action.scheduleType !== 'TermEnd'),
  };
}

/** Microsoft deletes what was planned for the next term; a plain end or extension stays. */
function withoutScheduledChange(subscription: SubscriptionState): SubscriptionState {
  const isPlainChoice = (action: ScheduledAction) => action.instructions === undefined;
  return {
    ...subscription,
    scheduledNextTerm: undefined,
    scheduledActions: subscription.scheduledActions.filter(isPlainChoice),
  };
}

/**
 * Guess: what moves elsewhere takes all plans with it, an end of the term too. It is the careful reading: who counts on an end
 * that Microsoft has deleted pays on.
 */
function withoutPlans(subscription: SubscriptionState): SubscriptionState {
  return { ...subscription, scheduledNextTerm: undefined, scheduledActions: [] };
}

/**
 * No more can go back than there are. Microsoft lists only seats that can, so its batches may be fewer than all.
 *
 * Guess: of seats that move elsewhere, those go first that Microsoft does not list.
 */
function batchesLeft(
  { refundable }: SubscriptionState,
  seatCount: number,
  at: Temporal.Instant,
): SubscriptionState['refundable'] {
  if (refundable === 'unknown') return 'unknown';
  const surplus = countSeats(refundable) - seatCount;
  return surplus > 0 ? withoutSeats(refundable, surplus, at) : refundable;
}

function batchesAfter(
  { seatCount, refundable }: SubscriptionState,
  seatCountAfter: number,
  at: Temporal.Instant,
  refundWindow = REFUND_WINDOW,
): SubscriptionState['refundable'] {
  if (refundable === 'unknown') return 'unknown';
  if (seatCountAfter < seatCount) return withoutSeats(refundable, seatCount - seatCountAfter, at);
  return [...refundable, { seatCount: seatCountAfter - seatCount, refundableUntil: at.add(refundWindow), addedAt: at }];
}

/**
 * Renewing is `autoRenewEnabled` alone, with instructions where the seats differ; the other two are auto-renew off with
 * an explicit action, because off alone means month by month.
 */
function afterRenewalChoice(
  subscription: SubscriptionState,
  outcome: RenewalChoice,
  seatCountAtRenewal: number | undefined,
): SubscriptionState {
  const elsewhen = subscription.scheduledActions.filter((action) => action.scheduleType !== 'TermEnd');
  if (outcome !== 'renews') {
    const actionType = outcome === 'ends' ? 'Cancel' : 'RenewToExtendedServiceTerm';
    return {
      ...subscription,
      autoRenewEnabled: false,
      scheduledNextTerm: undefined,
      scheduledActions: [...elsewhen, { scheduleType: 'TermEnd', actionType }],
    };
  }
  const seatCount = seatCountAtRenewal ?? subscription.scheduledNextTerm?.seatCount;
  return withNextTerm({ ...subscription, autoRenewEnabled: true }, { ...subscription.scheduledNextTerm, seatCount });
}
