import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { priceImport } from '../tables.ts';
import { getImportForUpdate, getLastPublication } from './get-import-for-update.ts';
import { planForNewRows } from './plan-for-new-rows.ts';

export const rollBackPriceImport = operation({
  name: 'catalogue.rollBackPriceImport',
  description:
    'Takes a published import back: from now on the prices hold that it replaced, and plans that it added leave the ' +
    'shelf. What was bought in the meantime keeps its price. Texts of products stay.',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({ importId: idOf('priceImport').describe('Id of the import.') }),
  output: z.object({ priceCount: z.number().int().describe('Prices that hold again.') }),
  refusals: ['catalogue.importNotFound', 'catalogue.importNotPublished', 'catalogue.importSuperseded'],
  async run({ tx, clock, audit }, { importId }) {
    const found = await getImportForUpdate(tx, importId);
    if (found.status !== 'published') throw new Refusal('catalogue.importNotPublished');
    if (await isSuperseded(tx, importId)) throw new Refusal('catalogue.importSuperseded');

    await planForNewRows(tx);
    const now = clock.now();
    const priceCount = await restoreReplaced(tx, { importId, vendor: found.vendor }, now);
    await tx
      .update(priceImport)
      .set({ status: 'rolledBack', rolledBackAt: now, publication: (await getLastPublication(tx)) + 1 })
      .where(eq(priceImport.id, importId));
    await audit.record('catalogue.priceImportRolledBack', { importId, fileName: found.fileName, priceCount }, null);
    return { priceCount };
  },
});

/** A later import has changed one of the same prices: taking this one back would take that one back too. */
async function isSuperseded(tx: Tx, importId: Id<'priceImport'>): Promise<boolean> {
  const { rows } = (await tx.execute(sql`
    select 1 as found from price_change own
    join price_change later on later.key = own.key and later.import_id <> own.import_id
    join price_import i on i.id = later.import_id and i.status = 'published'
    join price_import self on self.id = own.import_id and self.vendor = i.vendor and self.publication < i.publication
    where own.import_id = ${importId} and (later.held_for = '{}' or later.decision = 'released')
    limit 1`)) as unknown as { rows: object[] };
  return rows.length > 0;
}

async function restoreReplaced(
  tx: Tx,
  { importId, vendor }: Readonly<{ importId: Id<'priceImport'>; vendor: string }>,
  now: Temporal.Instant,
): Promise<number> {
  const at = sql`${now.toString()}::timestamptz`;
  const touched = sql`select offer_id from price where import_id = ${importId}
    union
    select o.id from price_change c join offer o on o.vendor = ${vendor} and o.vendor_product_id = c.vendor_product_id
      and o.vendor_sku_id = c.vendor_sku_id and o.segment = c.segment
    where c.import_id = ${importId} and c.replaced is not null`;
  const { rows: offers } = (await tx.execute(sql`select offer_id as id from (${touched}) touched`)) as unknown as {
    rows: { id: string }[];
  };
  await tx.execute(sql`delete from price where import_id = ${importId} and effective_from >= ${at}`);
  await tx.execute(sql`
    update price set effective_until = ${at} where import_id = ${importId} and effective_until > ${at}`);
  const { rows } = (await tx.execute(sql`
    insert into price (offer_id, market, currency, segment, term_duration, billing_cycle, seat_count_from,
      cost_per_term, retail_price_per_term, effective_from, effective_until, is_sold, import_id)
    select o.id, c.market, c.currency, c.segment, c.term_duration, c.billing_cycle, c.seat_count_from, piece.cost,
      piece.retail, greatest(piece.starts, c.changes_at, ${at}), piece.ends, piece."isSold", piece."importId"
    from price_change c
    join offer o on o.vendor = ${vendor} and o.vendor_product_id = c.vendor_product_id
      and o.vendor_sku_id = c.vendor_sku_id and o.segment = c.segment
    cross join lateral jsonb_to_recordset(c.replaced) as piece (starts timestamptz, ends timestamptz, cost numeric,
      retail numeric, "isSold" boolean, "importId" uuid)
    where c.import_id = ${importId} and piece.ends > greatest(piece.starts, c.changes_at, ${at})
    returning 1`)) as unknown as { rows: object[] };
  const ids = sql`${`{${offers.map(({ id }) => id).join(',')}}`}::uuid[]`;
  await tx.execute(sql`
    update offer set sold_from = coalesce(sold.starts, offer.sold_from), sold_until = coalesce(sold.ends, ${at})
    from unnest(${ids}) as touched (id)
    left join lateral (
      select min(effective_from) as starts, max(effective_until) as ends from price
      where offer_id = touched.id and is_sold
    ) sold on true
    where offer.id = touched.id`);
  return rows.length;
}
