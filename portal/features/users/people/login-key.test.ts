import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { queryRows } from '#shell/testing/demo-world.ts';
import { startWorld } from '#shell/testing/world.ts';
import { LATIN, LOOK_ALIKES, loginKeyOf } from './login-key.ts';

test.each([
  ['case', 'Anna', 'anna'],
  ['full-width letters', 'ａｎｎａ', 'anna'],
  ['Cyrillic letters', 'аnnа', 'anna'],
  ['Cyrillic capitals', 'АННА', 'ahha'],
  ['Greek letters', 'αnnα', 'anna'],
  ['a zero and a one', 'paypa1', 'paypal'],
  ['a dotless i', 'mar\u0131a', 'maria'],
  ['a ligature', 'ﬁno', 'fino'],
  ['blanks around it', ' anna ', 'anna'],
])('a login is compared without %s', (_difference, typed, same) => {
  expect(loginKeyOf(typed)).toBe(loginKeyOf(same));
});

test.each([
  ['bernardi', 'bemardi'],
  ['anna', 'anne'],
  ['andré', 'andre'],
])('%s and %s are two logins', (one, other) => {
  expect(loginKeyOf(one)).not.toBe(loginKeyOf(other));
});

test('the database compares logins as the program does', async () => {
  const world = await startWorld();
  const logins = [LOOK_ALIKES, LATIN, 'anna@rossi.it', 'ｍаriο', 'andré', '東京', 'ﬁno'];
  const rows = await queryRows<{ key: string }>(
    world,
    sql`select login_key_of(login) as key
        from unnest(${sql.param(logins)}::text[]) with ordinality as typed (login, place) order by place`,
  );
  expect(rows.map(({ key }) => key)).toEqual(logins.map(loginKeyOf));
  expect([...LATIN]).toHaveLength([...LOOK_ALIKES].length);
});
