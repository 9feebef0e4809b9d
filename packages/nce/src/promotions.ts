import { Decimal } from 'decimal.js';
import { divide, type Money, multiply } from './money.ts';
import type { BillingCycle, TermDuration } from './terms.ts';

/** A discount of Microsoft's for one SKU, term and billing. */
export type Promotion = Readonly<{
  promotionId: string;
  /** First day on which it can be bought. */
  startsOn: Temporal.PlainDate;
  /** The day after the last; none when left out. */
  endsBefore?: Temporal.PlainDate | undefined;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  /** 0 to 100. */
  percentOff: Decimal.Value;
  /** Of all seats that the customer has of the product, bought from any partner. */
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
}>;

export type PromotionAnswer =
  | Readonly<{ applies: true; percentOff: Decimal.Value }>
  | Readonly<{
      applies: false;
      reason: 'notYet' | 'over' | 'otherTerm' | 'otherBilling' | 'tooFewSeats' | 'tooManySeats';
      facts: Readonly<{ seatCountMin?: number; seatCountMax?: number }>;
    }>;

/**
 * Does a promotion lower the price of what is bought, or renewed, on a day? A renewal keeps its promotion only where this is
 * still so on the day of the renewal; a trial's conversion never has one.
 *
 * @param bought.seatCount  of the product, with those that the customer has already
 * @source Partner Center, "New commerce promotions"; a purchase in another term simply has none
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
  if (Temporal.PlainDate.compare(bought.on, startsOn) < 0) return refuse('notYet');
  if (endsBefore && Temporal.PlainDate.compare(bought.on, endsBefore) >= 0) return refuse('over');
  if (bought.termDuration !== promotion.termDuration) return refuse('otherTerm');
  if (bought.billingCycle !== promotion.billingCycle) return refuse('otherBilling');
  if (seatCountMin !== undefined && bought.seatCount < seatCountMin) return refuse('tooFewSeats', { seatCountMin });
  if (seatCountMax !== undefined && bought.seatCount > seatCountMax) return refuse('tooManySeats', { seatCountMax });
  return { applies: true, percentOff };
}

/**
 * A price with a percentage taken off. Not rounded.
 *
 * 31.00 less 15 % → 26.35
 *
 * @param percentOff  0 to 100
 */
export function discounted(price: Money, percentOff: Decimal.Value): Money {
  const left = new Decimal(100).minus(percentOff);
  if (left.lessThan(0) || left.greaterThan(100)) throw new RangeError(`percentOff is ${percentOff}`);
  return divide(multiply(price, left), 100);
}

function refuse(
  reason: (PromotionAnswer & { applies: false })['reason'],
  facts: (PromotionAnswer & { applies: false })['facts'] = {},
): PromotionAnswer {
  return { applies: false, reason, facts };
}
