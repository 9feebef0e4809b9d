import { add, type Money } from './money.ts';
import { REFUND_WINDOW, withoutSeats } from './seat-ledger.ts';
import type { ScheduledAction, SubscriptionState } from './subscription.ts';

/** A change that a customer can ask for on a subscription. */
export type Change =
  /** `seatCount`: all seats after the change. */
  | Readonly<{ kind: 'seats'; seatCount: number }>
  | Readonly<{ kind: 'cancelNow' }>
  /** What shall happen when the term is over; may be changed until then. `seatCountAtRenewal`: as now when left out. */
  | Readonly<{ kind: 'renewal'; outcome: RenewalChoice; seatCountAtRenewal?: number | undefined }>;

export type RenewalChoice = 'renews' | 'ends' | 'extendsMonthly';

/**
 * The subscription as it should read back once Microsoft has made the change. It does not ask whether the change is
 * possible: `quoteChange` does.
 *
 * @param netToday  what the change charges at once; negative where it refunds
 * @param refundWindow  of the seats that are added
 */
export function subscriptionAfter(
  subscription: SubscriptionState,
  change: Change,
  at: Temporal.Instant,
  netToday: Money,
  refundWindow: Temporal.Duration = REFUND_WINDOW,
): SubscriptionState {
  const paidThisCycle = subscription.paidThisCycle && add(subscription.paidThisCycle, netToday);
  switch (change.kind) {
    case 'seats':
      return {
        ...withoutScheduledChange(subscription),
        seatCount: change.seatCount,
        refundable: batchesAfter(subscription, change.seatCount, at, refundWindow),
        paidThisCycle,
      };
    case 'cancelNow':
      return {
        ...withoutScheduledChange(subscription),
        status: 'deleted',
        seatCount: 0,
        refundable: [],
        paidThisCycle,
      };
    case 'renewal':
      return afterRenewalChoice(subscription, change.outcome, change.seatCountAtRenewal);
  }
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

function batchesAfter(
  { seatCount, refundable }: SubscriptionState,
  seatCountAfter: number,
  at: Temporal.Instant,
  refundWindow: Temporal.Duration,
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
  const planned = {
    ...subscription.scheduledNextTerm,
    seatCount: seatCountAtRenewal ?? subscription.scheduledNextTerm?.seatCount,
  };
  const isPlanned = Object.values(planned).some((part) => part !== undefined);
  return {
    ...subscription,
    autoRenewEnabled: true,
    scheduledNextTerm: isPlanned ? planned : undefined,
    scheduledActions: elsewhen,
  };
}
