import { Decimal, type DecimalValue } from './decimal.ts';
import { divide, type Money, multiply } from './money.ts';
import type { BillingCycle, TermDuration } from './terms.ts';
import { isDateBefore } from './time.ts';

/** A Microsoft discount for one SKU, term duration and billing cycle. */
export type Promotion = Readonly<{
  promotionId: string;
  /** First day on which it applies to purchases. */
  startsOn: Temporal.PlainDate;
  /** The day after the last one; unlimited when left out. */
  endsBefore?: Temporal.PlainDate | undefined;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  /** 0 to 100. */
  percentOff: DecimalValue;
  /** Limits on all seats of the product that the customer has, from any partner. */
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
}>;

export type PromotionAnswer =
  | Readonly<{ applies: true; percentOff: DecimalValue }>
  | Readonly<{
      applies: false;
      reason: 'notYet' | 'over' | 'otherTerm' | 'otherBilling' | 'tooFewSeats' | 'tooManySeats';
      facts: Readonly<{ seatCountMin?: number; seatCountMax?: number }>;
    }>;

/**
 * Does a promotion apply to a purchase or renewal on a given day? A renewal keeps its promotion only if the promotion
 * still applies on the day of the renewal. The conversion of a trial never has one.
 *
 * @param bought.seatCount  seats of the product, including those that the customer already has
 * @source Partner Center, "New commerce promotions"
 */
export function answerPromotion(
  promotion: Promotion,
  bought: Readonly<{
    on: Temporal.PlainDate;
    termDuration: TermDuration;
    billingCycle: BillingCycle;
    seatCount: number;
  }>,
): PromotionAnswer {
  const { startsOn, endsBefore, seatCountMin, seatCountMax, percentOff } = promotion;
  if (isDateBefore(bought.on, startsOn)) return refuse('notYet');
  if (endsBefore && !isDateBefore(bought.on, endsBefore)) return refuse('over');
  if (bought.termDuration !== promotion.termDuration) return refuse('otherTerm');
  if (bought.billingCycle !== promotion.billingCycle) return refuse('otherBilling');
  if (seatCountMin !== undefined && bought.seatCount < seatCountMin) return refuse('tooFewSeats', { seatCountMin });
  if (seatCountMax !== undefined && bought.seatCount > seatCountMax) return refuse('tooManySeats', { seatCountMax });
  return { applies: true, percentOff };
}

/** A promotion that a quote was asked to apply, and whether it does. */
export type QuotedPromotion = Readonly<{
  promotionId: string;
  answer: PromotionAnswer;
  /** Net, per seat and charge cycle, without the promotion. */
  listUnitPricePerCycle: Money;
}>;

/** The price of a seat with a promotion where it applies, otherwise unchanged; see `answerPromotion`. */
export function promotedPrice(
  listUnitPricePerCycle: Money,
  promotion: Promotion | undefined,
  bought: Parameters<typeof answerPromotion>[1],
): Readonly<{ unitPricePerCycle: Money; promotion: QuotedPromotion | undefined }> {
  if (!promotion) return { unitPricePerCycle: listUnitPricePerCycle, promotion: undefined };
  const answer = answerPromotion(promotion, bought);
  return {
    unitPricePerCycle: answer.applies ? discounted(listUnitPricePerCycle, answer.percentOff) : listUnitPricePerCycle,
    promotion: { promotionId: promotion.promotionId, answer, listUnitPricePerCycle },
  };
}

/**
 * A price less a percentage, not rounded: 31.00 less 15 % is 26.35.
 *
 * @param percentOff  0 to 100
 */
export function discounted(price: Money, percentOff: DecimalValue): Money {
  const remainingPercent = new Decimal(100).minus(percentOff);
  if (remainingPercent.lessThan(0) || remainingPercent.greaterThan(100)) {
    throw new RangeError(`percentOff is ${percentOff}`);
  }
  return divide(multiply(price, remainingPercent), 100);
}

function refuse(
  reason: (PromotionAnswer & { applies: false })['reason'],
  facts: (PromotionAnswer & { applies: false })['facts'] = {},
): PromotionAnswer {
  return { applies: false, reason, facts };
}
