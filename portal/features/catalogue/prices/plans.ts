import { cyclesPerTerm, monthsInTerm } from '@licence-portal/nce';

type Plan = Readonly<{ termDuration: string; billingCycle: string }>;

/** How the price of a month of the extended service term stands in the price list: nobody can buy it. */
export const EXTENDED_TERM = { termDuration: 'P1M', billingCycle: 'extended' } as const;

/** Terms of more than three years, and software without a term, are not sold here. */
const TERM_MONTHS = [1, 12, 36];

/** Can anybody buy a plan? Price sheets also have others: five years, licences without an end. */
export function isBuyable({ termDuration, billingCycle }: Plan): boolean {
  const months = monthsInTerm(termDuration);
  return (
    months !== undefined && TERM_MONTHS.includes(months) && cyclesPerTerm(termDuration, billingCycle) !== undefined
  );
}
