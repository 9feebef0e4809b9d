import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';

/**
 * Takes what was put aside into products, offers and prices, writing only rows that differ.
 *
 * @param supersededLines  rows of the file whose place another one takes
 * @param recordImport  writes the import's own row, which new prices point to
 */
export async function mergeStagedPrices(
  { tx, clock }: OperationContext,
  importId: Id<'priceImport'>,
  supersededLines: readonly number[],
  recordImport: () => Promise<void>,
): Promise<{ imported: number; unchanged: number; offersAdded: number }> {
  const now = sql`${clock.now().toString()}::timestamptz`;
  if (supersededLines.length > 0) {
    await tx.execute(
      sql`delete from staged_price where import_id = ${importId} and line = any(${`{${supersededLines.join(',')}}`}::integer[])`,
    );
  }
  await recordImport();

  await tx.execute(sql`
    insert into product (vendor, vendor_product_id, title, publisher, category, description, created_at)
    select distinct on (s.vendor_product_id) 'microsoft', s.vendor_product_id, s.product_title, s.publisher, s.category,
      s.description, ${now}
    from staged_offer s
    where s.import_id = ${importId}
    order by s.vendor_product_id, s.is_trial, s.vendor_sku_id
    on conflict (vendor, vendor_product_id) do update
    set title = excluded.title, publisher = excluded.publisher, category = excluded.category, description = excluded.description
    where (product.title, product.publisher, product.category, product.description)
      is distinct from (excluded.title, excluded.publisher, excluded.category, excluded.description)`);

  const offersBefore = await count(tx, sql`select count(*)::integer as counted from offer`);
  await tx.execute(sql`
    insert into offer (product_id, vendor, vendor_product_id, vendor_sku_id, title, description, segment, is_trial, search_text,
      sold_from, sold_until, created_at)
    select p.id, 'microsoft', s.vendor_product_id, s.vendor_sku_id, s.sku_title, s.description, sold.segment, s.is_trial,
      s.title_text || ' ' || s.id_text, sold.starts, sold.ends, ${now}
    from staged_offer s
    join product p on p.vendor = 'microsoft' and p.vendor_product_id = s.vendor_product_id
    join (
      select vendor_product_id, vendor_sku_id, max(segment) as segment, min(effective_from) as starts,
        max(effective_until) as ends
      from staged_price where import_id = ${importId}
      group by vendor_product_id, vendor_sku_id
    ) sold on sold.vendor_product_id = s.vendor_product_id and sold.vendor_sku_id = s.vendor_sku_id
    where s.import_id = ${importId}
    on conflict (vendor, vendor_product_id, vendor_sku_id) do update
    set title = excluded.title, description = excluded.description, segment = excluded.segment, is_trial = excluded.is_trial,
      search_text = excluded.search_text
    where (offer.title, offer.description, offer.segment, offer.is_trial, offer.search_text)
      is distinct from (excluded.title, excluded.description, excluded.segment, excluded.is_trial, excluded.search_text)`);
  const offersAfter = await count(tx, sql`select count(*)::integer as counted from offer`);

  await tx.execute(sql`
    insert into search_word (word)
    select distinct word
    from staged_offer s, unnest(string_to_array(s.title_text, ' ')) as word
    where s.import_id = ${importId} and length(word) >= 3
    on conflict do nothing`);

  const distinct = await count(
    tx,
    sql`select count(*)::integer as counted from staged_price where import_id = ${importId}`,
  );
  const imported = await count(
    tx,
    sql`
    with changed as (
      insert into price (offer_id, market, currency, segment, term_duration, billing_cycle, unit_cost, retail_price,
        effective_from, effective_until, import_id)
      select o.id, s.market, s.currency, s.segment, s.term_duration, s.billing_cycle, s.unit_cost, s.retail_price,
        s.effective_from, s.effective_until, ${importId}
      from staged_price s
      join offer o on o.vendor = 'microsoft' and o.vendor_product_id = s.vendor_product_id
        and o.vendor_sku_id = s.vendor_sku_id
      left join price known on known.offer_id = o.id and known.market = s.market and known.currency = s.currency
        and known.segment = s.segment and known.term_duration = s.term_duration and known.billing_cycle = s.billing_cycle
        and known.effective_from = s.effective_from
      where s.import_id = ${importId}
        and (known.id is null or (known.unit_cost, known.retail_price, known.effective_until)
          is distinct from (s.unit_cost, s.retail_price, s.effective_until))
      order by o.id
      on conflict (offer_id, market, currency, segment, term_duration, billing_cycle, effective_from) do update
      set unit_cost = excluded.unit_cost, retail_price = excluded.retail_price, effective_until = excluded.effective_until,
        import_id = excluded.import_id
      returning 1
    )
    select count(*)::integer as counted from changed`,
  );
  if (imported > 0) await noteWhenSold(tx, importId);
  return { imported, unchanged: distinct - imported, offersAdded: offersAfter - offersBefore };
}

/** Search asks an offer, not its prices, whether it is sold. */
async function noteWhenSold(tx: Tx, importId: Id<'priceImport'>): Promise<void> {
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
  if (row === undefined) throw new Error('a count gave no row');
  return row.counted;
}
