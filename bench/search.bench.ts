import { importPriceSheet, searchCatalogue } from '#features/catalogue/catalogue.ts';
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
  const metrics: Metric[] = [];
  for (const text of [
    'office 365 e3',
    'm365 business premium',
    'bussiness premum',
    'CFQ7TTC0LF8Q',
    'nothing like it',
  ]) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedAtMs = performance.now();
      await runOperation(app, searchCatalogue, { text, segment: 'commercial' }, CALLER);
      times.push(performance.now() - startedAtMs);
    }
    metrics.push({
      name: `search "${text}" over ${ROW_COUNT} price rows`,
      value: median(times),
      ceiling: 10,
      unit: 'ms',
    });
  }
  await close();
  return metrics;
}
