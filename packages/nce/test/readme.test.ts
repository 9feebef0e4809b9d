import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import * as amounts from '../src/amounts.ts';
import * as internals from '../src/internals.ts';
import * as nce from '../src/nce.ts';

test('the example of the README does what its comment says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, imports = '', example = ''] =
    /```ts\nimport \{ ([^}]+) \} from '@licence-portal\/nce';\n([\s\S]+?)```/.exec(readme) ?? [];
  const names = imports.split(', ');
  const [, promised] = /\/\/ (\S+)\n/.exec(example) ?? [];
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});

  const exported: Readonly<Record<string, unknown>> = nce;
  new Function(...names, example)(...names.map((name) => exported[name]));

  expect(log.mock.calls).toEqual([[promised]]);
  expect(promised).toBe('46.12');
  log.mockRestore();
});

test('every function that the README names is exported', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const table = readme.split('\n').filter((line) => line.startsWith('| '));
  const named = table.flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !(name in nce || name in internals || name in amounts))).toEqual([]);
});

test('an entry point exports no value of another one, but the constructors of amounts', () => {
  const [questions, parts, money] = [nce, internals, amounts].map((entry) => new Set(Object.keys(entry)));
  const both = (left = new Set<string>(), right = new Set<string>()) => [...left.intersection(right)].sort();
  expect(both(questions, parts)).toEqual([]);
  expect(both(parts, money)).toEqual([]);
  expect(both(questions, money)).toEqual(['Decimal', 'money']);
  for (const name of ['add', 'sum', 'zero']) expect(name in nce).toBe(false);
});
