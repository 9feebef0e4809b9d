import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { EXTENDED_TERM } from '../prices/plans.ts';

type Changes = Readonly<{
  importId: Id<'priceImport'>;
  vendor: string;
  /** Which changes of the import, as a condition on `price_change` as `c`. */
  which: SQL;
  /** Not before this instant, for changes that were decided later. */
  notBefore: Temporal.Instant;
}>;

/**
 * Puts changes into the price list. What they replace is kept with them, so that they can be taken back.
 *
 * @returns the number of prices that changed
 */
export async function publishPriceChanges(tx: Tx, changes: Changes): Promise<number> {
  const { importId, notBefore } = changes;
  const at = sql`greatest(c.changes_at, ${notBefore.toString()}::timestamptz)`;
  await keepReplaced(tx, changes, at);
  await endReplaced(tx, changes, at);
  const { rows } = (await tx.execute(sql`
    insert into price (offer_id, market, currency, segment, term_duration, billing_cycle, seat_count_from,
      cost_per_term, retail_price_per_term, effective_from, effective_until, is_sold, import_id)
    select o.id, c.market, c.currency, c.segment, c.term_duration, c.billing_cycle, c.seat_count_from, piece.cost,
      piece.retail, case when c.kind = 'new' then piece.starts else greatest(piece.starts, ${at}) end, piece.ends,
      c.billing_cycle <> ${EXTENDED_TERM.billingCycle}, ${importId}
    from price_change c
    join offer o on ${isOfferOf(changes)}
    cross join lateral unnest(c.starts, c.ends, c.costs, c.retails) as piece (starts, ends, cost, retail)
    where c.import_id = ${importId} and ${changes.which} and (c.kind = 'new' or piece.ends > ${at})
    order by o.id
    returning 1`)) as unknown as { rows: object[] };
  await updateTimesOnSale(tx, changes);
  return rows.length;
}

function isOfferOf({ vendor }: Pick<Changes, 'vendor'>): SQL {
  return sql`o.vendor = ${vendor} and o.vendor_product_id = c.vendor_product_id and o.vendor_sku_id = c.vendor_sku_id
    and o.segment = c.segment`;
}

function isPriceOf(): SQL {
  return sql`p.offer_id = o.id and p.market = c.market and p.currency = c.currency and p.segment = c.segment
    and p.term_duration = c.term_duration and p.billing_cycle = c.billing_cycle
    and p.seat_count_from = c.seat_count_from`;
}

async function keepReplaced(tx: Tx, changes: Changes, at: SQL): Promise<void> {
  await tx.execute(sql`
    update price_change set replaced = kept.prices
    from (
      select c.key, jsonb_agg(jsonb_build_object('starts', p.effective_from, 'ends', p.effective_until,
        'cost', p.cost_per_term, 'retail', p.retail_price_per_term, 'isSold', p.is_sold, 'importId', p.import_id))
        as prices
      from price_change c
      join offer o on ${isOfferOf(changes)}
      join price p on ${isPriceOf()}
      where c.import_id = ${changes.importId} and ${changes.which} and c.kind <> 'new' and p.effective_until > ${at}
      group by c.key
    ) kept
    where price_change.import_id = ${changes.importId} and price_change.key = kept.key`);
}

async function endReplaced(tx: Tx, changes: Changes, at: SQL): Promise<void> {
  await tx.execute(sql`
    delete from price p using price_change c, offer o
    where ${isOfferOf(changes)} and ${isPriceOf()} and c.import_id = ${changes.importId} and ${changes.which}
      and c.kind <> 'new' and p.effective_from >= ${at}`);
  await tx.execute(sql`
    update price p set effective_until = ${at} from price_change c, offer o
    where ${isOfferOf(changes)} and ${isPriceOf()} and c.import_id = ${changes.importId} and ${changes.which}
      and c.kind <> 'new' and p.effective_until > ${at}`);
}

/** From the first to the last day on which any price that can be bought holds. */
async function updateTimesOnSale(tx: Tx, changes: Changes): Promise<void> {
  await tx.execute(sql`
    update offer set sold_from = sold.starts, sold_until = sold.ends
    from (
      select p.offer_id, min(p.effective_from) as starts, max(p.effective_until) as ends
      from price p
      where p.is_sold and p.offer_id in (
        select o.id from price_change c join offer o on ${isOfferOf(changes)}
        where c.import_id = ${changes.importId} and ${changes.which}
      )
      group by p.offer_id
    ) sold
    where offer.id = sold.offer_id and (offer.sold_from, offer.sold_until) is distinct from (sold.starts, sold.ends)`);
}
