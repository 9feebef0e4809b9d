import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { EXTENDED_TERM } from '../prices/plans.ts';

type StagedSheet = Readonly<{
  importId: Id<'priceImport'>;
  vendor: string;
  /** The sheet is the whole list of its markets: what it no longer has leaves the shelf. */
  isComplete: boolean;
  /** From when the sheet holds; a price that begins later does so from its own start. */
  holdsFrom: Temporal.Instant;
  /** A price that moves by more waits for the provider's word. */
  heldAbovePercent: string;
}>;

/**
 * Compares the staged rows of a sheet with the price list and writes down what they change, key by key. A key is one
 * plan of one offer in a market, currency and price tier. The sheet speaks of it from its first start on, or from the
 * publication if that is later; what holds before stays as it was.
 *
 * Where rows of a key overlap, the one that started last counts, so that a price with an end beats an older open one in
 * its time and the older one returns after it. Of rows that start together the latest end counts.
 *
 * @source Partner Center, "Get a price sheet": where dates overlap, the latest EffectiveEndDate is right; its example
 *   is a row that begins before the older one ends
 */
export async function compareStagedPrices(tx: Tx, sheet: StagedSheet): Promise<void> {
  const holdsFrom = sql`${sheet.holdsFrom.toString()}::timestamptz`;
  await tx.execute(sql`
    with staged as (
      select s.*, ${keyOf(sql`s`)} as key, count(*) over (partition by ${keyOf(sql`s`)}) as row_count
      from staged_price s where s.import_id = ${sheet.importId}
    ),
    sheet_keys as (
      select distinct on (key) key, vendor_product_id, vendor_sku_id, market, currency, segment, term_duration,
        billing_cycle, seat_count_from, min(effective_from) over (partition by key) as first_start
      from staged order by key
    ),
    spans as (
      select key, starts, lead(starts) over (partition by key order by starts) as ends
      from (
        select distinct key, unnest(array[effective_from, effective_until]) as starts from staged where row_count > 1
      ) bounds
    ),
    pieces as (
      select key, effective_from as starts, effective_until as ends, cost_per_term as cost,
        retail_price_per_term as retail
      from staged where row_count = 1
      union all
      (
        select distinct on (spans.key, spans.starts) spans.key, spans.starts, spans.ends, staged.cost_per_term,
          staged.retail_price_per_term
        from spans join staged on staged.key = spans.key and staged.effective_from <= spans.starts
          and staged.effective_until >= spans.ends
        where spans.ends is not null
        order by spans.key, spans.starts, staged.effective_from desc, staged.effective_until desc, staged.line desc
      )
    ),
    known as (
      select ${keyOf(sql`p`, sql`o`)} as key, o.vendor_product_id, o.vendor_sku_id, o.title, p.market, p.currency,
        p.segment, p.term_duration, p.billing_cycle, p.seat_count_from, p.effective_from, p.effective_until,
        p.cost_per_term, p.retail_price_per_term
      from price p join offer o on o.id = p.offer_id
      where o.vendor = ${sheet.vendor} and p.market = any(array(select distinct market from sheet_keys))
    ),
    -- The parts of the price list for which a complete sheet speaks as a whole.
    covered as (
      select distinct market, currency, segment, billing_cycle = ${EXTENDED_TERM.billingCycle} as is_extended,
        ${isSoftware(sql`sheet_keys`)} as is_software
      from sheet_keys where ${sheet.isComplete}::boolean
    ),
    -- A list that is published ahead begins with its last start; a start years ahead is that row's own matter.
    sheet_date as (
      select greatest(${holdsFrom}, max(effective_from)) as changes_at
      from staged where effective_from < ${holdsFrom} + interval '100 days'
    ),
    spoken_of as (
      select known.key, case when min(sheet_keys.first_start) is null then min(sheet_date.changes_at)
        else greatest(${holdsFrom}, min(sheet_keys.first_start)) end as changes_at
      from known
      cross join sheet_date
      left join sheet_keys on sheet_keys.key = known.key
      left join covered on covered.market = known.market and covered.currency = known.currency
        and covered.segment = known.segment
        and covered.is_extended = (known.billing_cycle = ${EXTENDED_TERM.billingCycle})
        and covered.is_software = ${isSoftware(sql`known`)}
      where sheet_keys.key is not null or covered.market is not null
      group by known.key
    ),
    before as (
      select known.key, min(title) as title, min(vendor_product_id) as vendor_product_id,
        min(vendor_sku_id) as vendor_sku_id, min(market) as market, min(currency) as currency,
        min(segment) as segment, min(term_duration) as term_duration, min(billing_cycle) as billing_cycle,
        min(seat_count_from) as seat_count_from,
        array_agg(greatest(effective_from, changes_at) order by effective_from) as starts,
        array_agg(effective_until order by effective_from) as ends,
        array_agg(trim_scale(cost_per_term) order by effective_from) as costs,
        array_agg(trim_scale(retail_price_per_term) order by effective_from) as retails
      from known join spoken_of on spoken_of.key = known.key
      where effective_until > changes_at
      group by known.key
    ),
    after as (
      select pieces.key,
        array_agg(greatest(starts, changes_at) order by starts) as starts,
        array_agg(ends order by starts) as ends,
        array_agg(trim_scale(cost) order by starts) as costs,
        array_agg(trim_scale(retail) order by starts) as retails
      from pieces left join spoken_of on spoken_of.key = pieces.key
      where changes_at is null or ends > changes_at
      group by pieces.key
    ),
    changed as (
      select coalesce(after.key, before.key) as key, before.key is null as is_new, after.key is null as is_gone,
        before.title, coalesce(sheet_keys.vendor_product_id, before.vendor_product_id) as vendor_product_id,
        coalesce(sheet_keys.vendor_sku_id, before.vendor_sku_id) as vendor_sku_id,
        coalesce(sheet_keys.market, before.market) as market, coalesce(sheet_keys.currency, before.currency) as currency,
        coalesce(sheet_keys.segment, before.segment) as segment,
        coalesce(sheet_keys.term_duration, before.term_duration) as term_duration,
        coalesce(sheet_keys.billing_cycle, before.billing_cycle) as billing_cycle,
        coalesce(sheet_keys.seat_count_from, before.seat_count_from) as seat_count_from,
        coalesce(spoken_of.changes_at, after.starts[1]) as changes_at,
        before.costs[cardinality(before.costs)] as cost_before,
        before.retails[cardinality(before.retails)] as retail_before,
        after.costs[cardinality(after.costs)] as cost_after,
        after.retails[cardinality(after.retails)] as retail_after,
        coalesce(after.starts, '{}') as starts, coalesce(after.ends, '{}') as ends,
        coalesce(after.costs, '{}') as costs, coalesce(after.retails, '{}') as retails
      from before full join after on after.key = before.key
      left join sheet_keys on sheet_keys.key = coalesce(after.key, before.key)
      left join spoken_of on spoken_of.key = coalesce(after.key, before.key)
      where (before.starts, before.ends, before.costs, before.retails)
        is distinct from (after.starts, after.ends, after.costs, after.retails)
    ),
    titled as (
      select changed.*, coalesce(retail_before, cost_before) as price_before,
        coalesce(retail_after, cost_after) as price_after,
        coalesce(staged_offer.sku_title, staged_offer.product_title, changed.title, changed.vendor_sku_id) as shown_title
      from changed
      left join staged_offer on staged_offer.import_id = ${sheet.importId}
        and staged_offer.vendor_product_id = changed.vendor_product_id
        and staged_offer.vendor_sku_id = changed.vendor_sku_id and staged_offer.segment = changed.segment
    )
    insert into price_change (import_id, key, vendor_product_id, vendor_sku_id, market, currency, segment,
      term_duration, billing_cycle, seat_count_from, title, kind, changes_at, cost_before, retail_before, cost_after,
      retail_after, starts, ends, costs, retails, held_for)
    select ${sheet.importId}, key, vendor_product_id, vendor_sku_id, market, currency, segment, term_duration,
      billing_cycle, seat_count_from, shown_title,
      case when is_new then 'new' when is_gone then 'gone' when price_after > price_before then 'dearer'
        when price_after < price_before then 'cheaper' else 'other' end,
      changes_at, cost_before, retail_before, cost_after, retail_after, starts, ends, costs, retails,
      array_remove(array[
        case when retail_after = 0 and cost_after > 0 then 'retailZero' end,
        case when cost_after > retail_after and retail_after > 0 then 'costAbovePrice' end,
        case when not is_new and not is_gone
          and abs(price_after - price_before) * 100 > price_before * ${sheet.heldAbovePercent}::numeric
          then 'movedTooFar' end
      ], null)
    from titled`);
}

/** The parts of a key in one text. Ids, codes and numbers have no colon. */
function keyOf(row: SQL, ids: SQL = row): SQL {
  return sql`concat_ws(':', ${ids}.vendor_product_id, ${ids}.vendor_sku_id, ${row}.segment, ${row}.market, ${row}.currency,
    ${row}.term_duration, ${row}.billing_cycle, ${row}.seat_count_from)`;
}

/**
 * Software has sheets of its own.
 *
 * Guess: by the ids of its products, which begin so in every sheet that was seen.
 */
function isSoftware(row: SQL): SQL {
  return sql`(${row}.vendor_product_id like 'DG7%')`;
}
