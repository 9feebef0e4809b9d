import { eq, sql } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';
import { readSkuFacts } from '../read-sku-facts.job.ts';
import { priceImport } from '../tables.ts';
import { getLastPublication } from './get-import-for-update.ts';
import { mergeStagedOffers } from './merge-staged-offers.ts';
import { planForNewRows } from './plan-for-new-rows.ts';
import { publishPriceChanges } from './publish-price-changes.ts';
import { clearStaged } from './staged-prices.ts';

/** Publishes an import whose changes are written down: its offers, and the prices that need nobody's word. */
export async function publishImport(
  { tx, clock, jobs }: OperationContext,
  { id: importId, vendor }: Pick<typeof priceImport.$inferSelect, 'id' | 'vendor'>,
): Promise<{ imported: number; offersAdded: number }> {
  const now = clock.now();
  await planForNewRows(tx);
  await tx.execute(sql`
    update price_change set decision = 'superseded', decided_at = ${now.toString()}::timestamptz
    from price_import i
    where i.id = price_change.import_id and i.vendor = ${vendor} and i.id <> ${importId} and decision is null
      and held_for <> '{}'
      and price_change.market in (select market from price_change own where own.import_id = ${importId})`);
  const offersAdded = await mergeStagedOffers(tx, { importId, vendor }, now);
  const imported = await publishPriceChanges(tx, {
    importId,
    vendor,
    which: sql`c.held_for = '{}'`,
    notBefore: now,
  });
  const published = { imported, offersAdded, publication: (await getLastPublication(tx)) + 1 };
  await tx
    .update(priceImport)
    .set({ ...published, status: 'published', publishedAt: now })
    .where(eq(priceImport.id, importId));
  await clearStaged(tx, importId, now);
  await jobs.start(readSkuFacts, {}, { key: 'catalogue.readSkuFacts' });
  return { imported, offersAdded };
}
