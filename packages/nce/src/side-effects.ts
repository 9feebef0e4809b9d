import { type EndOfTermOutcome, endOfTerm } from './end-of-term.ts';
import type { Money } from './money.ts';
import { type NextTermInstructions, type SubscriptionState, scheduledChange } from './subscription.ts';
import type { BillingCycle, Term, TermDuration } from './terms.ts';
import { startOfUtcDay } from './time.ts';

/** A consequence of a change beyond the requested one. */
export type SideEffect =
  | Readonly<{ kind: 'scheduledChangeDeleted'; scheduled: NextTermInstructions }>
  /** The choice for the term's end is deleted and has to be made again. */
  | Readonly<{ kind: 'termEndChoiceDeleted'; outcome: EndOfTermOutcome }>
  | Readonly<{ kind: 'autoRenewTurnedOff' }>
  /** A cancellation is scheduled for this day; without it Microsoft would extend the subscription month to month. */
  | Readonly<{ kind: 'endOfTermCancelSet'; on: Temporal.PlainDate }>
  | Readonly<{ kind: 'accessEnds'; at: Temporal.Instant }>
  /** Returned seats are gone; the same number can be bought again while the term lasts, as new seats. */
  | Readonly<{ kind: 'seatsCanBeAddedAgain' }>
  /**
   * A trial becomes a paid subscription on this day unless its renewal is turned off before. The amounts are net; they
   * are left out where the price is not known.
   */
  | Readonly<{
      kind: 'trialBecomesPaid';
      on: Temporal.PlainDate;
      seatCount: number;
      termDuration: TermDuration;
      billingCycle: BillingCycle;
      firstCharge?: Money;
      wholeTerm?: Money;
    }>
  /** A new subscription receives the seats. */
  | Readonly<{ kind: 'subscriptionCreated'; seatCount: number; term: Term }>
  /** Microsoft does not move the licence assignments; people have to be assigned licences of the new subscription. */
  | Readonly<{ kind: 'licencesToReassign'; seatCount: number }>
  /** The unit price is locked until this day and may change then. */
  | Readonly<{ kind: 'priceMayChange'; on: Temporal.PlainDate }>;

export type ChangeWithEffects =
  | 'seats'
  | 'cancelNow'
  | 'ends'
  | 'extendsMonthly'
  | 'nextTerm'
  | 'longerTerm'
  | 'upgrade'
  | 'convertTrial'
  | 'suspend';

/**
 * The side effects of a change. Changes scheduled for the next term are deleted by a cancellation, by turning
 * auto-renew off, by a new seat count, an upgrade, the conversion of a trial and a suspension. A change of the billing
 * cycle from the next charge on remains.
 *
 * Guess: a longer term deletes scheduled changes, as an upgrade does.
 *
 * @source Partner Center, "Manage scheduled changes for new commerce subscriptions"; "Suspend a subscription"
 */
export function sideEffectsOf(
  change: ChangeWithEffects,
  subscription: SubscriptionState,
  at: Temporal.Instant,
): SideEffect[] {
  const effects: SideEffect[] = [];
  const scheduled = scheduledChange(subscription);
  if (scheduled) effects.push({ kind: 'scheduledChangeDeleted', scheduled });
  const end = endOfTerm(subscription);
  if (end?.isExplicit && ['longerTerm', 'upgrade', 'convertTrial', 'suspend'].includes(change)) {
    effects.push({ kind: 'termEndChoiceDeleted', outcome: end.outcome });
  }
  if (subscription.autoRenewEnabled && ['ends', 'extendsMonthly', 'suspend'].includes(change)) {
    effects.push({ kind: 'autoRenewTurnedOff' });
  }
  const { endsBefore } = subscription.term;
  if (change === 'ends') effects.push({ kind: 'endOfTermCancelSet', on: endsBefore });
  if (change === 'ends') effects.push({ kind: 'accessEnds', at: startOfUtcDay(endsBefore) });
  if (change === 'cancelNow' || change === 'suspend') effects.push({ kind: 'accessEnds', at });
  if (change === 'extendsMonthly') effects.push({ kind: 'priceMayChange', on: endsBefore });
  return effects;
}
