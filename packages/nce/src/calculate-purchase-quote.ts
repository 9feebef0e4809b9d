import { type CancellationPolicy, windowsOpenedAt } from './cancellation-policy.ts';
import { endOfTerm } from './end-of-term.ts';
import { type Money, zero } from './money.ts';
import { nextTermCharges } from './next-term-charges.ts';
import { type Promotion, promotedPrice } from './promotions.ts';
import { type ImpossibleQuote, type PossibleQuote, type Quote, refuse } from './quote.ts';
import { chargeForCycle, type Line, netOf } from './quote-lines.ts';
import { refundPeriods, undoOf } from './refund-periods.ts';
import { checkSeatBounds } from './seat-bounds.ts';
import { seatBatches } from './seat-ledger.ts';
import type { SideEffect } from './side-effects.ts';
import type { SubscriptionState } from './subscription.ts';
import { summaryOf } from './subscription-summary.ts';
import {
  type BillingCycle,
  type CycleRule,
  chargeCycles,
  monthsInTerm,
  type TermDuration,
  termStarting,
  unitPricePerCycle,
} from './terms.ts';
import { isDateBefore, startOfUtcDay, utcDate } from './time.ts';

export type Purchase = Readonly<{
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  seatCount: number;
  /** Net price of one seat for the whole term, as in the price sheet; not rounded. */
  wholeTermPrice: Money;
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
  /** First day of the term; the UTC day of `at` when left out. */
  startsOn?: Temporal.PlainDate | undefined;
  /** The day after a co-terminous end (see `coTerminousEnds`); the first term is then prorated by days. */
  endsBefore?: Temporal.PlainDate | undefined;
  /** How charge cycles begin near a month's end; `anchorDay` when left out. */
  cycleRule?: CycleRule | undefined;
  /** Of this product: from its availability, or `newCommercePolicy()`, or one of `OTHER_POLICIES`. */
  policy: CancellationPolicy;
  /** It lowers the price where it applies; the renewal has it only while it still runs then. */
  promotion?: Promotion | undefined;
  /** Seats of the product that the customer has already, from any partner; they count for the promotion. */
  ownedSeatCount?: number | undefined;
  /** The paid plan that a free trial becomes at its end; left out for what is paid from the start. */
  trialOf?: PaidAfterTrial | undefined;
}>;

/** The plan that a trial becomes; unknown parts are as Microsoft sets them: a year billed monthly, all seats. */
export type PaidAfterTrial = Readonly<{
  termDuration?: TermDuration | undefined;
  billingCycle?: BillingCycle | undefined;
  seatCount?: number | undefined;
  /** Net price of one seat for the whole paid term, as in the price sheet; left out where it is not known. */
  wholeTermPrice?: Money | undefined;
}>;

/**
 * The cost and commitment of a purchase. Auto-renew is on, as Microsoft sets it: the next invoice of a monthly term
 * shows its renewal at today's price, that of a trial the paid plan.
 */
export function calculatePurchaseQuote(purchase: Purchase, at: Temporal.Instant): Quote {
  const refused = checkSeatBounds(purchase.seatCount, purchase);
  if (refused) return refused;
  const after = purchasedSubscription(purchase, at);
  if ('possible' in after) return after;

  const { term, unitPricePerCycle } = after;
  const { currency } = unitPricePerCycle;
  const seats = { seatCount: after.seatCount, unitPricePerCycle };
  const untilTermEnd = chargeCycles(term, after.billingCycle, after.cycleRule).map((cycle) =>
    chargeForCycle({ ...seats, reason: cycle.startsOn.equals(term.startsOn) ? 'purchase' : 'chargeCycle' }, cycle),
  );
  const [first, second] = untilTermEnd;
  const renewal = purchase.trialOf || monthsInTerm(purchase.termDuration) === 1 ? renewalAfter(after, purchase) : [];
  const next = second ?? renewal[0];
  const undo = undoOfPurchase(after, purchase, at);
  const promotion = promotedUnitPrice(purchase, term.startsOn)?.promotion;
  return {
    possible: true,
    before: undefined,
    after: summaryOf(after),
    today: first ? [first] : [],
    nextCharge: next && { on: next.cycle.startsOn, lines: [next] },
    untilTermEnd,
    commitment: { endsOn: term.endsBefore.subtract({ days: 1 }), net: netOf(untilTermEnd, currency) },
    undo,
    irreversibleAfter: undo === 'never' ? at : undo.until,
    sideEffects: purchase.trialOf
      ? [trialBecomesPaid(after, renewal)]
      : [{ kind: 'priceMayChange', on: term.endsBefore }],
    ...(promotion && { promotion }),
    validUntil: startOfUtcDay(utcDate(at).add({ days: 1 })),
  };
}

/**
 * The subscription that a purchase is expected to make: what its first reading shows.
 *
 * @returns a refusal for a term, billing cycle or end that cannot be bought
 */
export function purchasedSubscription(purchase: Purchase, at: Temporal.Instant): SubscriptionState | ImpossibleQuote {
  const { termDuration, billingCycle, seatCount, policy, trialOf, startsOn = utcDate(at) } = purchase;
  const unitPrice = promotedUnitPrice(purchase, startsOn)?.unitPricePerCycle;
  if (monthsInTerm(termDuration) === undefined || !unitPrice) return refuse('termUnknown');

  const full = termStarting(startsOn, termDuration);
  const term = { startsOn, endsBefore: purchase.endsBefore ?? full.endsBefore };
  if (!isDateBefore(startsOn, term.endsBefore) || isDateBefore(full.endsBefore, term.endsBefore)) {
    return refuse('endNotAllowed');
  }
  return {
    status: 'active',
    isSuspended: false,
    isTrial: trialOf !== undefined,
    seatCount,
    seatCountMin: purchase.seatCountMin,
    seatCountMax: purchase.seatCountMax,
    term,
    termDuration,
    billingCycle,
    cycleRule: purchase.cycleRule,
    unitPricePerCycle: unitPrice,
    purchasedOrRenewedAt: at,
    autoRenewEnabled: true,
    policy,
    ...windowsOpenedAt(at, policy),
    refundable: policy.seatReduction ? seatBatches([{ kind: 'purchase', seatCount, at }], policy.seatReduction) : [],
    scheduledNextTerm: trialOf && {
      termDuration: trialOf.termDuration,
      billingCycle: trialOf.billingCycle,
      seatCount: trialOf.seatCount,
    },
    scheduledActions: [],
  };
}

/** The price of a seat and cycle, with the promotion where it applies; undefined for an unknown term or billing. */
function promotedUnitPrice(purchase: Purchase, on: Temporal.PlainDate): ReturnType<typeof promotedPrice> | undefined {
  const { termDuration, billingCycle, wholeTermPrice, trialOf } = purchase;
  const listPrice = unitPricePerCycle(wholeTermPrice, termDuration, billingCycle);
  const seatCount = purchase.seatCount + (purchase.ownedSeatCount ?? 0);
  return (
    listPrice &&
    promotedPrice(listPrice, trialOf ? undefined : purchase.promotion, { on, termDuration, billingCycle, seatCount })
  );
}

/** The charges of the term after the first one, at the prices of today; none where they are not known. */
function renewalAfter(after: SubscriptionState, purchase: Purchase): Line[] {
  const { trialOf, wholeTermPrice, promotion, ownedSeatCount } = purchase;
  const end = endOfTerm(after);
  const price = trialOf ? trialOf.wholeTermPrice : wholeTermPrice;
  const perCycle = end && price && unitPricePerCycle(price, end.termDuration, end.billingCycle);
  const next = nextTermCharges(after, {
    nextTermUnitPricePerCycle: perCycle,
    nextTermPromotion: promotion,
    otherSeatCount: ownedSeatCount,
  });
  return 'possible' in next ? [] : next.lines;
}

/** A purchase is cancelled; a trial, for which nothing was paid, is kept from becoming paid. */
function undoOfPurchase(after: SubscriptionState, { trialOf }: Purchase, at: Temporal.Instant): PossibleQuote['undo'] {
  if (!trialOf) return undoOf(refundPeriods(after, { kind: 'cancelNow' }, at));
  const until = startOfUtcDay(after.term.endsBefore);
  return undoOf([{ from: at, until, refund: zero(after.unitPricePerCycle.currency) }]);
}

function trialBecomesPaid(after: SubscriptionState, charges: readonly Line[]): SideEffect {
  const end = endOfTerm(after);
  const [first] = charges;
  return {
    kind: 'trialBecomesPaid',
    on: after.term.endsBefore,
    seatCount: end?.seatCount ?? after.seatCount,
    termDuration: end?.termDuration ?? after.termDuration,
    billingCycle: end?.billingCycle ?? after.billingCycle,
    ...(first && { firstCharge: first.net, wholeTerm: netOf(charges, first.net.currency) }),
  };
}
