import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { categoryOf } from '../categories.ts';
import { searchable } from '../search/search-text.ts';
import type { SheetBatch } from './price-sheet-reader.ts';

/** Rows that a killed import left behind are deleted by a later one after this time. */
const STAGED_LIFETIME = Temporal.Duration.from({ hours: 24 });

/** Puts a batch into the staging tables. Columns travel as arrays: single rows would be ten times slower. */
export async function stageBatch(
  tx: Tx,
  importId: Id<'priceImport'>,
  { prices, offers }: SheetBatch,
  now: Temporal.Instant,
): Promise<void> {
  if (offers.length > 0) {
    const cells = <Key extends keyof (typeof offers)[number]>(key: Key) => textArray(offers.map((offer) => offer[key]));
    const categories = textArray(offers.map((offer) => categoryOf(offer.productTitle)));
    const trials = textArray(offers.map((offer) => String(offer.isTrial)));
    await tx.execute(sql`
      insert into staged_offer
      select ${importId}::uuid, o.product_id, o.sku_id, o.product_title, o.sku_title, o.publisher, o.description,
        o.category, o.is_trial::boolean, o.title_text, o.id_text, ${now.toString()}::timestamptz
      from unnest(${cells('vendorProductId')}, ${cells('vendorSkuId')}, ${cells('productTitle')}, ${cells('skuTitle')},
        ${cells('publisher')}, ${cells('description')}, ${categories}, ${trials}, ${textArray(offers.map(titleText))},
        ${textArray(offers.map(idText))}
      ) as o (product_id, sku_id, product_title, sku_title, publisher, description, category, is_trial, title_text,
        id_text)`);
  }
  if (prices.length > 0) {
    const cells = (key: Exclude<keyof (typeof prices)[number], 'line'>) => textArray(prices.map((price) => price[key]));
    const lines = textArray(prices.map((price) => String(price.line)));
    await tx.execute(sql`
      insert into staged_price
      select ${importId}::uuid, p.line::integer, p.product_id, p.sku_id, p.market, p.currency, p.segment, p.term,
        p.billing, p.cost::numeric, p.retail::numeric, p.starts::timestamptz, p.ends::timestamptz, ${now.toString()}::timestamptz
      from unnest(${lines}, ${cells('vendorProductId')}, ${cells('vendorSkuId')}, ${cells('market')},
        ${cells('currency')}, ${cells('segment')}, ${cells('termDuration')}, ${cells('billingCycle')},
        ${cells('costPerTerm')}, ${cells('retailPricePerTerm')}, ${cells('effectiveFrom')}, ${cells('effectiveUntil')}
      ) as p (line, product_id, sku_id, market, currency, segment, term, billing, cost, retail, starts, ends)`);
  }
}

/** Deletes the staged rows of an import, and those that older ones left behind. */
export async function clearStaged(tx: Tx, importId: Id<'priceImport'>, now: Temporal.Instant): Promise<void> {
  const oldest = now.subtract(STAGED_LIFETIME).toString();
  await tx.execute(sql`delete from staged_price where import_id = ${importId} or staged_at < ${oldest}::timestamptz`);
  await tx.execute(sql`delete from staged_offer where import_id = ${importId} or staged_at < ${oldest}::timestamptz`);
}

/** The titles of an offer as search compares them; its ids follow in a text of their own. */
function titleText({ productTitle, skuTitle }: { productTitle: string; skuTitle: string }): string {
  return [...new Set([searchable(productTitle), searchable(skuTitle)])].join(' ');
}

function idText({ vendorProductId, vendorSkuId }: { vendorProductId: string; vendorSkuId: string }): string {
  return searchable(`${vendorProductId} ${vendorSkuId}`);
}

/** An array literal of PostgreSQL: made here because the two drivers do not agree on arrays with nulls. */
function textArray(values: readonly (string | boolean | null)[]): SQL {
  const quoted = values.map((value) =>
    value === null ? 'NULL' : `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  );
  return sql`${`{${quoted.join(',')}}`}::text[]`;
}
