import { divide, type Money, multiply } from './money.ts';
import { currentTermEnd, endingAction, nextTermInstructions, type SubscriptionState } from './subscription.ts';
import type { BillingCycle, TermDuration } from './terms.ts';
import { isDateBefore, utcDate } from './time.ts';

/** `unknown`: Microsoft has scheduled an action that these rules do not know. */
export type EndOfTermOutcome = 'renews' | 'ends' | 'extendsMonthly' | 'unknown';

export type EndOfTerm = Readonly<{
  outcome: EndOfTermOutcome;
  /** The first day after the term, or that of an earlier scheduled action; the outcome takes effect at 00:00 UTC. */
  on: Temporal.PlainDate;
  /** True when the outcome was chosen, false when it is the default. */
  isExplicit: boolean;
  /** Seat count, duration and billing of the next term; without meaning when the subscription ends. */
  seatCount: number;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
}>;

/**
 * A term that ends on this day or later, with auto-renew off and no scheduled cancellation, is extended month to month.
 * A term that ended earlier expired with a grace period of 30 days.
 *
 * @source announcements quoted by several partners; the full official text was not available
 */
export const EXTENDED_SERVICE_TERM_SINCE = Temporal.PlainDate.from('2026-05-04');

/**
 * What was bought or renewed before this day keeps the grace period of 30 days, whatever day it ends on.
 *
 * @source announcements quoted by two distributors: a three-year term of 2024 ends in 2027 with a grace period
 */
export const EXTENDED_SERVICE_TERM_BOUGHT_SINCE = Temporal.PlainDate.from('2025-04-01');

/**
 * The outcome at the end of the current term, which an action scheduled for a day within it brings forward. A scheduled
 * action decides; without one, auto-renew does.
 *
 * Guess: an action that contradicts auto-renew (a cancellation while it is on) takes precedence. An add-on without its
 * base product ends instead of renewing, unless another product is scheduled for its next term.
 *
 * @returns undefined for a subscription that has ended
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
          termDuration: next.termDuration ?? usualTermDuration(subscription),
          billingCycle: next.billingCycle ?? billingAfter(subscription),
        };
  return {
    ...end,
    ...plan,
    on: currentTermEnd(subscription),
    seatCount: next.seatCount ?? subscription.seatCount,
  };
}

/** An extension runs month by month, whatever the duration of the previous term. */
const EXTENDED_SERVICE_TERM = { termDuration: 'P1M', billingCycle: 'monthly' } as const;

/**
 * Net price of one seat for one month of the extended service term: that of the price list's own row. Only where the
 * list has none it is calculated, which a page should say: 3 % above the price of a monthly term or, when the
 * product has no monthly term, 23 % above a twelfth of the annual price. Not rounded.
 *
 * @returns undefined when no price is known
 * @source announcements quoted by several partners; the full official text was not available
 */
export function extendedServiceTermUnitPrice(
  wholeTermPrices: Readonly<{
    extendedTermPrice?: Money | undefined;
    monthlyTermPrice?: Money | undefined;
    annualTermPrice?: Money | undefined;
  }>,
): Money | undefined {
  const { extendedTermPrice, monthlyTermPrice, annualTermPrice } = wholeTermPrices;
  if (extendedTermPrice) return extendedTermPrice;
  if (monthlyTermPrice) return multiply(monthlyTermPrice, '1.03');
  if (annualTermPrice) return divide(multiply(annualTermPrice, '1.23'), 12);
  return undefined;
}

/** @source Partner Center, "Offer your customers trials of Microsoft products" */
const PAID_AFTER_TRIAL = { termDuration: 'P1Y', billingCycle: 'monthly' } as const;

function usualTermDuration({ isTrial, renewalTermDuration, termDuration }: SubscriptionState): TermDuration {
  return isTrial ? PAID_AFTER_TRIAL.termDuration : (renewalTermDuration ?? termDuration);
}

function billingAfter({ isTrial, nextCharge, billingCycle }: SubscriptionState): BillingCycle {
  return isTrial ? PAID_AFTER_TRIAL.billingCycle : (nextCharge?.billingCycle ?? billingCycle);
}

function outcomeAtTermEnd(
  subscription: SubscriptionState,
  extendedServiceTermSince: Temporal.PlainDate,
): Pick<EndOfTerm, 'outcome' | 'isExplicit'> {
  const scheduled = scheduledOrDefaultOutcome(subscription, extendedServiceTermSince);
  const lacksBase = subscription.isPrerequisiteMissing && nextTermInstructions(subscription).skuId === undefined;
  return lacksBase && scheduled.outcome === 'renews' ? { outcome: 'ends', isExplicit: false } : scheduled;
}

function scheduledOrDefaultOutcome(
  subscription: SubscriptionState,
  extendedServiceTermSince: Temporal.PlainDate,
): Pick<EndOfTerm, 'outcome' | 'isExplicit'> {
  if (subscription.status === 'suspended') return { outcome: 'ends', isExplicit: false };
  const action = endingAction(subscription);
  if (action) return { outcome: outcomeOf(action.actionType), isExplicit: true };
  if (subscription.autoRenewEnabled) return { outcome: 'renews', isExplicit: false };
  // Guess: a trial with auto-renew off ends without being billed.
  if (subscription.isTrial || subscription.neverExtends) return { outcome: 'ends', isExplicit: false };

  const boughtOn = utcDate(subscription.purchasedOrRenewedAt);
  const isExtended =
    !isDateBefore(subscription.term.endsBefore, extendedServiceTermSince) &&
    !isDateBefore(boughtOn, EXTENDED_SERVICE_TERM_BOUGHT_SINCE);
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
