import { expect, test } from 'vitest';
import { z } from 'zod';
import { clearable } from './clearable.ts';

const Input = z.object({ phone: clearable(z.string().trim().min(4)).optional() });

test.each([
  [{ phone: null }, { phone: null }],
  [{ phone: '' }, { phone: null }],
  [{ phone: ' \t' }, { phone: null }],
  [{ phone: ' 0255 ' }, { phone: '0255' }],
  [{}, {}],
])('%o is read as %o', (given, read) => {
  expect(Input.parse(given)).toStrictEqual(read);
});

test('a text that is not blank keeps the rules of its own', () => {
  expect(Input.safeParse({ phone: '02' }).success).toBe(false);
});
