import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';
import { DATABASE_NAME } from './catalogue-database.ts';
import { largeSheet } from './large-sheet.ts';
import type { Metric } from './metric.ts';

const ROW_COUNT = 100_000;
const BYTES_PER_MEGABYTE = 1024 ** 2;
/** The embedded database is a part of the process, and keeps the memory that it once took. */
const PEAK_MEGABYTES_MAX = { PostgreSQL: 200, embedded: 600 };
/** A bulk load of the same rows may be so many times faster. */
const TIMES_BULK_LOAD_MAX = 3;

const Imported = z.object({ imported: z.number(), seconds: z.number() });
const Measured = z.object({ first: Imported, second: Imported, peakBytes: z.number() });

/** A sheet of 100,000 rows into an empty embedded database, beside `COPY` of the same file into a bare table. */
export async function measure(): Promise<Metric[]> {
  const file = await largeSheet(ROW_COUNT);
  const { first, second, peakBytes } = await importApart(file);
  if (first.imported !== ROW_COUNT) throw new Error(`${first.imported} of ${ROW_COUNT} rows were imported`);
  const copySeconds = await timeBulkLoad(file);

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
      name: `peak memory of the importing process, ${DATABASE_NAME}`,
      value: peakBytes / BYTES_PER_MEGABYTE,
      ceiling: PEAK_MEGABYTES_MAX[DATABASE_NAME],
      unit: 'MB',
    },
  ];
}

async function importApart(file: File): Promise<z.infer<typeof Measured>> {
  const folder = await mkdtemp(join(tmpdir(), 'licence-portal-bench-'));
  try {
    const path = join(folder, file.name);
    await writeFile(path, file.stream());
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'import-once.ts'), path]);
    return Measured.parse(JSON.parse(stdout));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timeBulkLoad(file: File): Promise<number> {
  const database = await PGlite.create();
  const header = (await file.slice(3, 4000).text()).split('\n')[0] ?? '';
  const columns = header.split(',').map((name) => `"${name}" text`);
  await database.exec(`create table bare (${columns.join(', ')})`);
  const startedAtMs = performance.now();
  await database.query("copy bare from '/dev/blob' with (format csv, header true)", [], { blob: file });
  const seconds = (performance.now() - startedAtMs) / 1000;
  await database.close();
  return seconds;
}
