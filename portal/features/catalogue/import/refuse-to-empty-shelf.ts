import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';

/** A sheet of a month withdraws some; one that withdraws more is likely a part of a list. */
const WITHDRAWN_SHARE_MAX = 0.2;
/** Fewer are soon put right by hand. */
const WITHDRAWN_COUNT_MIN = 20;

/**
 * Refuses to publish at once what would take a large part of the plans of its markets off the shelf: a part of a list
 * that was sent as the whole. As a draft it shows what it withdraws, and somebody publishes it.
 *
 * @throws Refusal `catalogue.withdrawsTooMuch`
 */
export async function refuseToEmptyShelf(
  tx: Tx,
  {
    importId,
    vendor,
    holdsFrom,
  }: Readonly<{ importId: Id<'priceImport'>; vendor: string; holdsFrom: Temporal.Instant }>,
  withdrawnCount: number,
): Promise<void> {
  if (withdrawnCount < WITHDRAWN_COUNT_MIN) return;
  const { rows } = (await tx.execute(sql`
    select count(distinct o.id)::integer as count
    from price p join offer o on o.id = p.offer_id
    where o.vendor = ${vendor} and p.is_sold and p.effective_until > ${holdsFrom.toString()}::timestamptz
      and p.market = any(array(select distinct market from price_change where import_id = ${importId} and kind = 'gone'))`)) as unknown as {
    rows: { count: number }[];
  };
  const soldCount = rows[0]?.count ?? 0;
  if (withdrawnCount > soldCount * WITHDRAWN_SHARE_MAX)
    throw new Refusal('catalogue.withdrawsTooMuch', { withdrawnCount, soldCount });
}
