import { account } from '#features/accounts/accounts.ts';
import { importPriceSheet, searchCatalogue } from '#features/catalogue/catalogue.ts';
import { systemActor } from '#platform/actor.ts';
import { AccountId, newId } from '#platform/ids.ts';
import { runOperation } from '#platform/operation.server.ts';
import { CALLER, startApplication } from './catalogue-database.ts';
import { largeSheet } from './large-sheet.ts';
import { type Metric, median } from './metric.ts';

const ROW_COUNT = 20_000;
const ROUNDS = 20;

/** Marketplace search over 20,000 price rows in the embedded database: the median of twenty searches of each kind. */
export async function measure(): Promise<Metric[]> {
  const { app, close } = await startApplication();
  await runOperation(app, importPriceSheet, { file: await largeSheet(ROW_COUNT) }, CALLER);
  // Prices are those of an account's market.
  const accountId = AccountId.parse(newId());
  await app.database.transaction({ kind: 'system' }, (tx) =>
    tx.insert(account).values({ id: accountId, kind: 'customer', name: 'Benchmark', createdAt: app.clock.now() }),
  );
  const shopper = { ...CALLER, actor: systemActor(accountId) };
  const metrics: Metric[] = [];
  for (const search of [
    'office 365 e3',
    'm365 business premium',
    'bussiness premum',
    'CFQ7TTC0LF8Q',
    'nothing like it',
  ]) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAtMs = performance.now();
      await runOperation(app, searchCatalogue, { search, segment: 'commercial' }, shopper);
      times.push(performance.now() - startedAtMs);
    }
    metrics.push({
      name: `search "${search}" over ${ROW_COUNT} price rows`,
      value: median(times),
      ceiling: 10,
      unit: 'ms',
    });
  }
  await close();
  return metrics;
}
