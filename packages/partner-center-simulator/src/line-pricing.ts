import { cyclesPerTerm, daysBetween, termStarting } from '@licence-portal/nce';
import { Decimal } from 'decimal.js';

/** What a line of a cart or of an order buys, and for how long. */
type PricedLine = Readonly<{
  termDuration: string;
  billingCycle: string;
  quantity: number;
  startsOn: Temporal.PlainDate;
  /** Earlier than the term's full length where it is cut short, to end with others. */
  endsBefore: Temporal.PlainDate;
}>;

/**
 * `listPrice` is the partner's price of one seat and one charge cycle, `extendedPrice` the price of all seats and the whole term.
 *
 * @param unitPrices  of one seat and the whole term: as listed, and with promotions taken off
 * @source Partner Center, "Cart resources" and "Order resources", Pricing. Guess: a term that is cut short is prorated by days over
 * the whole term.
 */
export function linePricing(line: PricedLine, unitPrices: Readonly<{ listed: Decimal; discounted: Decimal }>) {
  const cycles = cyclesPerTerm(line.termDuration, line.billingCycle) ?? 1;
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

/** A month that goes back from the 28th to the 31st is longer than that from the 28th, and no more than one. */
function shareOfTerm({ startsOn, endsBefore, termDuration }: PricedLine): Decimal {
  const whole = termStarting(startsOn, termDuration);
  const share = new Decimal(daysBetween(startsOn, endsBefore)).div(daysBetween(startsOn, whole.endsBefore));
  return Decimal.min(share, 1);
}

function amount(price: Decimal): number {
  return price.toDecimalPlaces(2).toNumber();
}
