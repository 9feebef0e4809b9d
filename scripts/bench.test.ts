import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const RUN = join(import.meta.dirname, '..', 'bench', 'run.ts');

/** Runs the benchmarks of a folder that holds these metrics, by the names of their files. */
function runBenchmarks(metricsByFile: Readonly<Record<string, object[] | 'throws'>>, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-bench-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, metrics] of Object.entries(metricsByFile)) {
    const body = metrics === 'throws' ? "throw new Error('no database')" : `return ${inspect(metrics)}`;
    writeFileSync(join(folder, `${name}.bench.ts`), `export async function measure() { ${body}; }\n`);
  }
  const { status, stdout } = spawnSync(process.execPath, [RUN, '--folder', folder, ...args], { encoding: 'utf8' });
  return { status, stdout };
}

test.each([
  ['a value at its ceiling', { value: 10, ceiling: 10 }, 0],
  ['a value at twice its ceiling', { value: 20, ceiling: 10 }, 0],
  ['a value above twice its ceiling', { value: 20.1, ceiling: 10 }, 1],
  ['a value at half its floor', { value: 5, floor: 10 }, 0],
  ['a value below half its floor', { value: 4.9, floor: 10 }, 1],
  ['a value that is no number', { value: Number.NaN, ceiling: 10 }, 1],
  ['a value that is only shown', { value: 1000 }, 0],
])('%s: %o ends the run with %i', (_, metric, expected) => {
  const { status } = runBenchmarks({ one: [{ name: 'time', unit: 'ms', ...metric }] });
  expect(status).toBe(expected);
});

test('a benchmark that fails ends the run with 1, after the others were measured', () => {
  const metric = { name: 'a time', value: 1, unit: 'ms', ceiling: 2 };
  const { status, stdout } = runBenchmarks({ first: 'throws', second: [metric] });
  expect(status).toBe(1);
  expect(stdout).toContain('Failed: first was not measured');
  expect(stdout).toContain('a time');
});

test('a name that no benchmark has ends the run with 1', () => {
  expect(runBenchmarks({ one: [] }, 'serach').status).toBe(1);
});
