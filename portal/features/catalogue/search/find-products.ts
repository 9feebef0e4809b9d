import { eq, inArray, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { offsetOf } from '#platform/wire.ts';
import { Category } from '../categories.ts';
import { product } from '../tables.ts';
import type { CatalogueSearch } from './catalogue-search.ts';
import type { IndexAnswer, SearchIndex } from './search-index.ts';
import { searchWords } from './search-text.ts';

type SearchQuery = Readonly<{
  search: string;
  category?: Category | undefined;
  segment?: string | undefined;
  page: number;
  pageSize: number;
}>;

/** The moment, and the market and currency of the account as `IT:EUR`. */
type Shop = Readonly<{ at: Temporal.Instant; market: string }>;

/** Share of the words that an offer must have when none has them all. */
const WORDS_SHARE_MIN = 0.5;

/** The market and currency in which an account buys, as `IT:EUR`. */
export async function getMarket(tx: Tx, accountId: AccountId): Promise<string> {
  const [own] = await tx
    .select({ country: account.country, currency: account.currency })
    .from(account)
    .where(eq(account.id, accountId));
  return own === undefined ? '' : `${own.country}:${own.currency}`;
}

/** Finds products on sale: which they are is answered from memory, their texts are read for the page alone. */
export async function findProducts(tx: Tx, search: CatalogueSearch, shop: Shop, query: SearchQuery) {
  const { answer, isExact } = findInIndex(await search.current(tx), shop, query);
  const texts = await readTexts(
    tx,
    answer.products.map(({ productId }) => productId),
  );
  const products = answer.products.flatMap(({ productId, ...found }) => {
    const shown = texts.get(productId);
    return shown === undefined ? [] : [{ ...shown, ...found, offerCount: found.offerIds.length }];
  });
  return { found: { ...answer, products }, isExact };
}

/**
 * First by the words as they were typed; if no offer has them all, by the known words nearest to them; and then the
 * offers that have most of these.
 */
function findInIndex(
  index: SearchIndex,
  { at, market }: Shop,
  query: SearchQuery,
): { answer: IndexAnswer; isExact: boolean } {
  const words = searchWords(query.search);
  const find = (wanted: readonly string[], shareMin: number) =>
    index.find({
      words: wanted,
      shareMin,
      atMs: at.epochMilliseconds,
      market,
      category: query.category,
      segment: query.segment,
      offset: offsetOf(query),
      limit: query.pageSize,
    });
  const exact = find(words, 1);
  if (exact.total > 0 || words.length === 0) return { answer: exact, isExact: true };

  const corrected = words.map((word) => index.correct(word));
  const similar = find(corrected, 1);
  if (similar.total > 0 || corrected.length === 1) return { answer: similar, isExact: false };
  return { answer: find(corrected, WORDS_SHARE_MIN), isExact: false };
}

/** Titles and the first lines of descriptions, by product. */
async function readTexts(tx: Tx, productIds: readonly Id<'product'>[]) {
  if (productIds.length === 0) return new Map<string, never>();
  const rows = await tx
    .select({
      productId: product.id,
      vendor: product.vendor,
      vendorProductId: product.vendorProductId,
      title: product.title,
      titleEn: product.titleEn,
      description: sql<string>`split_part(${product.description}, E'\n', 1)`,
      descriptionEn: sql<string | null>`split_part(${product.descriptionEn}, E'\n', 1)`,
      publisher: product.publisher,
      category: product.category,
    })
    .from(product)
    .where(inArray(product.id, [...productIds]));
  return new Map(rows.map((row) => [row.productId, { ...row, category: Category.parse(row.category) }]));
}
