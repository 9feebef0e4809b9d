import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { offsetOf } from '#platform/wire.ts';
import { CATEGORIES, Category } from '../categories.ts';
import { correctTyping } from './correct-typing.ts';
import { searchWords } from './search-text.ts';

type SearchQuery = Readonly<{
  search: string;
  category?: Category | undefined;
  segment?: string | undefined;
  page: number;
  pageSize: number;
}>;

const FoundProducts = z.object({
  products: z.array(
    z.object({
      productId: idOf('product'),
      vendor: z.string(),
      title: z.string(),
      titleEn: z.string().nullable(),
      description: z.string(),
      descriptionEn: z.string().nullable(),
      publisher: z.string(),
      category: Category,
      segments: z.array(z.string()),
      offerCount: z.number().int(),
      offerIds: z.array(z.string()),
      hasTrial: z.boolean(),
      isAddOn: z.boolean(),
    }),
  ),
  total: z.number().int(),
  categories: z.array(z.object({ category: Category, count: z.number().int() })),
  segments: z.array(z.object({ segment: z.string(), count: z.number().int() })),
});
type FoundProducts = z.infer<typeof FoundProducts>;

/** Share of the words that an offer must have when none has them all. */
const WORDS_SHARE_MIN = 0.5;

/**
 * Finds products on sale. First by the words as they were typed; if no offer has them all, by the known words nearest
 * to them; and then the offers that have most of these.
 */
export async function findProducts(
  tx: Tx,
  at: Temporal.Instant,
  query: SearchQuery,
): Promise<{ found: FoundProducts; isExact: boolean }> {
  const words = searchWords(query.search);
  const exact = await queryProducts(tx, at, query, words, sql.join([sql`true`, ...words.map(contains)], sql` and `));
  if (exact.total > 0 || words.length === 0) return { found: exact, isExact: true };

  const corrected = await correctTyping(tx, words);
  const similar = await queryProducts(tx, at, query, corrected, sql.join(corrected.map(contains), sql` and `));
  if (similar.total > 0 || corrected.length === 1) return { found: similar, isExact: false };

  const most = sql`${scoreOf(corrected)} >= ${WORDS_SHARE_MIN}`;
  return { found: await queryProducts(tx, at, query, corrected, most), isExact: false };
}

/** Words of two or three letters must begin a word: "e3" is not in "one34". */
function contains(word: string): SQL {
  return word.length > 3 ? sql`o.search_text like ${`%${word}%`}` : sql`(' ' || o.search_text) like ${`% ${word}%`}`;
}

/** From 0 to 1, the mean over the words: 1 for a whole word, less for the beginning of one, and for a part. */
function scoreOf(words: readonly string[]): SQL {
  if (words.length === 0) return sql`0`;
  const scores = words.map(
    (word) => sql`case
      when (' ' || o.search_text || ' ') like ${`% ${word} %`} then 1
      when (' ' || o.search_text) like ${`% ${word}%`} then 0.9
      when ${contains(word)} then 0.7
      else 0 end`,
  );
  return sql`(${sql.join(scores, sql` + `)}) / ${sql.raw(String(words.length))}`;
}

/** One statement for the page, the total and the counts beside the filters. */
async function queryProducts(
  tx: Tx,
  at: Temporal.Instant,
  query: SearchQuery,
  words: readonly string[],
  condition: SQL,
): Promise<FoundProducts> {
  const inCategory = query.category === undefined ? sql`true` : sql`category = ${query.category}`;
  const inSegment = query.segment === undefined ? sql`true` : sql`segment = ${query.segment}`;
  const moment = sql`${at.toString()}::timestamptz`;
  const byCategory = sql`array_position(${`{${CATEGORIES.join(',')}}`}::text[], p.category)`;
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
      select found.*, p.title, p.vendor, split_part(p.description, E'\n', 1) as description, p.title_en,
        split_part(p.description_en, E'\n', 1) as description_en, p.publisher, p.category,
        row_number() over (
          order by found.score desc, found.is_only_trial, found.begins_so desc, found.is_add_on,
            ${words.length === 0 ? byCategory : sql`length(p.title)`}, p.title, p.id
        ) as place
      from found join product p on p.id = found.product_id
      order by place limit ${query.pageSize} offset ${offsetOf(query)}
    )
    select
      (select count(*)::integer from found) as total,
      coalesce((select jsonb_agg(jsonb_build_object('productId', product_id, 'vendor', vendor, 'title', title,
        'titleEn', title_en, 'description', description, 'descriptionEn', description_en, 'publisher', publisher, 'category', category, 'segments', segments,
        'offerCount', offer_count, 'offerIds', offer_ids, 'hasTrial', has_trial, 'isAddOn', is_add_on)
        order by place) from shown), '[]') as products,
      coalesce((select jsonb_agg(jsonb_build_object('category', category, 'count', counted)) from (
        select category, count(distinct product_id)::integer as counted from matched where ${inSegment}
        group by category
      ) c), '[]') as categories,
      coalesce((select jsonb_agg(jsonb_build_object('segment', segment, 'count', counted) order by counted desc) from (
        select segment, count(distinct product_id)::integer as counted from matched where ${inCategory}
        group by segment
      ) s), '[]') as segments`)) as unknown as { rows: unknown[] };
  const found = FoundProducts.parse(rows[0]);
  const place = (category: Category) => CATEGORIES.indexOf(category);
  return { ...found, categories: found.categories.toSorted((a, b) => place(a.category) - place(b.category)) };
}
