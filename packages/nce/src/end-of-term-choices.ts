import { endOfTerm } from './end-of-term.ts';
import { type Money, zero } from './money.ts';
import { nextTermCharges } from './next-term-charges.ts';
import type { QuotePrices } from './quote.ts';
import { type Line, netOf } from './quote-lines.ts';
import { nextTermInstructions, type SubscriptionState } from './subscription.ts';
import { subscriptionAfter } from './subscription-after.ts';
import type { BillingCycle, TermDuration } from './terms.ts';
import { startOfUtcDay } from './time.ts';

/** One of the three things that can happen when a term is over, with what it costs. */
export type EndOfTermChoice =
  | Readonly<{
      outcome: 'renews' | 'extendsMonthly';
      isChosen: boolean;
      /** Undefined where the price is not known, or the next term cannot be counted. */
      offer:
        | Readonly<{
            seatCount: number;
            termDuration: TermDuration;
            billingCycle: BillingCycle;
            /** Net, of one seat, not rounded. */
            unitPricePerCycle: Money;
            firstCharge: Line;
            /** All charges that it commits to: of the next term, or of its first month. */
            commitment: Readonly<{ endsOn: Temporal.PlainDate; net: Money }>;
          }>
        | undefined;
    }>
  | Readonly<{ outcome: 'ends'; isChosen: boolean; accessEndsAt: Temporal.Instant }>;

export type RenewalPlan = Readonly<{
  seatCount: number;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  /** Undefined: the present product; of a trial, the one that it tried. */
  productId: string | undefined;
  skuId: string | undefined;
}>;

/**
 * Renew, end, or go on month by month: the three choices with their prices, the one that is to happen marked.
 *
 * @returns nothing for a subscription that is over already; of a trial, that it becomes paid or ends
 * @source announcements on the extended service term, quoted by several partners; "Offer your customers trials"
 */
export function endOfTermChoices(subscription: SubscriptionState, prices: QuotePrices): EndOfTermChoice[] {
  const planned = endOfTerm(subscription);
  if (!planned) return [];

  const choiceOf = (outcome: 'renews' | 'extendsMonthly'): EndOfTermChoice => ({
    outcome,
    isChosen: planned.outcome === outcome,
    offer: offerOf(subscription, outcome, prices),
  });
  return [
    choiceOf('renews'),
    ...(subscription.isTrial ? [] : [choiceOf('extendsMonthly')]),
    { outcome: 'ends', isChosen: planned.outcome === 'ends', accessEndsAt: startOfUtcDay(planned.on) },
  ];
}

/**
 * What a renewal would be to, so that its price can be looked up: the next term's plan, and the product where another is planned.
 *
 * @returns undefined for a subscription that is over already
 */
export function renewalPlan(subscription: SubscriptionState): RenewalPlan | undefined {
  const renewing = chosenOf(subscription, 'renews');
  const end = endOfTerm(renewing);
  if (!end) return undefined;
  const { seatCount, termDuration, billingCycle } = end;
  const { productId, skuId } = nextTermInstructions(renewing);
  return { seatCount, termDuration, billingCycle, productId, skuId };
}

function offerOf(subscription: SubscriptionState, outcome: 'renews' | 'extendsMonthly', prices: QuotePrices) {
  const { currency } = subscription.unitPricePerCycle;
  const next = nextTermCharges(chosenOf(subscription, outcome), prices);
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

/** What is to happen already keeps what is planned for it. */
function chosenOf(subscription: SubscriptionState, outcome: 'renews' | 'extendsMonthly'): SubscriptionState {
  if (endOfTerm(subscription)?.outcome === outcome) return subscription;
  const at = startOfUtcDay(subscription.term.startsOn);
  return subscriptionAfter(
    subscription,
    { kind: 'renewal', outcome },
    at,
    zero(subscription.unitPricePerCycle.currency),
  );
}
