import { expect, test } from 'vitest';
import type { SheetRow } from '#platform/csv-rows.ts';
import { csvText } from '#platform/csv-text.ts';
import { workbookOf } from '#platform/testing/workbook.ts';
import { zipOf } from '#platform/testing/zip.ts';
import { readSheetRows } from './sheet-rows.ts';

const HEADER = ['ProductId', 'SkuId', 'TermDuration', 'BillingPlan', 'Currency', 'UnitPrice', 'SkuTitle'];
const ROW = ['CFQ7TTC0LF8Q', '0001', 'P1Y', 'Annual', 'EUR', '57.6', 'Città – più di 100 €, «tutto» è Microsoft®'];
const ROWS = [
  { line: 1, cells: HEADER },
  { line: 2, cells: ROW },
];
const TEXT = [HEADER, ROW].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n');

async function rowsOf(content: string | Uint8Array<ArrayBuffer>): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const piece of readSheetRows(new File([content], 'sheet.csv'))) rows.push(...piece);
  return rows;
}

function utf16(text: string, order: 'le' | 'be', mark: boolean): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');
  return new Uint8Array(order === 'be' ? bytes.swap16() : bytes);
}

/** Text whose letters Windows-1252 has. */
function windows1252(text: string): Uint8Array<ArrayBuffer> {
  const codes = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1)
    codes.set(new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte);
  return Uint8Array.from(text, (letter) => codes.get(letter) ?? 0x3f);
}

test.each([
  ['UTF-8', new TextEncoder().encode(TEXT)],
  ['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${TEXT}`)],
  ['UTF-16 LE', utf16(TEXT, 'le', false)],
  ['UTF-16 LE with a mark', utf16(TEXT, 'le', true)],
  ['UTF-16 BE', utf16(TEXT, 'be', false)],
  ['UTF-16 BE with a mark', utf16(TEXT, 'be', true)],
  ['Windows-1252', windows1252(TEXT)],
])('reads %s', async (_encoding, bytes) => {
  expect(await rowsOf(bytes)).toEqual(ROWS);
});

test.each([
  ['UTF-32', Uint8Array.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
  ['UTF-8 and Windows-1252 in one file', Buffer.concat([new TextEncoder().encode(`${TEXT}\n`), windows1252(TEXT)])],
  ['Cyrillic of Windows-1251', Uint8Array.from([...Buffer.from('ProductId\n'), 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])],
  ['text that was read in the wrong encoding before', new TextEncoder().encode(windowsMistake(TEXT))],
  ['signs for letters that were lost before', new TextEncoder().encode('ProductId\nCitt\uFFFD\n')],
])('refuses %s', async (_encoding, bytes) => {
  await expect(rowsOf(new Uint8Array(bytes))).rejects.toMatchObject({ code: 'catalogue.sheetEncodingUnknown' });
});

/** UTF-8, opened as Windows-1252 and saved as UTF-8. */
function windowsMistake(text: string): string {
  return new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));
}

test('letters that lie across two pieces of the file are read whole', async () => {
  const cells = ['è,€', ...Array.from({ length: 40 }, (_, index) => `à${'x'.repeat(index)}€`)];
  const rows = Array.from({ length: 2_000 }, () => cells);
  const read = await rowsOf(csvText([cells, ...rows]));
  expect(read).toHaveLength(2_001);
  expect(read.every((row) => 'cells' in row && row.cells.join() === cells.join())).toBe(true);
});

test('a file in one chunk is read in pieces, while others run', async () => {
  let turnsOfOthers = 0;
  const others = setInterval(() => {
    turnsOfOthers += 1;
  }, 0);
  try {
    expect(await rowsOf('è,€\n'.repeat(100_000))).toHaveLength(100_000);
  } finally {
    clearInterval(others);
  }
  expect(turnsOfOthers).toBeGreaterThan(1);
});

test('a first line with the separator is no row', async () => {
  const sheet = `sep=;\r\n${HEADER.join(';')}\r\n${ROW.join(';')}\r\n`;
  expect(await rowsOf(sheet)).toEqual([
    { line: 2, cells: HEADER },
    { line: 3, cells: ROW },
  ]);
  expect(await rowsOf('"sep=|"\na|b\n1|2')).toEqual([
    { line: 2, cells: ['a', 'b'] },
    { line: 3, cells: ['1', '2'] },
  ]);
});

test('lines may end with CR alone', async () => {
  expect(await rowsOf(TEXT.replaceAll('\r\n', '\r'))).toEqual(ROWS);
});

test('reads the workbook that Microsoft gives, with numbers as they are', async () => {
  const book = workbookOf([HEADER, [...ROW.slice(0, 5), 1184.4, ROW[6] ?? ''], [...ROW.slice(0, 5), 1.234, '']]);
  expect(await rowsOf(book)).toEqual([
    { line: 1, cells: HEADER },
    { line: 2, cells: [...ROW.slice(0, 5), '1184.4', ROW[6]] },
    { line: 3, cells: [...ROW.slice(0, 5), '1.2340', ''] },
  ]);
  expect(await rowsOf(zipOf({ 'list.xlsx': book }))).toHaveLength(3);
});

test('a workbook that would unpack to more than it says, or to too much, is refused', async () => {
  const parts = { '[Content_Types].xml': '<Types/>', 'xl/worksheets/sheet1.xml': 'x'.repeat(100_000) };
  await expect(rowsOf(zipOf(parts, { claimedSize: 10 }))).rejects.toMatchObject({ code: 'catalogue.zipDamaged' });
  await expect(rowsOf(zipOf(parts, { claimedSize: 2 ** 29 }))).rejects.toMatchObject({
    code: 'catalogue.sheetTooLarge',
  });
});

test('a readme beside the sheet of a zip is passed over', async () => {
  expect(await rowsOf(zipOf({ 'readme.txt': 'Prices, as of today.', 'sheet.csv': TEXT }))).toEqual(ROWS);
  expect(await rowsOf(zipOf({ 'a.txt': 'Città', 'sheet.csv': TEXT, 'legal.csv': 'Name,Text\n1,2\n' }))).toEqual(ROWS);
  const two = rowsOf(zipOf({ 'a.csv': TEXT, 'b.csv': TEXT }));
  await expect(two).rejects.toMatchObject({ code: 'catalogue.zipWithSeveralSheets', facts: { count: 2 } });
  await expect(rowsOf(zipOf({ 'a.txt': 'a', 'b.txt': 'b' }))).rejects.toMatchObject({
    code: 'catalogue.zipWithoutSheet',
  });
});
