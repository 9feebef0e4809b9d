import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Metric, metricLine, verdictOf } from './metric.ts';

/*
 * Prints each metric beside its ceiling.
 *
 *   npm run bench              all but scale
 *   npm run bench -- search    those whose file name holds the text
 *   npm run bench -- scale     lists, orders and passes beside 1,000, 10,000 and 100,000 subscriptions
 *
 * A benchmark that is interrupted, or takes too long, removes what it has started: see `openService`.
 *
 * Metrics are of this machine on this day: compare ratios, not single times. A metric more than twice past its ceiling,
 * or a benchmark that cannot be run, ends this with 1, after all others have been measured.
 */

const { values, positionals } = parseArgs({
  options: { folder: { type: 'string', default: import.meta.dirname } },
  allowPositionals: true,
});
const [wanted = '', ...more] = positionals;
const TIME_LIMIT_MS = 60 * 60 * 1000;
const failures: string[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const files = benchmarks(values.folder, wanted);
if (files.length === 0) failures.push(`no benchmark has "${wanted}" in its name`);
for (const file of files) {
  const name = basename(file, '.bench.ts');
  process.stdout.write(`\n${name}\n`);
  const limit = setTimeout(() => {
    process.stdout.write(`\nFailed: ${name} was not measured within ${TIME_LIMIT_MS / 60_000} minutes\n`);
    process.exit(1);
  }, TIME_LIMIT_MS);
  try {
    const { measure } = (await import(file)) as { measure(more: string[]): Promise<Metric[]> };
    for (const metric of await measure(more)) {
      process.stdout.write(`${metricLine(metric)}\n`);
      if (verdictOf(metric) === 'failed') failures.push(`${name}: ${metric.name}`);
    }
  } catch (error) {
    failures.push(`${name} was not measured`);
    process.stdout.write(`  ${error instanceof Error ? error.stack : error}\n`);
  } finally {
    clearTimeout(limit);
  }
}
for (const failure of failures) process.stdout.write(`\nFailed: ${failure}`);
process.stdout.write(failures.length === 0 ? '' : '\n');
process.exit(failures.length === 0 ? 0 : 1);

/** Scale has a folder of its own, takes a quarter of an hour, and is measured only when it is named. */
function benchmarks(folder: string, text: string): string[] {
  return globSync(text === 'scale' ? 'scale/*.bench.ts' : '*.bench.ts', { cwd: folder })
    .filter((file) => basename(file).includes(text))
    .sort()
    .map((file) => join(folder, file));
}
