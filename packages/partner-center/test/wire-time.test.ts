import { expect, test } from 'vitest';
import { instantOf } from '../src/partner-center.ts';

test('instants are read with seven digits, with an offset, and without one as UTC', () => {
  const texts = ['2026-03-02T09:00:00.1234567Z', '2026-03-02T10:00:00+01:00', '2026-03-02T00:00:00'];
  expect(texts.map((text) => instantOf(text).toString())).toEqual([
    '2026-03-02T09:00:00.1234567Z',
    '2026-03-02T09:00:00Z',
    '2026-03-02T00:00:00Z',
  ]);
  expect(() => instantOf('next week')).toThrow(RangeError);
});
