import { divide, type Money, multiply } from './money.ts';
import {
  type NextTermInstructions,
  nextTermInstructions,
  type SubscriptionState,
  termEndAction,
} from './subscription.ts';
import { type BillingCycle, startOfUtcDay, type Term, type TermDuration } from './terms.ts';

/** `unknown`: Microsoft has an action planned that these rules do not know. */
export type EndOfTermOutcome = 'renews' | 'ends' | 'extendsMonthly' | 'unknown';

export type EndOfTerm = Readonly<{
  outcome: EndOfTermOutcome;
  /** The day on which it happens, at 00:00 UTC: the first day after the term. */
  on: Temporal.PlainDate;
  /** Somebody asked for it; otherwise it is what happens when nobody does anything. */
  isExplicit: boolean;
  /** Of the next term; what follows an end has none. */
  seatCount: number;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
}>;

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

/**
 * Terms that end on this day or later, with auto-renew off and no cancellation put down, go on month by month. Before,
 * they expired with 30 days of grace.
 *
 * @source announcements quoted by several partners; no full official text was in reach
 */
export const EXTENDED_SERVICE_TERM_SINCE = Temporal.PlainDate.from('2026-05-04');

/**
 * What happens when the current term is over. An action planned for the term's end decides; without one, auto-renew.
 *
 * Guess: an action that contradicts auto-renew (cancel while it is on) is followed. An add-on without its base ends instead of
 * renewing, unless another product is planned for its next term.
 *
 * @returns undefined for a subscription that is over already
 */
export function endOfTerm(
  subscription: SubscriptionState,
  extendedServiceTermSince = EXTENDED_SERVICE_TERM_SINCE,
): EndOfTerm | undefined {
  if (['expired', 'disabled', 'deleted'].includes(subscription.status)) return undefined;
  const next = nextTermInstructions(subscription);
  const end = outcomeAtTermEnd(subscription, extendedServiceTermSince);
  const plan =
    end.outcome === 'extendsMonthly'
      ? EXTENDED_SERVICE_TERM
      : {
          termDuration:
            next.termDuration ?? (subscription.isTrial ? PAID_AFTER_TRIAL.termDuration : subscription.termDuration),
          billingCycle: next.billingCycle ?? billingAfter(subscription),
        };
  return {
    ...end,
    ...plan,
    on: subscription.term.endsBefore,
    seatCount: next.seatCount ?? subscription.seatCount,
  };
}

/** Whatever the term before was: one month after the other. */
const EXTENDED_SERVICE_TERM = { termDuration: 'P1M', billingCycle: 'monthly' } as const;

/**
 * Net price of one seat for one month of the extended service term: 3 % above the monthly term's, or, where the product
 * has no monthly term, 23 % above a twelfth of the annual term's. Not rounded.
 *
 * @returns undefined where neither price is known
 * @source announcements quoted by several partners; no full official text was in reach
 */
export function extendedServiceTermUnitPrice(
  wholeTermPrices: Readonly<{ monthlyTermPrice?: Money | undefined; annualTermPrice?: Money | undefined }>,
): Money | undefined {
  const { monthlyTermPrice, annualTermPrice } = wholeTermPrices;
  if (monthlyTermPrice) return multiply(monthlyTermPrice, '1.03');
  if (annualTermPrice) return divide(multiply(annualTermPrice, '1.23'), 12);
  return undefined;
}

/** Instructions for the next term that ask for something else than now; undefined where there are none. */
export function scheduledChange(subscription: SubscriptionState): NextTermInstructions | undefined {
  const next = nextTermInstructions(subscription);
  const differs =
    (next.seatCount ?? subscription.seatCount) !== subscription.seatCount ||
    (next.termDuration ?? subscription.termDuration) !== subscription.termDuration ||
    (next.billingCycle ?? subscription.billingCycle) !== subscription.billingCycle ||
    [next.productId, next.skuId, next.promotionId, next.customEndsBefore].some((part) => part !== undefined);
  return differs ? next : undefined;
}

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

/** @source Partner Center, "Offer your customers trials of Microsoft products" */
const PAID_AFTER_TRIAL = { termDuration: 'P1Y', billingCycle: 'monthly' } as const;

function billingAfter({ isTrial, nextCharge, billingCycle }: SubscriptionState): BillingCycle {
  return isTrial ? PAID_AFTER_TRIAL.billingCycle : (nextCharge?.billingCycle ?? billingCycle);
}

function outcomeAtTermEnd(
  subscription: SubscriptionState,
  extendedServiceTermSince: Temporal.PlainDate,
): Pick<EndOfTerm, 'outcome' | 'isExplicit'> {
  const planned = plannedAtTermEnd(subscription, extendedServiceTermSince);
  const lacksBase = subscription.isPrerequisiteMissing && nextTermInstructions(subscription).skuId === undefined;
  return lacksBase && planned.outcome === 'renews' ? { outcome: 'ends', isExplicit: false } : planned;
}

function plannedAtTermEnd(
  subscription: SubscriptionState,
  extendedServiceTermSince: Temporal.PlainDate,
): Pick<EndOfTerm, 'outcome' | 'isExplicit'> {
  if (subscription.status === 'suspended') return { outcome: 'ends', isExplicit: false };
  const action = termEndAction(subscription);
  if (action) return { outcome: outcomeOf(action.actionType), isExplicit: true };
  if (subscription.autoRenewEnabled) return { outcome: 'renews', isExplicit: false };
  // Guess: a trial that is not to become paid ends; nobody is billed for having tried.
  if (subscription.isTrial) return { outcome: 'ends', isExplicit: false };

  const isExtended = Temporal.PlainDate.compare(subscription.term.endsBefore, extendedServiceTermSince) >= 0;
  return { outcome: isExtended ? 'extendsMonthly' : 'ends', isExplicit: false };
}

function outcomeOf(actionType: string): EndOfTermOutcome {
  switch (actionType) {
    case 'RenewToNewTerm':
    case 'Transition':
      return 'renews';
    case 'RenewToExtendedServiceTerm':
      return 'extendsMonthly';
    case 'Cancel':
      return 'ends';
    default:
      return 'unknown';
  }
}
