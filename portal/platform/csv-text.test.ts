import { expect, test } from 'vitest';
import { csvText } from './csv-text.ts';

test('quotes what needs it, and ends lines as spreadsheets expect', () => {
  expect(
    csvText([
      ['Nome', 'Città'],
      ['Rossi, "Anna"', 'Forlì\nCesena'],
    ]),
  ).toBe('\uFEFFNome,Città\r\n"Rossi, ""Anna""","Forlì\nCesena"\r\n');
});

test('a name that looks like a formula is a text; a negative amount stays a number', () => {
  expect(csvText([['=HYPERLINK("http://x")', '@x', '-118,40', '-12.5', '+1']])).toBe(
    `\uFEFF"'=HYPERLINK(""http://x"")",'@x,"-118,40",-12.5,'+1\r\n`,
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['+39 02', "'+39 02"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1+1', " '=1+1"],
  ['\uff1d1+1', "'\uff1d1+1"],
  ['\t=1', '"\'\t\'=1"'],
  ['\r=1', '"\'\r\'=1"'],
  ['\tx', '"\'\tx"'],
  ['Rossi;=1+1', '"Rossi;\'=1+1"'],
  ['Rossi; @x', '"Rossi; \'@x"'],
  ['Rossi,=1', '"Rossi,\'=1"'],
  ['a;"=1+1"', '"a;""\'=1+1"""'],
  ['"=1+1"', '"""\'=1+1"""'],
  ['a\n=1', '"a\n\'=1"'],
  ['a=b-c@d+e', 'a=b-c@d+e'],
  ['2026-11-30', '2026-11-30'],
  ['-118.40', '-118.40'],
])('no part of %j begins a formula', (value, cell) => {
  expect(csvText([[value]])).toBe(`\uFEFF${cell}\r\n`);
});
