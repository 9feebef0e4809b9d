import { Decimal } from '@licence-portal/nce';
import { and, asc, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DecimalText, InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { priceChange } from '../tables.ts';
import { PRICE_CHANGE_KINDS, PRICE_HOLD_REASONS } from './price-change-kinds.ts';

const PriceChangeRow = z
  .object({
    key: z.string().describe('Key of the price within the import.'),
    title: z.string().describe('Title of the plan.'),
    vendorIds: z.string().describe('The vendor’s ids of the plan, as `ProductId:SkuId`.'),
    segment: z.string().describe('Customers it is sold to.'),
    market: z.string().describe('Country code of two letters.'),
    currency: z.string().describe('Currency of the prices, ISO 4217.'),
    termDuration: z.string().describe('Term as an ISO 8601 duration.'),
    billingCycle: z.string().describe('How often it is charged; `extended` for a month of the extended service term.'),
    seatCountFrom: z.number().int().describe('Smallest number of licences that has this price.'),
    kind: z.enum(PRICE_CHANGE_KINDS).describe('How the price changes.'),
    changesAt: InstantText.describe('From when.'),
    priceBefore: DecimalText.nullable().describe('Recommended price of the whole term before; null: none.'),
    priceAfter: DecimalText.nullable().describe('Recommended price of the whole term after; null: none.'),
    costAfter: DecimalText.nullable().describe('Cost of the provider for the whole term after; null: none.'),
    percent: DecimalText.nullable().describe(
      'Percent by which the price moves, one decimal; null without both prices.',
    ),
    heldFor: z.array(z.enum(PRICE_HOLD_REASONS)).describe('Why it waits or waited; empty: it does not wait.'),
    decision: z
      .enum(['released', 'declined', 'superseded'])
      .nullable()
      .describe('How its waiting ended; `superseded`: by a later import. Null: it waits, or never did.'),
  })
  .describe('A price that an import changes.');
export type PriceChangeRow = z.infer<typeof PriceChangeRow>;

export const listPriceChanges = operation({
  name: 'catalogue.listPriceChanges',
  description: 'Lists the prices that an import or a draft changes: those that wait first, then by title.',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: PageRequest.extend({
    importId: idOf('priceImport').describe('Id of the import.'),
    kind: z.enum(PRICE_CHANGE_KINDS).optional().describe('Only changes of this kind.'),
    isWaiting: z.boolean().default(false).describe('Only prices that wait for the provider’s word.'),
  }),
  output: pageOf(PriceChangeRow),
  async run({ tx }, { importId, kind, isWaiting, ...page }) {
    const waits = sql`(${priceChange.heldFor} <> '{}' and ${priceChange.decision} is null)`;
    const isListed = and(
      eq(priceChange.importId, importId),
      kind === undefined ? undefined : eq(priceChange.kind, kind),
      isWaiting ? and(isNull(priceChange.decision), waits) : undefined,
    );
    const rows = await tx
      .select()
      .from(priceChange)
      .where(isListed)
      .orderBy(desc(waits), asc(priceChange.title), asc(priceChange.key))
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const [all] = await tx.select({ total: count() }).from(priceChange).where(isListed);
    return { items: rows.map(changeOf), total: all?.total ?? 0 };
  },
});

function changeOf(row: typeof priceChange.$inferSelect): z.input<typeof PriceChangeRow> {
  const { key, title, segment, market, currency, termDuration, billingCycle, seatCountFrom, kind, heldFor } = row;
  const before = row.retailBefore ?? row.costBefore;
  const after = row.retailAfter ?? row.costAfter;
  const isComparable = before !== null && after !== null && !before.isZero();
  return {
    ...{ key, title, segment, market, currency, termDuration, billingCycle, seatCountFrom, kind },
    vendorIds: `${row.vendorProductId}:${row.vendorSkuId}`,
    changesAt: row.changesAt.toString(),
    priceBefore: before?.toFixed() ?? null,
    priceAfter: after?.toFixed() ?? null,
    costAfter: row.costAfter?.toFixed() ?? null,
    percent: isComparable ? new Decimal(after).div(before).minus(1).times(100).toDecimalPlaces(1).toFixed() : null,
    heldFor: [...heldFor],
    decision: row.decision,
  };
}
