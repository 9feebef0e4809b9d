import { type Decimal, type Money, money } from '@licence-portal/nce';
import { divide, multiply } from '@licence-portal/nce/money';

export const PRICE_BASES = ['retail', 'cost'] as const;
export type PriceBase = (typeof PRICE_BASES)[number];

/** From the widest to the most specific. */
export const PRICE_RULE_SCOPES = ['everything', 'segment', 'product', 'offer'] as const;
export type PriceRuleScope = (typeof PRICE_RULE_SCOPES)[number];

/** A rule of the provider: the customer's price is the base with a percentage added. */
export type PriceRule = Readonly<{
  scope: PriceRuleScope;
  segment: string | null;
  productId: string | null;
  offerId: string | null;
  base: PriceBase;
  /** -100 or more. */
  percent: Decimal;
}>;

export type PricedOffer = Readonly<{ offerId: string; productId: string; segment: string }>;

/** The rule that decides: of those that cover this offer the most specific one. */
export function ruleFor(offer: PricedOffer, rules: readonly PriceRule[]): PriceRule | undefined {
  const specificity = (rule: PriceRule) => PRICE_RULE_SCOPES.indexOf(rule.scope);
  return rules
    .filter((rule) => covers(rule, offer))
    .reduce<PriceRule | undefined>(
      (best, rule) => (best === undefined || specificity(rule) > specificity(best) ? rule : best),
      undefined,
    );
}

/** Amounts of a price list: of one licence and the whole term, net. */
export type ListedPrice = Readonly<{ costPerTerm: Decimal; retailPricePerTerm: Decimal | null; currency: string }>;

/**
 * The customer's price of one licence and the whole term, net, not rounded: `base × (1 + percent / 100)`. Without a
 * rule it is the recommended price; where a sheet has no recommended price, the cost takes its place.
 */
export function customerPrice(
  { costPerTerm, retailPricePerTerm, currency }: ListedPrice,
  rule: PriceRule | undefined,
): Money {
  const base = rule?.base === 'cost' ? costPerTerm : (retailPricePerTerm ?? costPerTerm);
  if (rule === undefined) return money(base, currency);
  return divide(multiply(money(base, currency), rule.percent.plus(100)), 100);
}

function covers(rule: PriceRule, offer: PricedOffer): boolean {
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
