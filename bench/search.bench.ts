import { importPriceSheet, searchCatalogue } from '#features/catalogue/catalogue.ts';
import { runOperation } from '#platform/operation.server.ts';
import { CALLER, startGround } from './catalogue-ground.ts';
import { type Figure, median } from './figure.ts';
import { largeSheet } from './large-sheet.ts';

const ROW_COUNT = 20_000;
const ROUNDS = 20;

/** Marketplace search over 20,000 price rows in the embedded database: the middle of twenty tries of each kind. */
export async function measure(): Promise<Figure[]> {
  const { app, close } = await startGround();
  await runOperation(app, importPriceSheet, { file: await largeSheet(ROW_COUNT) }, CALLER);
  const figures: Figure[] = [];
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
    figures.push({
      name: `search "${text}" over ${ROW_COUNT} price rows`,
      value: median(times),
      ceiling: 10,
      unit: 'ms',
    });
  }
  await close();
  return figures;
}
