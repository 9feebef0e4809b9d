import {
  calculateChangeQuote,
  calculatePurchaseQuote,
  money,
  newCommercePolicy,
  purchasedSubscription,
  type Quote,
} from '@licence-portal/nce';
import { type Metric, median } from './metric.ts';

const AT = Temporal.Instant.from('2026-11-30T09:00:00Z');
const LATER = AT.add({ hours: 48 });
const ROUNDS = 41;
const QUOTES_PER_ROUND = 50;

/** One quote of the rules alone, without the database: of a purchase, of added seats, and of returned ones. */
export async function measure(): Promise<Metric[]> {
  return [...quotesOf('P1Y', 'a year', 1), ...quotesOf('P3Y', 'three years', 3)];
}

function quotesOf(termDuration: string, name: string, ceiling: number): Metric[] {
  const wholeTermPrice = money('451.17', 'EUR');
  const plan = { termDuration, billingCycle: 'monthly', policy: newCommercePolicy() };
  const purchase = { ...plan, seatCount: 250, wholeTermPrice };
  const subscription = purchasedSubscription(purchase, AT);
  if ('possible' in subscription) throw new Error(`refused: ${subscription.reason}`);
  const seats = (seatCount: number) => () =>
    calculateChangeQuote(
      subscription,
      { kind: 'seats', seatCount },
      { nextTermUnitPricePerCycle: wholeTermPrice },
      LATER,
    );
  const quotes: [string, () => Quote][] = [
    ['a purchase', () => calculatePurchaseQuote(purchase, AT)],
    ['seats added', seats(300)],
    ['seats returned', seats(200)],
    ['a cancellation', () => calculateChangeQuote(subscription, { kind: 'cancelNow' }, {}, LATER)],
  ];
  return quotes.map(([kind, quote]) => ({
    name: `quote of ${kind}, ${name} billed monthly`,
    value: timeOf(quote),
    ceiling,
    unit: 'ms',
  }));
}

/** The median over the rounds of the mean time of a quote, in milliseconds. */
function timeOf(quote: () => Quote): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAtMs = performance.now();
    for (let count = 0; count < QUOTES_PER_ROUND; count += 1) {
      const { possible } = quote();
      if (!possible) throw new Error('the quote was refused');
    }
    return (performance.now() - startedAtMs) / QUOTES_PER_ROUND;
  });
  return median(times);
}
