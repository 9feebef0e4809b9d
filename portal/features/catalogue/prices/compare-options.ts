import { cyclesPerTerm, type Money, monthsInTerm } from '@licence-portal/nce';
import { compare, divide, roundLineHalfUp } from '@licence-portal/nce/money';
import { z } from 'zod';
import { DecimalText, MoneyWire, moneyWire } from '#platform/wire.ts';
import type { CurrentPrice } from './current-prices.ts';
import { isBuyable } from './plans.ts';

export const ComparedOption = z
  .object({
    termDuration: z.string().describe('Term as an ISO 8601 duration (`P1M`, `P1Y`, `P3Y`), or `OneTime`.'),
    billingCycle: z.string().describe('How often it is charged: `monthly`, `annual`, `triennial`, `one_time`, `none`.'),
    termMonths: z
      .number()
      .int()
      .nullable()
      .describe('Whole months of the commitment; null for an offer without a term.'),
    pricePerCycle: MoneyWire.describe('Net price of one licence and one charge cycle, not rounded.'),
    cyclesPerTerm: z.number().int().describe('Charge cycles of the term, 1 or more.'),
    pricePerTerm: MoneyWire.describe('Net price of one licence and the whole term, not rounded.'),
    pricePerMonth: MoneyWire.nullable().describe(
      'The price of the term spread over its months, rounded to the cent; null without a term.',
    ),
    surchargePercent: DecimalText.nullable().describe(
      'Percent by which a month costs more than in the cheapest option, one decimal; `0` for the cheapest, ' +
        'null where there is nothing to compare with.',
    ),
  })
  .describe('One way to buy an offer: a term and a billing cycle.');
export type ComparedOption = z.infer<typeof ComparedOption>;

/**
 * Makes the ways to buy an offer comparable: by the month, and against the cheapest one. Ways whose term or billing
 * cycle the rules do not know cannot be bought here and are left out.
 *
 * @returns the cheapest by the month first, of equal ones the shortest commitment; options without a term come last
 */
export function compareOptions(prices: readonly PricedOption[]): ComparedOption[] {
  const priced = prices.flatMap((option) => withMonth(option) ?? []);
  const cheapest = priced
    .flatMap(({ perMonth }) => (perMonth === null ? [] : [perMonth]))
    .reduce<Money | undefined>((best, one) => (best === undefined || compare(one, best) < 0 ? one : best), undefined);
  return priced
    .toSorted(cheapestFirst)
    .map(({ termDuration, billingCycle, pricePerTerm, cycles, termMonths, perMonth }) => ({
      termDuration,
      billingCycle,
      termMonths,
      pricePerCycle: moneyWire(divide(pricePerTerm, cycles)),
      cyclesPerTerm: cycles,
      pricePerTerm: moneyWire(pricePerTerm),
      pricePerMonth: perMonth === null ? null : moneyWire(roundLineHalfUp(perMonth)),
      surchargePercent: perMonth === null ? null : surchargePercent(perMonth, cheapest),
    }));
}

type PricedOption = Pick<CurrentPrice, 'termDuration' | 'billingCycle' | 'pricePerTerm'>;
type OptionByMonth = PricedOption & Readonly<{ cycles: number; termMonths: number | null; perMonth: Money | null }>;

function withMonth(option: PricedOption): OptionByMonth | undefined {
  const cycles = cyclesPerTerm(option.termDuration, option.billingCycle);
  if (cycles === undefined || !isBuyable(option)) return undefined;
  const termMonths = monthsInTerm(option.termDuration) ?? null;
  return {
    ...option,
    cycles,
    termMonths,
    perMonth: termMonths === null ? null : divide(option.pricePerTerm, termMonths),
  };
}

function cheapestFirst(left: OptionByMonth, right: OptionByMonth): number {
  if (left.perMonth === null || right.perMonth === null)
    return Number(left.perMonth === null) - Number(right.perMonth === null);
  return compare(left.perMonth, right.perMonth) || (left.termMonths ?? 0) - (right.termMonths ?? 0);
}

function surchargePercent(perMonth: Money, cheapest: Money | undefined): string | null {
  if (cheapest === undefined || cheapest.amount.isZero()) return null;
  return perMonth.amount.div(cheapest.amount).minus(1).times(100).toDecimalPlaces(1).toFixed();
}
