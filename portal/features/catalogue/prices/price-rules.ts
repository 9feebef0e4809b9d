import { cyclesPerTerm, type Decimal, divide, type Money, money, multiply } from '@licence-portal/nce';

export const PRICE_BASES = ['retail', 'cost'] as const;
export type PriceBase = (typeof PRICE_BASES)[number];

/** From the widest to the most specific. */
export const PRICE_RULE_SCOPES = ['everything', 'segment', 'product', 'offer'] as const;
export type PriceRuleScope = (typeof PRICE_RULE_SCOPES)[number];

/** A rule of the provider: the customer's price is the base and so many percent of it more (or less). */
export type PriceRule = Readonly<{
  scope: PriceRuleScope;
  segment: string | null;
  productId: string | null;
  offerId: string | null;
  base: PriceBase;
  /** -100 or more. */
  percent: Decimal;
}>;

type Priced = Readonly<{ offerId: string; productId: string; segment: string }>;

/** The rule that decides: of those that speak of this offer the most specific one. */
export function ruleFor(offer: Priced, rules: readonly PriceRule[]): PriceRule | undefined {
  const specificity = (rule: PriceRule) => PRICE_RULE_SCOPES.indexOf(rule.scope);
  return rules
    .filter((rule) => speaksOf(rule, offer))
    .reduce<PriceRule | undefined>(
      (best, rule) => (best === undefined || specificity(rule) > specificity(best) ? rule : best),
      undefined,
    );
}

/**
 * What the customer pays for one licence and the whole term, net, not rounded: `base × (1 + percent / 100)`. Without a
 * rule it is the recommended price; where a sheet has no recommended price, the cost takes its place.
 */
export function priceOf(
  { unitCost, retailPrice, currency }: Readonly<{ unitCost: Decimal; retailPrice: Decimal | null; currency: string }>,
  rule: PriceRule | undefined,
): Money {
  const base = rule?.base === 'cost' ? unitCost : (retailPrice ?? unitCost);
  if (rule === undefined) return money(base, currency);
  return divide(multiply(money(base, currency), rule.percent.plus(100)), 100);
}

/**
 * A whole-term price as that of one charge cycle, not rounded.
 *
 * @returns undefined for a term or a billing cycle that the rules do not know
 * @source Partner Center, "Get a price sheet": also rows billed monthly carry the whole term's amount
 */
export function perCycle(
  wholeTerm: Money,
  option: Readonly<{ termDuration: string; billingCycle: string }>,
): { price: Money; cyclesPerTerm: number } | undefined {
  const cycles = cyclesPerTerm(option.termDuration, option.billingCycle);
  return cycles === undefined ? undefined : { price: divide(wholeTerm, cycles), cyclesPerTerm: cycles };
}

function speaksOf(rule: PriceRule, offer: Priced): boolean {
  switch (rule.scope) {
    case 'everything':
      return true;
    case 'segment':
      return rule.segment === offer.segment;
    case 'product':
      return rule.productId === offer.productId;
    case 'offer':
      return rule.offerId === offer.offerId;
  }
}
