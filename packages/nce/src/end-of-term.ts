import { divide, type Money, multiply } from './money.ts';
import { nextTermInstructions, type SubscriptionState, termEndAction } from './subscription.ts';
import type { BillingCycle, TermDuration } from './terms.ts';

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
