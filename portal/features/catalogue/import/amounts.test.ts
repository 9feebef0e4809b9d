import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AmountReader } from './amounts.ts';

/** An amount as two spreadsheets write it: whole part in thousands, decimals after the sign. */
function written(whole: number, decimals: string, sign: '.' | ',', isGrouped: boolean): string {
  const grouping = sign === '.' ? ',' : '.';
  const digits = isGrouped ? String(whole).replace(/\B(?=(\d{3})+$)/g, grouping) : String(whole);
  return decimals === '' ? digits : `${digits}${sign}${decimals}`;
}

const AMOUNT = fc.record({
  whole: fc.nat({ max: 99_999_999 }),
  decimals: fc.stringMatching(/^\d{0,6}$/),
  isGrouped: fc.boolean(),
});

test('once a sign is decided, every amount that is written with it is read as it was meant', () => {
  fc.assert(
    fc.property(fc.constantFrom('.' as const, ',' as const), fc.array(AMOUNT), (sign, amounts) => {
      const reader = new AmountReader();
      expect(reader.read(`57${sign}6`)).toEqual({ amount: '57.6' });
      for (const { whole, decimals, isGrouped } of amounts) {
        const meant = decimals.replace(/0+$/, '');
        expect(reader.read(written(whole, decimals, sign, isGrouped))).toEqual({
          amount: meant === '' ? String(whole) : `${whole}.${meant}`,
        });
      }
    }),
  );
});

test('an amount is never read in one of two ways that the file leaves open', () => {
  fc.assert(
    fc.property(fc.array(AMOUNT), (amounts) => {
      // The same texts decide nothing of their own: what is read, both spreadsheets mean the same.
      const readers = [new AmountReader(), new AmountReader()] as const;
      for (const { whole, decimals, isGrouped } of amounts) {
        const [point, comma] = ([',', '.'] as const).map((sign, index) =>
          readers[index]?.read(written(whole, decimals, sign, isGrouped)),
        );
        expect(point).toEqual(comma);
      }
    }),
  );
});

test('refuses what stays open, what needs the other sign, and what is no amount', () => {
  const reader = new AmountReader();
  expect(reader.read('1,234')).toEqual({ fault: 'priceAmbiguous' });
  expect(reader.read('1.234')).toEqual({ fault: 'priceAmbiguous' });
  expect(reader.read('1.234,5')).toEqual({ amount: '1234.5' });
  expect(reader.read('1,234')).toEqual({ amount: '1.234' });
  expect(reader.read('1.234')).toEqual({ amount: '1234' });
  expect(reader.read('57.6')).toEqual({ fault: 'priceOtherSign' });
  for (const text of ['', '-5', '1,23,4', '01,234.5', '€ 5', '1e3', '1 234']) {
    expect(reader.read(text)).toEqual({ fault: 'priceInvalid' });
  }
});
