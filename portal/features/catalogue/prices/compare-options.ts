import { compare, cyclesPerTerm, divide, type Money, monthsInTerm, roundLineHalfUp } from '@licence-portal/nce';
import { z } from 'zod';
import { DecimalText, MoneyWire, moneyWire } from '#platform/wire.ts';

/** One way to buy an offer, as it stands beside the others. Amounts are net, of one licence. */
export const ComparedOption = z.object({
  termDuration: z.string(),
  billingCycle: z.string(),
  /** Whole months of the commitment; null for what is bought without a term. */
  termMonths: z.number().int().nullable(),
  /** Not rounded: what a licence costs for one charge cycle. */
  pricePerCycle: MoneyWire,
  cyclesPerTerm: z.number().int(),
  /** Not rounded. */
  pricePerTerm: MoneyWire,
  /** The term's price spread over its months, rounded to the cent for showing; null without a term. */
  pricePerMonth: MoneyWire.nullable(),
  /** How much more a month costs than in the cheapest way, in percent, one decimal; `0` for the cheapest, null where nothing compares. */
  surchargePercent: DecimalText.nullable(),
});
export type ComparedOption = z.infer<typeof ComparedOption>;

/**
 * Makes the ways to buy an offer comparable: by the month, and against the cheapest one. Ways whose term or billing the rules
 * do not know cannot be bought here and are left out.
 *
 * @returns the cheapest by the month first, of equal ones the shortest commitment; what has no term comes last
 */
export function compareOptions(
  ways: readonly Readonly<{ termDuration: string; billingCycle: string; wholeTerm: Money }>[],
): ComparedOption[] {
  const priced = ways.flatMap(({ termDuration, billingCycle, wholeTerm }) => {
    const cycles = cyclesPerTerm(termDuration, billingCycle);
    if (cycles === undefined) return [];
    const termMonths = monthsInTerm(termDuration) ?? null;
    return [
      {
        termDuration,
        billingCycle,
        wholeTerm,
        cycles,
        termMonths,
        perMonth: termMonths === null ? null : divide(wholeTerm, termMonths),
      },
    ];
  });
  const cheapest = priced
    .flatMap(({ perMonth }) => (perMonth === null ? [] : [perMonth]))
    .reduce<Money | undefined>((best, one) => (best === undefined || compare(one, best) < 0 ? one : best), undefined);
  return priced
    .toSorted((left, right) => {
      if (left.perMonth === null || right.perMonth === null)
        return Number(left.perMonth === null) - Number(right.perMonth === null);
      return compare(left.perMonth, right.perMonth) || (left.termMonths ?? 0) - (right.termMonths ?? 0);
    })
    .map(({ termDuration, billingCycle, wholeTerm, cycles, termMonths, perMonth }) => ({
      termDuration,
      billingCycle,
      termMonths,
      pricePerCycle: moneyWire(divide(wholeTerm, cycles)),
      cyclesPerTerm: cycles,
      pricePerTerm: moneyWire(wholeTerm),
      pricePerMonth: perMonth === null ? null : moneyWire(roundLineHalfUp(perMonth)),
      surchargePercent: perMonth === null ? null : surchargeOf(perMonth, cheapest),
    }));
}

function surchargeOf(perMonth: Money, cheapest: Money | undefined): string | null {
  if (cheapest === undefined || cheapest.amount.isZero()) return null;
  return perMonth.amount.div(cheapest.amount).minus(1).times(100).toDecimalPlaces(1).toFixed();
}
