import { expect, test } from 'vitest';
import { COUNTED_MAX } from '#platform/counted-max.ts';
import { COUNTED_MAX as SHOWN_MAX } from '#ui/total-text.ts';

test('pages say "more than" from the number on to which lists count', () => {
  expect(SHOWN_MAX).toBe(COUNTED_MAX);
});
