import { expect, test } from 'vitest';
import { RequestLimit } from './request-limit.ts';

test('a key has so many requests a minute, each key its own', () => {
  const limit = new RequestLimit(2);
  expect(limit.take('a', 0)).toBeUndefined();
  expect(limit.take('a', 1_000)).toBeUndefined();
  expect(limit.take('a', 15_500)).toBe(45);
  expect(limit.take('b', 15_500)).toBeUndefined();
  expect(limit.take('a', 59_999)).toBe(1);
  expect(limit.take('a', 60_000)).toBeUndefined();
});
