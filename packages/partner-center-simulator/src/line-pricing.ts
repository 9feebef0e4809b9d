import { Decimal } from 'decimal.js';
import { daysFrom, wholeTerm } from './calendar.ts';
import { chargeCount } from './charge-cycles.ts';

/** The plan, seats and term of a line of a cart or an order. */
type PricedLine = Readonly<{
  termDuration: string;
  billingCycle: string;
  quantity: number;
  startsOn: Temporal.PlainDate;
  /** Earlier than the full length of the term if it is aligned to end with others. */
  endsBefore: Temporal.PlainDate;
}>;

/**
 * `listPrice` is the partner's price of one seat for one charge cycle, `extendedPrice` the price of all seats for the
 * whole term.
 *
 * @param unitPrices of one seat for the whole term: as listed, and after promotions
 * @source Partner Center, "Cart resources" and "Order resources", Pricing. Guess: a shortened term is prorated by days
 *          over the whole term.
 */
export function linePricing(line: PricedLine, unitPrices: Readonly<{ listed: Decimal; discounted: Decimal }>) {
  const cycles = chargeCount(line.termDuration, line.billingCycle);
  const perCycle = unitPrices.discounted.div(cycles);
  const share = shareOfTerm(line);
  return {
    listPrice: amount(unitPrices.listed.div(cycles)),
    discountedPrice: amount(perCycle),
    proratedPrice: amount(perCycle.mul(share)),
    price: amount(perCycle.mul(share)),
    extendedPrice: amount(unitPrices.discounted.mul(share).mul(line.quantity)),
  };
}

/** A term that is anchored to the 31st and starts on the 28th is longer than a month, but is charged as one. */
function shareOfTerm({ startsOn, endsBefore, termDuration }: PricedLine): Decimal {
  const whole = wholeTerm(startsOn, termDuration);
  const share = new Decimal(daysFrom(startsOn, endsBefore)).div(daysFrom(startsOn, whole.endsBefore));
  return Decimal.min(share, 1);
}

function amount(price: Decimal): number {
  return price.toDecimalPlaces(2).toNumber();
}
