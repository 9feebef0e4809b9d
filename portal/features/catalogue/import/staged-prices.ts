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
    const categories = textArray(offers.map(({ productTitle }) => productTitle && categoryOf(productTitle)));
    await tx.execute(sql`
      insert into staged_offer (import_id, vendor_product_id, vendor_sku_id, segment, product_title, sku_title,
        publisher, description, category, is_trial, title_text, id_text, staged_at)
      select ${importId}::uuid, o.product_id, o.sku_id, o.segment, o.product_title, o.sku_title, o.publisher,
        o.description, o.category, o.is_trial::boolean, o.title_text, o.id_text, ${now.toString()}::timestamptz
      from unnest(${cells('vendorProductId')}, ${cells('vendorSkuId')}, ${cells('segment')}, ${cells('productTitle')},
        ${cells('skuTitle')}, ${cells('publisher')}, ${cells('description')}, ${categories}, ${cells('isTrial')},
        ${textArray(offers.map(titleText))}, ${textArray(offers.map(idText))}
      ) as o (product_id, sku_id, segment, product_title, sku_title, publisher, description, category, is_trial,
        title_text, id_text)`);
  }
  if (prices.length > 0) {
    const cells = (key: keyof (typeof prices)[number]) => textArray(prices.map((price) => price[key]));
    await tx.execute(sql`
      insert into staged_price (import_id, line, vendor_product_id, vendor_sku_id, market, currency, segment,
        term_duration, billing_cycle, seat_count_from, cost_per_term, retail_price_per_term, effective_from,
        effective_until, extended_title, staged_at)
      select ${importId}::uuid, p.line::integer, p.product_id, p.sku_id, p.market, p.currency, p.segment, p.term,
        p.billing, p.seats::integer, p.cost::numeric, p.retail::numeric, p.starts::timestamptz, p.ends::timestamptz,
        p.extended, ${now.toString()}::timestamptz
      from unnest(${cells('line')}, ${cells('vendorProductId')}, ${cells('vendorSkuId')}, ${cells('market')},
        ${cells('currency')}, ${cells('segment')}, ${cells('termDuration')}, ${cells('billingCycle')},
        ${cells('seatCountFrom')}, ${cells('costPerTerm')}, ${cells('retailPricePerTerm')}, ${cells('effectiveFrom')},
        ${cells('effectiveUntil')}, ${cells('extendedTitle')}
      ) as p (line, product_id, sku_id, market, currency, segment, term, billing, seats, cost, retail, starts, ends,
        extended)`);
  }
}

/** Deletes the staged rows of an import, and those that older ones left behind; the texts of drafts stay. */
export async function clearStaged(tx: Tx, importId: Id<'priceImport'>, now: Temporal.Instant): Promise<void> {
  const oldest = now.subtract(STAGED_LIFETIME).toString();
  const isDraft = sql`exists (select from price_import where id = staged_offer.import_id and status = 'draft')`;
  await tx.execute(sql`delete from staged_price where import_id = ${importId} or staged_at < ${oldest}::timestamptz`);
  await tx.execute(sql`
    delete from staged_offer
    where (import_id = ${importId} or staged_at < ${oldest}::timestamptz) and not ${isDraft}`);
}

type OfferTexts = SheetBatch['offers'][number];

/** The titles of an offer as search compares them, where the sheet has one; its ids follow in a text of their own. */
function titleText({ productTitle, skuTitle }: OfferTexts): string | null {
  const titles = [productTitle, skuTitle].filter((title) => title !== null).map(searchable);
  return titles.length === 0 ? null : [...new Set(titles)].join(' ');
}

function idText({ vendorProductId, vendorSkuId }: OfferTexts): string {
  return searchable(`${vendorProductId} ${vendorSkuId}`);
}

/** An array literal of PostgreSQL: made here because the two drivers do not agree on arrays with nulls. */
function textArray(values: readonly (string | number | boolean | null)[]): SQL {
  const quoted = values.map((value) =>
    value === null ? 'NULL' : `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  );
  return sql`${`{${quoted.join(',')}}`}::text[]`;
}
