import { type EndOfTermOutcome, endOfTerm } from './end-of-term.ts';
import { type NextTermInstructions, type SubscriptionState, scheduledChange } from './subscription.ts';
import type { Term } from './terms.ts';
import { startOfUtcDay } from './time.ts';

/** What a change does beside what was asked for. */
export type SideEffect =
  | Readonly<{ kind: 'scheduledChangeDeleted'; scheduled: NextTermInstructions }>
  /** What somebody chose for the term's end is to be chosen anew. */
  | Readonly<{ kind: 'termEndChoiceDeleted'; outcome: EndOfTermOutcome }>
  | Readonly<{ kind: 'autoRenewTurnedOff' }>
  /** A cancellation is put down for this day, without which Microsoft would go on month by month. */
  | Readonly<{ kind: 'endOfTermCancelSet'; on: Temporal.PlainDate }>
  | Readonly<{ kind: 'accessEnds'; at: Temporal.Instant }>
  /** A new subscription takes the seats; licences of people are to be assigned from it, unless Microsoft takes them along. */
  | Readonly<{ kind: 'subscriptionCreated'; seatCount: number; term: Term }>
  | Readonly<{ kind: 'licencesToReassign'; seatCount: number }>
  /** The unit price is locked until this day and may be another from then on. */
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
 * What vanishes with a change. Changes planned for the next term are deleted by a cancellation, auto-renew off, a new
 * number of seats, an upgrade, the conversion of a trial and a suspension. Other billing from the next charge on survives.
 *
 * Guess: a longer term deletes them as an upgrade does.
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
