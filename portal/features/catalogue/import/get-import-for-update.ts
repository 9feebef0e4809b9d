import { eq, max, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { priceImport } from '../tables.ts';

/** Whatever changes the price list waits for what is changing it. */
export async function lockPriceList(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('catalogue.importPriceSheet'))`);
}

/** The number of the last change that an import has made to the price list; 0 before the first. */
export async function getLastPublication(tx: Tx): Promise<number> {
  const [last] = await tx.select({ publication: max(priceImport.publication) }).from(priceImport);
  return last?.publication ?? 0;
}

/**
 * An import, with the price list held until the transaction ends.
 *
 * @throws Refusal `catalogue.importNotFound`
 */
export async function getImportForUpdate(
  tx: Tx,
  importId: Id<'priceImport'>,
): Promise<typeof priceImport.$inferSelect> {
  await lockPriceList(tx);
  const [found] = await tx.select().from(priceImport).where(eq(priceImport.id, importId)).for('no key update');
  if (found === undefined) throw new Refusal('catalogue.importNotFound');
  return found;
}
