import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readCsvRows, type SheetRow } from './csv-rows.ts';

/** Reads a text in one piece and in every other way to cut it in two; all must agree. */
async function rowsOf(text: string): Promise<SheetRow[]> {
  const whole = await collect([text]);
  for (let cut = 1; cut < text.length; cut += 1) {
    expect(await collect([text.slice(0, cut), text.slice(cut)])).toEqual(whole);
  }
  return whole;
}

async function collect(chunks: string[]): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of readCsvRows(Readable.from(chunks))) rows.push(...batch);
  return rows;
}

test('reads quoted cells with delimiters, doubled quotes and line breaks', async () => {
  expect(await rowsOf('a,b\r\n"one, two","say ""hi"""\r\n"first\nsecond",3\n4,5')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['one, two', 'say "hi"'] },
    { line: 3, cells: ['first\nsecond', '3'] },
    { line: 5, cells: ['4', '5'] },
  ]);
});

test('keeps a quote inside an unquoted cell', async () => {
  expect(await rowsOf('a,b\n19" monitor,2\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['19" monitor', '2'] },
  ]);
});

test('a quote that is never closed breaks its own row only', async () => {
  expect(await rowsOf('a,b\n"open,1\n2,3\n"x, y",4\n5,"open too\n6,7\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, brokenText: '"open,1' },
    { line: 3, cells: ['2', '3'] },
    { line: 4, cells: ['x, y', '4'] },
    { line: 5, brokenText: '5,"open too' },
    { line: 6, cells: ['6', '7'] },
  ]);
});

test('text after a closing quote breaks its own row only', async () => {
  expect(await rowsOf('a,b\n"x"y,1\n2,3')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, brokenText: '"x"y,1' },
    { line: 3, cells: ['2', '3'] },
  ]);
});

test('skips blank lines but counts them', async () => {
  expect(await rowsOf('a,b\n\n  \n1,2\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 4, cells: ['1', '2'] },
  ]);
});

test('the header decides the delimiter', async () => {
  expect(await rowsOf('a;b;c\n1;2,5;3\n')).toEqual([
    { line: 1, cells: ['a', 'b', 'c'] },
    { line: 2, cells: ['1', '2,5', '3'] },
  ]);
  expect(await rowsOf('a\tb\n1\t2\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
  ]);
});
