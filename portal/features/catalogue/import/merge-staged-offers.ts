import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';

type StagedSheet = Readonly<{ importId: Id<'priceImport'>; vendor: string }>;

/**
 * Merges the products and offers of a sheet into the catalogue, writing only rows that differ and only what the sheet
 * has a column for. A new offer is on no shelf before it has a price.
 *
 * @returns the number of new offers
 */
export async function mergeStagedOffers(tx: Tx, sheet: StagedSheet, now: Temporal.Instant): Promise<number> {
  await mergeProducts(tx, sheet, now);
  return mergeOffers(tx, sheet, now);
}

async function mergeProducts(tx: Tx, { importId, vendor }: StagedSheet, now: Temporal.Instant): Promise<void> {
  await tx.execute(sql`
    with named as (
      select distinct on (s.vendor_product_id) s.*
      from staged_offer s
      where s.import_id = ${importId}
      order by s.vendor_product_id, s.is_trial, s.vendor_sku_id
    )
    insert into product (vendor, vendor_product_id, title, publisher, category, description, created_at)
    select ${vendor}, s.vendor_product_id, coalesce(s.product_title, known.title, s.sku_title),
      coalesce(s.publisher, known.publisher, ''), coalesce(s.category, known.category, 'other'),
      coalesce(s.description, known.description, ''), ${now.toString()}::timestamptz
    from named s
    left join product known on known.vendor = ${vendor} and known.vendor_product_id = s.vendor_product_id
    where coalesce(s.product_title, known.title, s.sku_title) is not null
    on conflict (vendor, vendor_product_id) do update
    set title = excluded.title, publisher = excluded.publisher, category = excluded.category,
      description = excluded.description
    where (product.title, product.publisher, product.category, product.description)
      is distinct from (excluded.title, excluded.publisher, excluded.category, excluded.description)`);
}

async function mergeOffers(tx: Tx, { importId, vendor }: StagedSheet, now: Temporal.Instant): Promise<number> {
  const at = sql`${now.toString()}::timestamptz`;
  const { rows } = (await tx.execute(sql`
    insert into offer (product_id, vendor, vendor_product_id, vendor_sku_id, title, description, segment, is_trial,
      search_text, sold_from, sold_until, created_at)
    select p.id, ${vendor}, s.vendor_product_id, s.vendor_sku_id, coalesce(s.sku_title, known.title, s.product_title),
      coalesce(s.description, known.description, ''), s.segment, coalesce(s.is_trial, known.is_trial, false),
      case when s.title_text is null then known.search_text else s.title_text || ' ' || s.id_text end, ${at}, ${at}, ${at}
    from staged_offer s
    join product p on p.vendor = ${vendor} and p.vendor_product_id = s.vendor_product_id
    left join offer known on known.vendor = ${vendor} and known.vendor_product_id = s.vendor_product_id
      and known.vendor_sku_id = s.vendor_sku_id and known.segment = s.segment
    where s.import_id = ${importId} and coalesce(s.sku_title, known.title, s.product_title) is not null
    on conflict (vendor, vendor_product_id, vendor_sku_id, segment) do update
    set title = excluded.title, description = excluded.description, is_trial = excluded.is_trial,
      search_text = excluded.search_text
    where (offer.title, offer.description, offer.is_trial, offer.search_text)
      is distinct from (excluded.title, excluded.description, excluded.is_trial, excluded.search_text)
    returning (xmax = 0) as is_new`)) as unknown as { rows: { is_new: boolean }[] };
  return rows.filter(({ is_new: isNew }) => isNew).length;
}
