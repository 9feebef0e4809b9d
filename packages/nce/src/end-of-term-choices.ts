import { endOfTerm } from './end-of-term.ts';
import { type Money, zero } from './money.ts';
import { nextTermCharges } from './next-term-charges.ts';
import type { QuotePrices } from './quote.ts';
import { type Line, netOf } from './quote-lines.ts';
import { nextTermInstructions, type SubscriptionState } from './subscription.ts';
import { subscriptionAfter } from './subscription-after.ts';
import type { BillingCycle, TermDuration } from './terms.ts';
import { startOfUtcDay } from './time.ts';

/** One of the three possible outcomes at the end of a term, with its price. */
export type EndOfTermChoice =
  | Readonly<{
      outcome: 'renews' | 'extendsMonthly';
      isChosen: boolean;
      /** Undefined when the price, the term or the billing cycle is not known. */
      offer:
        | Readonly<{
            seatCount: number;
            termDuration: TermDuration;
            billingCycle: BillingCycle;
            /** Net, per seat, not rounded. */
            unitPricePerCycle: Money;
            firstCharge: Line;
            /** All charges of the next term, or of the first month of an extension. */
            commitment: Readonly<{ endsOn: Temporal.PlainDate; net: Money }>;
          }>
        | undefined;
    }>
  | Readonly<{ outcome: 'ends'; isChosen: boolean; accessEndsAt: Temporal.Instant }>;

export type RenewalPlan = Readonly<{
  seatCount: number;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  /** Undefined: the current product; for a trial, the product under trial. */
  productId: string | undefined;
  skuId: string | undefined;
}>;

/**
 * The choices for the end of a term, with their prices: renew, extend month to month, or end. The choice in force is
 * marked. A trial has two: it becomes paid or ends.
 *
 * @returns an empty list for a subscription that has ended
 * @source announcements on the extended service term, quoted by several partners; "Offer your customers trials"
 */
export function endOfTermChoices(subscription: SubscriptionState, prices: QuotePrices): EndOfTermChoice[] {
  const current = endOfTerm(subscription);
  if (!current) return [];

  const choiceOf = (outcome: 'renews' | 'extendsMonthly'): EndOfTermChoice => ({
    outcome,
    isChosen: current.outcome === outcome,
    offer: offerOf(subscription, outcome, prices),
  });
  return [
    choiceOf('renews'),
    ...(subscription.isTrial || subscription.neverExtends ? [] : [choiceOf('extendsMonthly')]),
    { outcome: 'ends', isChosen: current.outcome === 'ends', accessEndsAt: startOfUtcDay(current.on) },
  ];
}

/**
 * The plan that a renewal would have, so that its price can be looked up: the terms of the next term, and the product
 * when another one is scheduled.
 *
 * @returns undefined for a subscription that has ended
 */
export function renewalPlan(subscription: SubscriptionState): RenewalPlan | undefined {
  const renewing = withChoice(subscription, 'renews');
  const end = endOfTerm(renewing);
  if (!end) return undefined;
  const { seatCount, termDuration, billingCycle } = end;
  const { productId, skuId } = nextTermInstructions(renewing);
  return { seatCount, termDuration, billingCycle, productId, skuId };
}

function offerOf(subscription: SubscriptionState, outcome: 'renews' | 'extendsMonthly', prices: QuotePrices) {
  const { currency } = subscription.unitPricePerCycle;
  const next = nextTermCharges(withChoice(subscription, outcome), prices);
  if ('possible' in next) return undefined;
  const [firstCharge] = next.lines;
  if (!firstCharge) return undefined;
  return {
    seatCount: firstCharge.seatCount,
    termDuration: next.termDuration,
    billingCycle: next.billingCycle,
    unitPricePerCycle: firstCharge.unitPricePerCycle,
    firstCharge,
    commitment: { endsOn: next.endsBefore.subtract({ days: 1 }), net: netOf(next.lines, currency) },
  };
}

/** A choice that is already in force keeps the changes that are scheduled with it. */
function withChoice(subscription: SubscriptionState, outcome: 'renews' | 'extendsMonthly'): SubscriptionState {
  if (endOfTerm(subscription)?.outcome === outcome) return subscription;
  const at = startOfUtcDay(subscription.term.startsOn);
  return subscriptionAfter(
    subscription,
    { kind: 'renewal', outcome },
    at,
    zero(subscription.unitPricePerCycle.currency),
  );
}
