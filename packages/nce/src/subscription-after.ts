import { windowsOpenedAt } from './cancellation-policy.ts';
import { add, type Money } from './money.ts';
import type { QuotePrices } from './quote.ts';
import { seatBatches, withoutSeats } from './seat-ledger.ts';
import type { NextTermInstructions, ScheduledAction, SubscriptionState } from './subscription.ts';
import type { RenewalChoice, SubscriptionChange } from './subscription-change.ts';
import { type BillingCycle, type Term, type TermDuration, termStarting } from './terms.ts';
import { utcDate } from './time.ts';
import { countSeats } from './windows.ts';

/**
 * The subscription as Microsoft should return it after the change. Whether the change is allowed is not checked here:
 * see `checkSubscriptionChange`.
 *
 * @param netToday  net amount that the change charges immediately; negative for a refund
 * @param prices  the unit price after the change; the current price when left out
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
        refundable: batchesAfter(subscription, change.seatCount, at),
        paidThisCycle,
      };
    case 'cancelNow':
      return { ...deletedSubscription(subscription), paidThisCycle };
    case 'renewal':
      return afterRenewalChoice(subscription, change.outcome, change.seatCountAtRenewal);
    case 'nextTerm':
      return withNextTerm(subscription, change.instructions);
    case 'billing':
      return { ...subscription, nextCharge: { billingCycle: change.billingCycle, unitPricePerCycle } };
    case 'longerTerm':
      return {
        ...movedTo(subscription, change, at, unitPricePerCycle),
        term: termStarting(utcDate(at), change.termDuration),
        isExtendedServiceTerm: false,
        seatCount: change.seatCount ?? subscription.seatCount,
        paidThisCycle,
      };
    case 'upgrade':
      return { ...afterUpgrade(subscription, change, at, unitPricePerCycle), paidThisCycle };
    case 'convertTrial':
      return afterConversion(subscription, change, at, paidThisCycle, prices);
  }
}

/**
 * The target subscription after a change: the one that receives the seats of a partial upgrade, or of a trial or an
 * upgrade that moves into an existing subscription. Undefined when the seats stay in the same subscription.
 *
 * Guess: nothing is known about which of the moved seats are still refundable until Microsoft reports it.
 *
 * @param netToday  net amount that the change charges to the target immediately
 * @source Partner Center, "Transition a new commerce subscription": a new target has no window of its own and inherits
 *   that of the source
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
 * The term of seats that have moved: the current term when its duration stays, whatever the billing cycle, because
 * transitions do not move renewal dates; otherwise a new term that starts on the day of the change.
 *
 * Guess: a longer term starts a new term, as a purchase does. The documents list the possible targets, not the dates of
 * their terms.
 *
 * @source Partner Center, "Create a new subscription"; "Align subscription end dates in new commerce"; "Common billing
 *   scenarios", upgrades: both lines end with the current charge cycle
 */
function targetTerm(
  { term, termDuration }: Pick<SubscriptionState, 'term' | 'termDuration'>,
  target: Readonly<{ termDuration: TermDuration }>,
  at: Temporal.Instant,
): Term {
  return target.termDuration === termDuration ? term : termStarting(utcDate(at), target.termDuration);
}

function afterUpgrade(
  subscription: SubscriptionState,
  { seatCount, to }: SubscriptionChange & { kind: 'upgrade' },
  at: Temporal.Instant,
  unitPricePerCycle: Money,
): SubscriptionState {
  const remaining = subscription.seatCount - seatCount;
  if (remaining > 0) {
    return {
      ...withoutScheduledActions(subscription),
      seatCount: remaining,
      refundable: remainingBatches(subscription, remaining, at),
    };
  }
  return to.into ? deletedSubscription(subscription) : movedTo(subscription, to, at, unitPricePerCycle);
}

/** A trial that is converted immediately counts as a new purchase: all its seats are refundable for the same window. */
function afterConversion(
  subscription: SubscriptionState,
  { seatCount, to, when }: SubscriptionChange & { kind: 'convertTrial' },
  at: Temporal.Instant,
  paidThisCycle: Money | undefined,
  { changedUnitPricePerCycle: unitPricePerCycle = subscription.unitPricePerCycle }: QuotePrices,
): SubscriptionState {
  const { termDuration, billingCycle, productId, skuId, policy = {} } = to;
  if (when === 'atTermEnd') {
    return withNextTerm(subscription, { seatCount, termDuration, billingCycle, productId, skuId });
  }
  if (to.into) return { ...deletedSubscription(subscription), paidThisCycle };
  return {
    ...movedTo(subscription, to, at, unitPricePerCycle),
    ...windowsOpenedAt(at, policy),
    policy,
    term: termStarting(utcDate(at), termDuration),
    isTrial: false,
    seatCount,
    purchasedOrRenewedAt: at,
    refundable: policy.seatReduction ? seatBatches([{ kind: 'purchase', seatCount, at }], policy.seatReduction) : [],
    paidThisCycle,
  };
}

/** The same subscription with another plan. Its windows stay as they were: the change opens no new ones. */
function movedTo(
  subscription: SubscriptionState,
  { termDuration, billingCycle }: Readonly<{ termDuration: TermDuration; billingCycle: BillingCycle }>,
  at: Temporal.Instant,
  unitPricePerCycle: Money,
): SubscriptionState {
  const term = targetTerm(subscription, { termDuration }, at);
  const isExtendedServiceTerm = subscription.isExtendedServiceTerm && term === subscription.term;
  const plan = { term, termDuration, billingCycle, unitPricePerCycle, nextCharge: undefined, isExtendedServiceTerm };
  return { ...withoutScheduledActions(subscription), ...plan };
}

function deletedSubscription(subscription: SubscriptionState): SubscriptionState {
  return { ...withoutScheduledChange(subscription), status: 'deleted', seatCount: 0, refundable: [] };
}

/** Replaces everything that was scheduled for the term's end. */
function withNextTerm(subscription: SubscriptionState, instructions: NextTermInstructions): SubscriptionState {
  const hasInstructions = Object.values(instructions).some((part) => part !== undefined);
  return {
    ...subscription,
    scheduledNextTerm: hasInstructions ? instructions : undefined,
    scheduledActions: subscription.scheduledActions.filter((action) => action.scheduleType !== 'TermEnd'),
  };
}

/** Microsoft deletes scheduled changes of the next term; a scheduled cancellation or extension stays. */
function withoutScheduledChange(subscription: SubscriptionState): SubscriptionState {
  const hasNoInstructions = (action: ScheduledAction) => action.instructions === undefined;
  return {
    ...subscription,
    scheduledNextTerm: undefined,
    scheduledActions: subscription.scheduledActions.filter(hasNoInstructions),
  };
}

/**
 * Guess: when seats move, Microsoft deletes everything scheduled, a cancellation at the term's end included. This is
 * the cautious reading: a customer who relies on a cancellation that Microsoft has deleted keeps paying.
 */
function withoutScheduledActions(subscription: SubscriptionState): SubscriptionState {
  return { ...subscription, scheduledNextTerm: undefined, scheduledActions: [] };
}

/**
 * The refundable batches, reduced to the remaining seats. Microsoft lists refundable seats only, so the batches may
 * hold fewer seats than the subscription.
 *
 * Guess: seats that are not refundable move first.
 */
function remainingBatches(
  { refundable }: SubscriptionState,
  seatCount: number,
  at: Temporal.Instant,
): SubscriptionState['refundable'] {
  if (refundable === 'unknown') return 'unknown';
  const surplus = countSeats(refundable) - seatCount;
  return surplus > 0 ? withoutSeats(refundable, surplus, at) : refundable;
}

function batchesAfter(
  { seatCount, refundable, policy }: SubscriptionState,
  seatCountAfter: number,
  at: Temporal.Instant,
): SubscriptionState['refundable'] {
  if (refundable === 'unknown') return 'unknown';
  if (seatCountAfter < seatCount) return withoutSeats(refundable, seatCount - seatCountAfter, at);
  if (!policy) return 'unknown';
  if (!policy.seatReduction) return refundable;
  const refundableUntil = at.add(policy.seatReduction);
  return [...refundable, { seatCount: seatCountAfter - seatCount, refundableUntil, addedAt: at }];
}

/**
 * A renewal needs `autoRenewEnabled` only, with instructions when the seat count differs. The other two choices need
 * auto-renew off and an explicit action, because auto-renew off alone extends the subscription month to month.
 */
function afterRenewalChoice(
  subscription: SubscriptionState,
  outcome: RenewalChoice,
  seatCountAtRenewal: number | undefined,
): SubscriptionState {
  const otherActions = subscription.scheduledActions.filter((action) => action.scheduleType !== 'TermEnd');
  if (outcome !== 'renews') {
    const actionType = outcome === 'ends' ? 'Cancel' : 'RenewToExtendedServiceTerm';
    return {
      ...subscription,
      autoRenewEnabled: false,
      scheduledNextTerm: undefined,
      scheduledActions: [...otherActions, { scheduleType: 'TermEnd', actionType }],
    };
  }
  const seatCount = seatCountAtRenewal ?? subscription.scheduledNextTerm?.seatCount;
  return withNextTerm({ ...subscription, autoRenewEnabled: true }, { ...subscription.scheduledNextTerm, seatCount });
}
