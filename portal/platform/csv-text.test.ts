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
