/** The ways to buy an own service: term and billing cycle, in the order in which pages show them. */
export const OWN_OPTIONS = [
  { termDuration: 'P1M', billingCycle: 'monthly', termMonths: 1 },
  { termDuration: 'P1Y', billingCycle: 'monthly', termMonths: 12 },
  { termDuration: 'P1Y', billingCycle: 'annual', termMonths: 12 },
  { termDuration: 'P3Y', billingCycle: 'monthly', termMonths: 36 },
  { termDuration: 'P3Y', billingCycle: 'annual', termMonths: 36 },
  { termDuration: 'P3Y', billingCycle: 'triennial', termMonths: 36 },
] as const;

type OptionKey = Readonly<{ termDuration: string; billingCycle: string }>;

/** "P1Y/annual". */
export function optionKey({ termDuration, billingCycle }: OptionKey): string {
  return `${termDuration}/${billingCycle}`;
}

/** The name of the form's field with the price of an option. */
export function priceField(option: OptionKey): string {
  return `price.${optionKey(option)}`;
}

/** Months of an option's term; null for a term that own services do not have. */
export function monthsOf({ termDuration }: OptionKey): number | null {
  return OWN_OPTIONS.find((option) => option.termDuration === termDuration)?.termMonths ?? null;
}
