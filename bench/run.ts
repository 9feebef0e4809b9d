import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Figure } from './metric.ts';

/*
 * Prints what was measured beside its ceiling. `npm run bench` runs all, `npm run bench -- search` those whose name matches.
 * Figures are of this machine on this day: compare ratios, not single times. It judges nothing and ends with 0.
 */

const wanted = process.argv[2] ?? '';
for (const file of globSync('*.bench.ts', { cwd: import.meta.dirname }).sort()) {
  if (!basename(file).includes(wanted)) continue;
  process.stdout.write(`\n${basename(file, '.bench.ts')}\n`);
  const { measure } = (await import(join(import.meta.dirname, file))) as { measure(): Promise<Figure[]> };
  for (const { name, value, unit, ceiling } of await measure()) {
    const within = value <= ceiling ? '' : '   above the ceiling';
    process.stdout.write(
      `  ${name.padEnd(56)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(5)} (ceiling ${ceiling} ${unit})${within}\n`,
    );
  }
}
