import { expect, test } from 'vitest';
import { AccountId, newId } from './ids.ts';

test('ids of one process sort in the order in which they were made', () => {
  const ids = Array.from({ length: 2_000 }, () => newId());
  expect(new Set(ids).size).toBe(2_000);
  expect(ids.toSorted()).toEqual(ids);
});

test('an id is read in either case and kept in lower case; other texts are refused', () => {
  const id = newId<'account'>();
  expect(AccountId.parse(id.toUpperCase())).toBe(id);
  for (const text of ['', '42', `${id} `, `{${id}}`, id.replaceAll('-', '')])
    expect(AccountId.safeParse(text).success, text).toBe(false);
});
