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
 * Metrics are of this machine on this day: compare ratios, not single times. A metric more than twice past its ceiling,
 * or a benchmark that cannot be run, ends this with 1, after all others have been measured.
 */

const { values, positionals } = parseArgs({
  options: { folder: { type: 'string', default: import.meta.dirname } },
  allowPositionals: true,
});
const [wanted = ''] = positionals;
const failures: string[] = [];
const files = benchmarks(values.folder, wanted);
if (files.length === 0) failures.push(`no benchmark has "${wanted}" in its name`);
for (const file of files) {
  const name = basename(file, '.bench.ts');
  process.stdout.write(`\n${name}\n`);
  try {
    const { measure } = (await import(file)) as { measure(): Promise<Metric[]> };
    for (const metric of await measure()) {
      process.stdout.write(`${metricLine(metric)}\n`);
      if (verdictOf(metric) === 'failed') failures.push(`${name}: ${metric.name}`);
    }
  } catch (error) {
    failures.push(`${name} was not measured`);
    process.stdout.write(`  ${error instanceof Error ? error.stack : error}\n`);
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
