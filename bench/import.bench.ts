import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PGlite } from '@electric-sql/pglite';
import { importPriceSheet } from '#features/catalogue/catalogue.ts';
import { runOperation } from '#platform/operation.server.ts';
import { CALLER, startGround } from './catalogue-ground.ts';
import type { Figure } from './figure.ts';
import { largeSheet } from './large-sheet.ts';

const ROW_COUNT = 100_000;
const BYTES_PER_MEGABYTE = 1024 ** 2;
/** A bulk load of the same rows may be so many times faster. */
const TIMES_BULK_LOAD_MAX = 3;

/** A sheet of 100,000 rows into an empty embedded database, beside `COPY` of the same file into a bare table. */
export async function measure(): Promise<Figure[]> {
  const file = await largeSheet(ROW_COUNT);
  const copySeconds = await timeBulkLoad(file);

  const { ground, close } = await startGround();
  // Not the resident size: that of the embedded database and of the sheet just made hides what the import takes.
  const megabytes = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / BYTES_PER_MEGABYTE;
  };
  collectGarbage();
  const startMegabytes = megabytes();
  let peakMegabytes = startMegabytes;
  const watch = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, megabytes());
  }, 20);
  const first = await timed(() => runOperation(ground, importPriceSheet, { file }, CALLER));
  clearInterval(watch);
  if (first.result.imported !== ROW_COUNT)
    throw new Error(`${first.result.imported} of ${ROW_COUNT} rows were imported`);
  const second = await timed(() => runOperation(ground, importPriceSheet, { file }, CALLER));
  await close();

  const ceiling = Number((TIMES_BULK_LOAD_MAX * copySeconds).toFixed(1));
  return [
    {
      name: `import of ${ROW_COUNT} rows (COPY of the file: ${copySeconds.toFixed(1)} s)`,
      value: first.seconds,
      ceiling,
      unit: 's',
    },
    { name: 'the same sheet again', value: second.seconds, ceiling, unit: 's' },
    {
      name: 'memory that an import adds, at its peak',
      value: peakMegabytes - startMegabytes,
      ceiling: 300,
      unit: 'MB',
    },
  ];
}

/** Otherwise the sheet's making counts as memory that the import found already taken. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function timeBulkLoad(file: File): Promise<number> {
  const database = await PGlite.create();
  const header = (await file.slice(3, 4000).text()).split('\n')[0] ?? '';
  const columns = header.split(',').map((name) => `"${name}" text`);
  await database.exec(`create table bare (${columns.join(', ')})`);
  const { seconds } = await timed(() =>
    database.query("copy bare from '/dev/blob' with (format csv, header true)", [], { blob: file }),
  );
  await database.close();
  return seconds;
}

async function timed<Result>(run: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const startedAtMs = performance.now();
  const result = await run();
  return { result, seconds: (performance.now() - startedAtMs) / 1000 };
}
