import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { priceRule } from '../tables.ts';

export const removePriceRule = operation({
  name: 'catalogue.removePriceRule',
  description:
    'Removes a price rule; from then on the next wider rule decides. Running subscriptions keep their price until renewal.',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({ ruleId: idOf('priceRule').describe('Id of the rule.') }),
  output: z.object({}),
  refusals: ['catalogue.ruleNotFound'],
  async run({ tx, audit }, { ruleId }) {
    const [removed] = await tx.delete(priceRule).where(eq(priceRule.id, ruleId)).returning();
    if (removed === undefined) throw new Refusal('catalogue.ruleNotFound');
    const { scope, segment, productId, offerId, base, percent } = removed;
    await audit.record(
      'catalogue.priceRuleRemoved',
      { ruleId, scope, segment, productId, offerId, base, percent: percent.toFixed() },
      null,
    );
    return {};
  },
});
