import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { priceRule } from '../tables.ts';

/** Takes a price rule away; the next wider one decides from then on. */
export const removePriceRule = operation({
  name: 'catalogue.removePriceRule',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({ ruleId: idOf('priceRule') }),
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
