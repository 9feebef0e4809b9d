import { expect, test } from 'vitest';
import { textRefusals } from './input-text.ts';

const code = (text: string) => textRefusals({ name: text })[0]?.code;

test.each([
  ['NUL', 'a\0b', 'input.controlCharacter'],
  ['a tab', 'a\tb', 'input.controlCharacter'],
  ['escape', '\u001b[31m', 'input.controlCharacter'],
  ['delete', 'a\u007f', 'input.controlCharacter'],
  ['a control above ASCII', 'a\u0080', 'input.controlCharacter'],
  ['a lone high surrogate', 'a\ud83d', 'input.controlCharacter'],
  ['a lone low surrogate', '\ude00b', 'input.controlCharacter'],
  ['a direction override', 'fattura\u202efdp.exe', 'input.controlCharacter'],
  ['a direction isolate', 'a\u2066b', 'input.controlCharacter'],
  ['a line feed', 'Anna\nGentile cliente', 'input.lineBreak'],
  ['a carriage return', 'Anna\rBcc: x', 'input.lineBreak'],
  ['a line separator', 'a\u2028b', 'input.lineBreak'],
  ['a paragraph separator', 'a\u2029b', 'input.lineBreak'],
  ['next line', 'a\u0085b', 'input.lineBreak'],
  ['zero-width spaces only', '\u200b\u200b', 'input.invisible'],
  ['a Hangul filler only', '\u3164', 'input.invisible'],
  ['a soft hyphen and a blank', '\u00ad \u2060', 'input.invisible'],
  ['accents without letters', '\u0301\u0301', 'input.invisible'],
  ['an enclosing mark without a letter', '\u20dd', 'input.invisible'],
  ['a code point that fonts leave out', '\u2065\u{e01f0}', 'input.invisible'],
  ['the empty Braille pattern', '\u2800', 'input.invisible'],
])('refuses %s', (_name, text, refusal) => {
  expect(code(text)).toBe(refusal);
});

test.each([
  '',
  '   ',
  'Società "È più" S.r.l. – 100 % & Söhne',
  '東京',
  'محمد',
  '👩‍👩‍👧 família',
  'e\u0301',
  'a\u200db',
  '🙂',
  '<b>Anna</b> & "figli"',
  'नमस्ते',
])('takes “%s”', (text) => {
  expect(code(text)).toBeUndefined();
});

test('finds texts at any depth, names of fields and files included', () => {
  const file = new File(['x'], 'a\0.csv');
  expect(textRefusals({ lines: [{ note: 'ok' }, { note: '\0' }], file, by: { 'k\n': 1 } })).toEqual([
    { path: 'lines.1.note', code: 'input.controlCharacter' },
    { path: 'file', code: 'input.controlCharacter' },
    { path: 'by.k\n', code: 'input.lineBreak' },
  ]);
});

test('a value of thousands of levels is refused, not read to its end', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
  expect(textRefusals(deep)).toEqual([{ path: 'a', code: 'input.invalidValue' }]);
  expect(textRefusals({ items: [[{ name: 'good' }]] })).toEqual([]);
});
