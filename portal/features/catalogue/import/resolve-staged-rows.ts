import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import type { RejectedRow } from './price-sheet-row.ts';

type StagedSheet = Readonly<{ importId: Id<'priceImport'>; vendor: string }>;

/**
 * Completes staged rows with what the sheet does not say and the catalogue knows: the segment of a plan, and the plan
 * that a row of the extended service term belongs to.
 *
 * @returns the rows that cannot be completed, which are no longer staged
 */
export async function resolveStagedRows(tx: Tx, sheet: StagedSheet): Promise<RejectedRow[]> {
  await fillSegments(tx, sheet, sql`staged_price`);
  await fillSegments(tx, sheet, sql`staged_offer`);
  await nameExtendedPlans(tx, sheet);
  const without = await rejectWhere(
    tx,
    sheet,
    'extendedPlanUnknown',
    sql`extended_title is not null`,
    sql`extended_title`,
  );
  const untitled = await rejectWhere(
    tx,
    sheet,
    'titleMissing',
    sql`exists (
      select from staged_offer o
      where o.import_id = staged_price.import_id and o.vendor_product_id = staged_price.vendor_product_id
        and o.vendor_sku_id = staged_price.vendor_sku_id and coalesce(o.sku_title, o.product_title) is null
    ) and not exists (
      select from offer o
      where o.vendor = ${sheet.vendor} and o.vendor_product_id = staged_price.vendor_product_id
        and o.vendor_sku_id = staged_price.vendor_sku_id
    )`,
    sql`vendor_product_id || ':' || vendor_sku_id`,
  );
  return [...without, ...untitled];
}

/** As the catalogue has it, the general one first; a plan that is new is sold to everybody. */
async function fillSegments(tx: Tx, { importId, vendor }: StagedSheet, table: SQL): Promise<void> {
  await tx.execute(sql`
    update ${table} set segment = coalesce((
      select known.segment from offer known
      where known.vendor = ${vendor} and known.vendor_product_id = ${table}.vendor_product_id
        and known.vendor_sku_id = ${table}.vendor_sku_id
      order by (known.segment = 'commercial') desc, known.segment limit 1
    ), 'commercial')
    where import_id = ${importId} and segment is null`);
}

/**
 * Gives the rows of the extended service term the id of the plan that they extend: the one of the same product, segment
 * and title, in the sheet or in the catalogue.
 *
 * Guess: by the title ("… - Extended Service Term"), because the ids of these SKUs follow no rule.
 */
async function nameExtendedPlans(tx: Tx, { importId, vendor }: StagedSheet): Promise<void> {
  await tx.execute(sql`
    update staged_price set vendor_sku_id = plan.vendor_sku_id, extended_title = null
    from (
      select vendor_product_id, segment, lower(sku_title) as title, min(vendor_sku_id) as vendor_sku_id
      from (
        select vendor_product_id, segment, sku_title, vendor_sku_id, is_trial from staged_offer
        where import_id = ${importId}
        union all
        select vendor_product_id, segment, title, vendor_sku_id, is_trial from offer where vendor = ${vendor}
      ) plans
      where is_trial is not true
      group by vendor_product_id, segment, lower(sku_title)
    ) plan
    where staged_price.import_id = ${importId} and plan.title = lower(staged_price.extended_title)
      and plan.vendor_product_id = staged_price.vendor_product_id and plan.segment = staged_price.segment`);
}

async function rejectWhere(
  tx: Tx,
  { importId }: StagedSheet,
  reason: RejectedRow['reason'],
  condition: SQL,
  value: SQL,
): Promise<RejectedRow[]> {
  const { rows } = (await tx.execute(sql`
    delete from staged_price where import_id = ${importId} and ${condition} returning line, ${value} as value`)) as unknown as {
    rows: { line: number; value: string }[];
  };
  return rows.map(({ line, value }) => ({ line, reason, value: value.slice(0, 80) }));
}
