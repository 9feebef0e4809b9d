import { asc, count, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DecimalText, InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { offer, priceRule, product } from '../tables.ts';
import { PRICE_BASES, PRICE_RULE_SCOPES } from './price-rules.ts';

const PriceRuleRow = z.object({
  ruleId: idOf('priceRule').describe('Id of the rule.'),
  scope: z.enum(PRICE_RULE_SCOPES).describe('What the rule covers.'),
  segment: z.string().nullable().describe('Segment that it covers; null for another scope.'),
  title: z.string().nullable().describe('Title of the product or plan that it covers; null for another scope.'),
  base: z.enum(PRICE_BASES).describe('`retail`: the recommended price; `cost`: the cost of the provider.'),
  percent: DecimalText.describe('Percent added to the base; -100 or more.'),
  updatedAt: InstantText.describe('When the rule was set.'),
});

export type PriceRuleRow = z.infer<typeof PriceRuleRow>;

export const listPriceRules = operation({
  name: 'catalogue.listPriceRules',
  description: 'Lists the rules by which customers’ prices are made, the widest first. The most specific rule decides.',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: PageRequest,
  output: pageOf(PriceRuleRow),
  async run({ tx }, page) {
    const rows = await tx
      .select({ rule: priceRule, productTitle: product.title, offerTitle: offer.title })
      .from(priceRule)
      .leftJoin(product, eq(product.id, priceRule.productId))
      .leftJoin(offer, eq(offer.id, priceRule.offerId))
      .orderBy(
        sql`array_position(${`{${PRICE_RULE_SCOPES.join(',')}}`}::text[], ${priceRule.scope})`,
        asc(priceRule.segment),
        asc(product.title),
        asc(offer.title),
        asc(priceRule.id),
      )
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const [all] = await tx.select({ total: count() }).from(priceRule);
    return {
      items: rows.map(({ rule, productTitle, offerTitle }) => ({
        ruleId: rule.id,
        scope: rule.scope,
        segment: rule.segment,
        title: offerTitle ?? productTitle,
        base: rule.base,
        percent: rule.percent.toFixed(),
        updatedAt: rule.updatedAt.toString(),
      })),
      total: all?.total ?? 0,
    };
  },
});
