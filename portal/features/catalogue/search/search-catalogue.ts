import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { PageRequest } from '#platform/wire.ts';
import { CATEGORIES } from '../categories.ts';
import { descriptionLanguage } from '../description-language.ts';
import { FromPrice, fromPrices } from '../prices/lowest-prices.ts';
import { HOME_MARKET } from '../prices/offer-option.ts';
import { mendWords } from './correct-typing.ts';
import { searchWords } from './search-text.ts';

const Category = z.enum(CATEGORIES);

const FoundProduct = z.object({
  productId: idOf('product'),
  title: z.string(),
  /** One line, may be empty. */
  description: z.string(),
  descriptionLanguage: z.enum(['it', 'en']),
  publisher: z.string(),
  category: Category,
  /** Segments of the offers found. */
  segments: z.array(z.string()),
  offerCount: z.number().int(),
  hasTrial: z.boolean(),
  /** Every offer found needs another plan beside it. */
  isAddOn: z.boolean(),
  /** Seats of its offers that the account has. */
  ownedSeatCount: z.number().int(),
  /** The lowest price of a paid plan; null where there is none. */
  fromPrice: FromPrice.nullable(),
});

/**
 * Searches what is sold, a product at a time: words in any order, accents and typing errors forgiven, in titles and ids. Without
 * text it is the whole shelf, by category and title.
 */
export const searchCatalogue = operation({
  name: 'catalogue.search',
  kind: 'read',
  permission: 'catalogue.read',
  input: PageRequest.extend({
    text: z.string().trim().max(200).default(''),
    category: Category.optional(),
    segment: z.string().max(40).optional(),
  }),
  output: z.object({
    products: z.array(FoundProduct),
    total: z.number().int(),
    /** How many products each category and each segment would give, the other choice kept. */
    categories: z.array(z.object({ category: Category, count: z.number().int() })),
    segments: z.array(z.object({ segment: z.string(), count: z.number().int() })),
    /** False when only words like those typed were found. */
    isExact: z.boolean(),
  }),
  async run({ tx, clock, services }, asked) {
    const at = clock.now();
    const { found, isExact } = await findProducts(tx, at, asked);
    const productIds = found.products.map((product) => product.productId);
    const prices = await fromPrices(tx, { productIds, segment: asked.segment, market: HOME_MARKET, at });
    const owned = await services.ownedSeats(tx);
    return {
      ...found,
      isExact,
      products: found.products.map(({ offerIds, vendor, ...product }) => ({
        ...product,
        description: product.description.split('\n')[0] ?? '',
        descriptionLanguage: descriptionLanguage(vendor),
        ownedSeatCount: offerIds.reduce((count, offerId) => count + (owned.get(offerId) ?? 0), 0),
        fromPrice: prices.get(product.productId) ?? null,
      })),
    };
  },
});

/** Reads the seats that the account of a transaction has now, by offer; empty without an account. */
export type OwnedSeatsReader = (tx: Tx) => Promise<ReadonlyMap<string, number>>;

type Asked = {
  text: string;
  category?: string | undefined;
  segment?: string | undefined;
  page: number;
  pageSize: number;
};

const Found = z.object({
  products: z.array(
    FoundProduct.omit({ ownedSeatCount: true, fromPrice: true, descriptionLanguage: true }).extend({
      offerIds: z.array(z.string()),
      vendor: z.string(),
    }),
  ),
  total: z.number().int(),
  categories: z.array(z.object({ category: Category, count: z.number().int() })),
  segments: z.array(z.object({ segment: z.string(), count: z.number().int() })),
});

/** First the words as they were typed; if nothing has them all, the known words nearest to them; then whatever has most of these. */
async function findProducts(tx: Tx, at: Temporal.Instant, asked: Asked) {
  const words = searchWords(asked.text);
  const all = await queryProducts(tx, at, asked, words, sql.join([sql`true`, ...words.map(standsIn)], sql` and `));
  if (all.total > 0 || words.length === 0) return { found: all, isExact: true };

  const mended = await mendWords(tx, words);
  const alike = await queryProducts(tx, at, asked, mended, sql.join(mended.map(standsIn), sql` and `));
  if (alike.total > 0 || mended.length === 1) return { found: alike, isExact: false };

  const most = sql`${scoreOf(mended)} >= ${MOST_OF_WORDS}`;
  return { found: await queryProducts(tx, at, asked, mended, most), isExact: false };
}

const MOST_OF_WORDS = 0.5;

/** Two or three letters must begin a word: "e3" is not in "one34". */
function standsIn(word: string): SQL {
  return word.length > 3 ? sql`o.search_text like ${`%${word}%`}` : sql`(' ' || o.search_text) like ${`% ${word}%`}`;
}

/** From 0 to 1, the mean over the words: 1 for a word that stands there, less for the beginning of one, and for a part. */
function scoreOf(words: readonly string[]): SQL {
  if (words.length === 0) return sql`0`;
  const scores = words.map(
    (word) => sql`case
      when (' ' || o.search_text || ' ') like ${`% ${word} %`} then 1
      when (' ' || o.search_text) like ${`% ${word}%`} then 0.9
      when ${standsIn(word)} then 0.7
      else 0 end`,
  );
  return sql`(${sql.join(scores, sql` + `)}) / ${sql.raw(String(words.length))}`;
}

/** One query for the page, the total and the counts beside the filters. */
async function queryProducts(
  tx: Tx,
  at: Temporal.Instant,
  asked: Asked,
  words: readonly string[],
  condition: SQL,
): Promise<z.infer<typeof Found>> {
  const inCategory = asked.category === undefined ? sql`true` : sql`category = ${asked.category}`;
  const inSegment = asked.segment === undefined ? sql`true` : sql`segment = ${asked.segment}`;
  const moment = sql`${at.toString()}::timestamptz`;
  const { rows } = (await tx.execute(sql`
    with matched as materialized (
      select o.id, o.product_id, o.segment, o.is_trial, o.is_add_on, p.category, ${scoreOf(words)} as score,
        o.search_text like ${`${words[0] ?? ''}%`} as begins_so
      from offer o join product p on p.id = o.product_id
      where o.sold_from <= ${moment} and o.sold_until > ${moment} and ${condition}
    ), found as (
      select product_id, max(score) as score, count(*)::integer as offer_count, jsonb_agg(id) as offer_ids,
        jsonb_agg(distinct segment) as segments, bool_or(is_trial) as has_trial,
        bool_and(is_trial) as is_only_trial, bool_or(begins_so) as begins_so, bool_and(is_add_on) as is_add_on
      from matched where ${inCategory} and ${inSegment}
      group by product_id
    ), shown as (
      select found.*, p.title, p.vendor, split_part(p.description, E'\n', 1) as description, p.publisher, p.category,
        row_number() over (order by found.score desc, found.is_only_trial, found.begins_so desc, found.is_add_on,
          ${words.length === 0 ? sql`array_position(${`{${CATEGORIES.join(',')}}`}::text[], p.category)` : sql`length(p.title)`},
          p.title, p.id) as place
      from found join product p on p.id = found.product_id
      order by place limit ${asked.pageSize} offset ${(asked.page - 1) * asked.pageSize}
    )
    select
      (select count(*)::integer from found) as total,
      coalesce((select jsonb_agg(jsonb_build_object('productId', product_id, 'vendor', vendor, 'title', title, 'description', description,
        'publisher', publisher, 'category', category, 'segments', segments, 'offerCount', offer_count, 'offerIds', offer_ids,
        'hasTrial', has_trial, 'isAddOn', is_add_on) order by place) from shown), '[]') as products,
      coalesce((select jsonb_agg(jsonb_build_object('category', category, 'count', counted)) from (
        select category, count(distinct product_id)::integer as counted from matched where ${inSegment} group by category
      ) c), '[]') as categories,
      coalesce((select jsonb_agg(jsonb_build_object('segment', segment, 'count', counted) order by counted desc) from (
        select segment, count(distinct product_id)::integer as counted from matched where ${inCategory} group by segment
      ) s), '[]') as segments`)) as unknown as { rows: unknown[] };
  const found = Found.parse(rows[0]);
  const place = (category: (typeof CATEGORIES)[number]) => CATEGORIES.indexOf(category);
  return { ...found, categories: found.categories.toSorted((a, b) => place(a.category) - place(b.category)) };
}
