import { expect, test } from 'vitest';
import { isTaxCode, isVatNumber } from './rules.ts';

// Numbers that well-known companies publish.
test.each(['00905811006', '00743110157', '01114601006'])('%s is a partita IVA', (number) => {
  expect(isVatNumber(number)).toBe(true);
});

test.each(['00905811007', '0090581100', '009058110060', '00000000000', 'IT00905811006', '0090581100a', ''])(
  '"%s" is not a partita IVA',
  (number) => {
    expect(isVatNumber(number)).toBe(false);
  },
);

test('two swapped neighbouring digits are detected', () => {
  expect(isVatNumber('00908511006')).toBe(false);
});

test('a codice fiscale is a company’s eleven digits or a person’s sixteen characters', () => {
  expect(isTaxCode('00905811006')).toBe(true);
  expect(isTaxCode('RSSMRA80A01H501U')).toBe(true);
  expect(isTaxCode('RSSMRA80A01H501')).toBe(false);
  expect(isTaxCode('RSSMRA80F01H501U')).toBe(false);
});
