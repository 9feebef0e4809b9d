import { sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { importPriceSheet, searchCatalogue } from '#features/catalogue/catalogue.ts';
import { systemActor } from '#platform/actor.ts';
import type { Tx } from '#platform/database.server.ts';
import { AccountId, newId } from '#platform/ids.ts';
import { runOperation } from '#platform/operation.server.ts';
import { CALLER, DATABASE_NAME, startApplication } from './catalogue-database.ts';
import { manyProductsSheet } from './large-sheet.ts';
import { type Metric, median } from './metric.ts';

const PRODUCT_COUNT = 20_000;
const ROUNDS = 20;
/** What is typed, and the same for the full-text search of the database. */
const SEARCHES = [
  ['office 365 e3', 'office:* & 365:* & e3:*'],
  ['m365 business premium', 'microsoft:* & 365:* & business:* & premium:*'],
  ['microsoft', 'microsoft:*'],
  ['bussiness premum', 'business:* & premium:*'],
  ['CFQ7TTC0LF8Q', 'cfq7ttc0lf8q:*'],
  ['nothing like it', 'nothing:* & like:* & it:*'],
  ['', ''],
] as const;
/** The operation, with prices, owned licences and counts beside the filters, against the statement alone. */
const TIMES_STATEMENT_MAX = 1.5;
/** Where the statement finds nothing it takes less than the transaction around any operation. */
const OPERATION_MS_MIN = 5;

/**
 * Marketplace search over 20,000 products, the median of twenty, beside a full-text search of the same titles by an
 * index of the same database, in the same minute.
 */
export async function measure(): Promise<Metric[]> {
  const { app, close } = await startApplication();
  await runOperation(app, importPriceSheet, { file: await manyProductsSheet(PRODUCT_COUNT) }, CALLER);
  // Prices are those of an account's market.
  const accountId = AccountId.parse(newId());
  await app.database.transaction({ kind: 'system' }, (tx) =>
    tx.insert(account).values({ id: accountId, kind: 'customer', name: 'Benchmark', createdAt: app.clock.now() }),
  );
  const shopper = { ...CALLER, actor: systemActor(accountId) };
  const search = (text: string) => runOperation(app, searchCatalogue, { search: text, segment: 'commercial' }, shopper);
  const firstMs = await timeOf(() => search('office'));
  const statements = await app.database.transaction({ kind: 'system' }, timeStatements);
  const metrics: Metric[] = [
    {
      name: `first search of a process over ${PRODUCT_COUNT} products, ${DATABASE_NAME}`,
      value: firstMs,
      ceiling: 1000,
      unit: 'ms',
    },
  ];
  for (const [text] of SEARCHES) {
    const value = await medianOf(() => search(text));
    const statementMs = statements.get(text) ?? 0;
    metrics.push({
      name: `search "${text}" (its SQL alone: ${statementMs.toFixed(1)} ms)`,
      value,
      ceiling: Number(Math.max(OPERATION_MS_MIN, TIMES_STATEMENT_MAX * statementMs).toFixed(1)),
      unit: 'ms',
    });
  }
  await close();
  return metrics;
}

/** The median time of each statement, in milliseconds, by what is typed. */
async function timeStatements(tx: Tx): Promise<ReadonlyMap<string, number>> {
  await tx.execute(sql`
    create temporary table bare on commit drop as
    select product.id, product.title, product.category, to_tsvector('simple', offer.search_text) as words
    from offer join product on product.id = offer.product_id`);
  await tx.execute(sql`create index on bare using gin (words)`);
  await tx.execute(sql`analyze bare`);
  const times = new Map<string, number>();
  for (const [text, words] of SEARCHES) {
    const matching = words === '' ? sql`true` : sql`words @@ ${words}::tsquery`;
    const rank = words === '' ? sql`0` : sql`ts_rank(words, ${words}::tsquery)`;
    const run = () =>
      tx.execute(sql`
        with found as materialized (select id, title, category, ${rank} as rank from bare where ${matching})
        select (select count(*) from found) as total,
          (select json_agg(counted) from (select category, count(*) from found group by category) counted) as categories,
          (select json_agg(page) from (select * from found order by rank desc, title limit 25) page) as page`);
    times.set(text, await medianOf(run));
  }
  return times;
}

async function medianOf(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timeOf(run));
  return median(times);
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await run();
  return performance.now() - startedAtMs;
}
