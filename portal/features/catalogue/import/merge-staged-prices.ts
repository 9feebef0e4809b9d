import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';

type StagedImport = Readonly<{
  importId: Id<'priceImport'>;
  vendor: string;
  /** Lines of the file that other rows with the same key supersede. */
  supersededLines: readonly number[];
}>;

/**
 * Merges staged rows into products, offers and prices, writing only rows that differ.
 *
 * @param recordImport  writes the import's own row, which new prices point to
 */
export async function mergeStagedPrices(
  { tx, clock }: OperationContext,
  staged: StagedImport,
  recordImport: () => Promise<void>,
): Promise<{ imported: number; unchanged: number; offersAdded: number }> {
  const now = clock.now();
  if (staged.supersededLines.length > 0) {
    const lines = sql`${`{${staged.supersededLines.join(',')}}`}::integer[]`;
    await tx.execute(sql`delete from staged_price where import_id = ${staged.importId} and line = any(${lines})`);
  }
  await recordImport();
  await mergeProducts(tx, staged, now);
  const offersAdded = await mergeOffers(tx, staged, now);
  const imported = await mergePrices(tx, staged);
  if (imported > 0) await updateTimesOnSale(tx, staged);
  const distinct = await count(
    tx,
    sql`select count(*)::integer as counted from staged_price where import_id = ${staged.importId}`,
  );
  return { imported, unchanged: distinct - imported, offersAdded };
}

async function mergeProducts(tx: Tx, { importId, vendor }: StagedImport, now: Temporal.Instant): Promise<void> {
  await tx.execute(sql`
    insert into product (vendor, vendor_product_id, title, publisher, category, description, created_at)
    select distinct on (s.vendor_product_id) ${vendor}, s.vendor_product_id, s.product_title, s.publisher, s.category,
      s.description, ${now.toString()}::timestamptz
    from staged_offer s
    where s.import_id = ${importId}
    order by s.vendor_product_id, s.is_trial, s.vendor_sku_id
    on conflict (vendor, vendor_product_id) do update
    set title = excluded.title, publisher = excluded.publisher, category = excluded.category,
      description = excluded.description
    where (product.title, product.publisher, product.category, product.description)
      is distinct from (excluded.title, excluded.publisher, excluded.category, excluded.description)`);
}

/** @returns the number of new offers */
async function mergeOffers(tx: Tx, { importId, vendor }: StagedImport, now: Temporal.Instant): Promise<number> {
  const offerCount = sql`select count(*)::integer as counted from offer`;
  const before = await count(tx, offerCount);
  await tx.execute(sql`
    insert into offer (product_id, vendor, vendor_product_id, vendor_sku_id, title, description, segment, is_trial,
      search_text, sold_from, sold_until, created_at)
    select p.id, ${vendor}, s.vendor_product_id, s.vendor_sku_id, s.sku_title, s.description, sold.segment, s.is_trial,
      s.title_text || ' ' || s.id_text, sold.starts, sold.ends, ${now.toString()}::timestamptz
    from staged_offer s
    join product p on p.vendor = ${vendor} and p.vendor_product_id = s.vendor_product_id
    join (
      select vendor_product_id, vendor_sku_id, max(segment) as segment, min(effective_from) as starts,
        max(effective_until) as ends
      from staged_price where import_id = ${importId}
      group by vendor_product_id, vendor_sku_id
    ) sold on sold.vendor_product_id = s.vendor_product_id and sold.vendor_sku_id = s.vendor_sku_id
    where s.import_id = ${importId}
    on conflict (vendor, vendor_product_id, vendor_sku_id) do update
    set title = excluded.title, description = excluded.description, segment = excluded.segment,
      is_trial = excluded.is_trial, search_text = excluded.search_text
    where (offer.title, offer.description, offer.segment, offer.is_trial, offer.search_text)
      is distinct from
        (excluded.title, excluded.description, excluded.segment, excluded.is_trial, excluded.search_text)`);
  return (await count(tx, offerCount)) - before;
}

/** @returns the number of prices that are new or have changed */
function mergePrices(tx: Tx, { importId, vendor }: StagedImport): Promise<number> {
  return count(
    tx,
    sql`
    with changed as (
      insert into price (offer_id, market, currency, segment, term_duration, billing_cycle, cost_per_term,
        retail_price_per_term, effective_from, effective_until, import_id)
      select o.id, s.market, s.currency, s.segment, s.term_duration, s.billing_cycle, s.cost_per_term,
        s.retail_price_per_term, s.effective_from, s.effective_until, ${importId}
      from staged_price s
      join offer o on o.vendor = ${vendor} and o.vendor_product_id = s.vendor_product_id
        and o.vendor_sku_id = s.vendor_sku_id
      left join price known on known.offer_id = o.id and known.market = s.market and known.currency = s.currency
        and known.segment = s.segment and known.term_duration = s.term_duration
        and known.billing_cycle = s.billing_cycle and known.effective_from = s.effective_from
      where s.import_id = ${importId}
        and (known.id is null or (known.cost_per_term, known.retail_price_per_term, known.effective_until)
          is distinct from (s.cost_per_term, s.retail_price_per_term, s.effective_until))
      order by o.id
      on conflict (offer_id, market, currency, segment, term_duration, billing_cycle, effective_from) do update
      set cost_per_term = excluded.cost_per_term, retail_price_per_term = excluded.retail_price_per_term,
        effective_until = excluded.effective_until, import_id = excluded.import_id
      returning 1
    )
    select count(*)::integer as counted from changed`,
  );
}

/** Search reads from an offer, not from its prices, whether it is on sale. */
async function updateTimesOnSale(tx: Tx, { importId }: StagedImport): Promise<void> {
  await tx.execute(sql`
    update offer set sold_from = sold.starts, sold_until = sold.ends
    from (
      select offer_id, min(effective_from) as starts, max(effective_until) as ends
      from price
      where offer_id in (select offer_id from price where import_id = ${importId})
      group by offer_id
    ) sold
    where offer.id = sold.offer_id and (offer.sold_from, offer.sold_until) is distinct from (sold.starts, sold.ends)`);
}

async function count(tx: Tx, query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = (await tx.execute(query)) as unknown as { rows: { counted: number }[] };
  const [row] = rows;
  if (row === undefined) throw new Error('a count returned no row');
  return row.counted;
}
