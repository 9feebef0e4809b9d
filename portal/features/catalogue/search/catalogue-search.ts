import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { keywordsOf } from './keywords.ts';
import { type IndexedOffer, SearchIndex } from './search-index.ts';
import { searchable } from './search-text.ts';

/** The marketplace search of a process. */
export type CatalogueSearch = Readonly<{
  /** The index with every change that the transaction sees. */
  current(tx: Tx): Promise<SearchIndex>;
}>;

/** Offers that one statement reads: so few that other requests do not wait for the thread. */
const OFFERS_PER_STATEMENT = 400;

/**
 * Keeps the index in memory. Each search asks first for the offers that changed in a transaction which the last reading
 * did not see: an index answers that, mostly with no row (docs/decisions/0032).
 */
export function createCatalogueSearch(): CatalogueSearch {
  const index = new SearchIndex();
  let seen: string | undefined;
  let reading: Promise<unknown> = Promise.resolve();
  const read = async (tx: Tx) => {
    seen = (await readChanges(tx, index, seen)) ?? seen;
    return index;
  };
  return {
    current(tx) {
      // One after the other: the rows of an older reading must not replace those of a newer one. One that failed is
      // its own caller's to report; it leaves `seen` as it was, and the next one reads the same rows again.
      const next = reading.then(
        () => read(tx),
        () => read(tx),
      );
      reading = next;
      return next;
    },
  };
}

type ChangedOffer = Omit<IndexedOffer, 'idWords' | 'keywords'> & {
  ids: string;
  offerTitle: string;
  changedIn: string;
  snapshot: string;
};

/**
 * Puts the offers into the index that changed since a snapshot, or all.
 *
 * @param seen  `xmin:xmax:…`, as PostgreSQL writes a snapshot: transactions below the first number had ended
 * @returns the snapshot from which the next reading goes on; undefined when nothing has changed
 */
async function readChanges(tx: Tx, index: SearchIndex, seen: string | undefined): Promise<string | undefined> {
  let snapshot: string | undefined;
  let after = { changedIn: seen?.split(':')[0] ?? '-1', offerId: '00000000-0000-0000-0000-000000000000' as string };
  // Numbers of transactions above the next one come from another server whose rows were restored here.
  const isUnseen =
    seen === undefined
      ? sql`true`
      : sql`offer.changed_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
          and not pg_visible_in_snapshot(offer.changed_in::text::xid8, ${seen}::pg_snapshot)`;
  for (;;) {
    const { rows } = await tx.execute<ChangedOffer>(sql`
      select offer.id as "offerId", offer.product_id as "productId", product.title, product.category, offer.segment,
        offer.title as "offerTitle",
        offer.is_trial as "isTrial", offer.is_add_on as "isAddOn", offer.search_text as "searchText",
        offer.vendor_product_id || ' ' || offer.vendor_sku_id as ids,
        extract(epoch from offer.sold_from)::float8 * 1000 as "soldFromMs",
        extract(epoch from offer.sold_until)::float8 * 1000 as "soldUntilMs", offer.sold_in as "soldIn",
        offer.changed_in::text as "changedIn", pg_current_snapshot()::text as snapshot
      from (
        select * from offer
        where (changed_in, id) > (${after.changedIn}::bigint, ${after.offerId}::uuid) and ${isUnseen}
        order by changed_in, id
        limit ${OFFERS_PER_STATEMENT}
      ) offer
      join product on product.id = offer.product_id
      order by offer.changed_in, offer.id`);
    for (const { ids, changedIn, offerTitle, snapshot: current, ...offer } of rows) {
      // What changes while the pieces are read is read again the next time.
      snapshot ??= current;
      after = { changedIn, offerId: offer.offerId };
      const keywords = keywordsOf({ ...offer, offerTitle });
      index.put({ ...offer, keywords, idWords: searchable(ids).split(' ') });
    }
    if (rows.length < OFFERS_PER_STATEMENT) return snapshot;
  }
}
