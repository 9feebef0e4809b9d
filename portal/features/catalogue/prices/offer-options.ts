import { inArray } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { offer } from '../tables.ts';
import { type ComparedOption, compareOptions } from './compare-options.ts';
import { readCurrentPrices } from './current-prices.ts';

/** The ways in which an account can buy each of some offers at a moment, the cheapest by the month first. */
export async function readOfferOptions(
  tx: Tx,
  query: Readonly<{ accountId: AccountId; offerIds: readonly Id<'offer'>[]; at: Temporal.Instant }>,
): Promise<ReadonlyMap<Id<'offer'>, ComparedOption[]>> {
  const { accountId, offerIds, at } = query;
  if (offerIds.length === 0) return new Map();
  const prices = await readCurrentPrices(tx, { accountId, at, offers: inArray(offer.id, [...new Set(offerIds)]) });
  const sold = Map.groupBy(
    prices.filter((price) => price.isSold),
    (price) => price.offerId,
  );
  return new Map([...sold].map(([offerId, ways]) => [offerId, compareOptions(ways)]));
}
