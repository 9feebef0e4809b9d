import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Metric } from './metric.ts';

/*
 * Prints each metric beside its ceiling. `npm run bench` measures all, `npm run bench -- search` those whose file name
 * holds the text. Metrics are of this machine on this day: compare ratios, not single times. Always ends with 0.
 */

const wanted = process.argv[2] ?? '';
for (const file of globSync('*.bench.ts', { cwd: import.meta.dirname }).sort()) {
  if (!basename(file).includes(wanted)) continue;
  process.stdout.write(`\n${basename(file, '.bench.ts')}\n`);
  const { measure } = (await import(join(import.meta.dirname, file))) as { measure(): Promise<Metric[]> };
  for (const { name, value, unit, ceiling } of await measure()) {
    const within = value <= ceiling ? '' : '   above the ceiling';
    process.stdout.write(
      `  ${name.padEnd(56)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(5)} (ceiling ${ceiling} ${unit})${within}\n`,
    );
  }
}
