import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DecimalText, InstantText } from '#platform/wire.ts';
import { offer, priceRule, product } from '../tables.ts';
import { PRICE_BASES, PRICE_RULE_SCOPES } from './price-rules.ts';

/** The provider's price rules, the widest first. */
export const listPriceRules = operation({
  name: 'catalogue.listPriceRules',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({}),
  output: z.object({
    rules: z.array(
      z.object({
        ruleId: idOf('priceRule'),
        scope: z.enum(PRICE_RULE_SCOPES),
        segment: z.string().nullable(),
        /** Of the product or the offer that the rule speaks of. */
        title: z.string().nullable(),
        base: z.enum(PRICE_BASES),
        percent: DecimalText,
        updatedAt: InstantText,
      }),
    ),
  }),
  async run({ tx }) {
    const rows = await tx
      .select({ rule: priceRule, productTitle: product.title, offerTitle: offer.title })
      .from(priceRule)
      .leftJoin(product, eq(product.id, priceRule.productId))
      .leftJoin(offer, eq(offer.id, priceRule.offerId));
    const width = (row: (typeof rows)[number]) => PRICE_RULE_SCOPES.indexOf(row.rule.scope);
    return {
      rules: rows
        .toSorted((left, right) => width(left) - width(right))
        .map(({ rule, productTitle, offerTitle }) => ({
          ruleId: rule.id,
          scope: rule.scope,
          segment: rule.segment,
          title: offerTitle ?? productTitle,
          base: rule.base,
          percent: rule.percent.toFixed(),
          updatedAt: rule.updatedAt.toString(),
        })),
    };
  },
});
