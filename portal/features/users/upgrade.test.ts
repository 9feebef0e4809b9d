import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from '#platform/migrate.server.ts';
import { openAsOrdinaryOwner } from '#shell/testing/ordinary-owner.ts';

const SINCE = ['0002-mail-personal-link.sql', '0021-logins-and-addresses.sql'];
const ACCOUNT = '10000000-0000-4000-8000-000000000000';
const person = (place: number) => `2000000${place}-0000-4000-8000-000000000000`;
const LINK = 'https://portal.example/activate?token=abc_DEF-123';

test('people and mails of an earlier version get keys, confirmed addresses and no links in clear', async () => {
  const { connection, inSystem, database } = await openAsOrdinaryOwner();
  const all = readMigrations(join(import.meta.dirname, '..', '..'));
  const earlier = all.filter(({ name }) => name < '0012' && !SINCE.includes(name));
  const table = all.filter(({ name }) => name === '0020-person.sql');
  await migrate(connection, [...earlier, ...table]);
  await inSystem(`insert into account (id, kind, name, time_zone, created_at)
    values ('${ACCOUNT}', 'customer', 'Rossi', 'Europe/Rome', now())`);
  const rows = [
    [person(1), 'anna', 'anna@rossi.it', "now() - interval '2 days'"],
    [person(2), 'аnna', 'ANNA@rossi.it', "now() - interval '1 day'"],
    [person(3), 'ugo', 'ugo@rossi.it', 'null'],
  ];
  for (const [id, login, email, passwordSetAt] of rows)
    await inSystem(`insert into person (id, account_id, role, login, email, first_name, last_name, password_set_at,
      created_at, updated_at) values ('${id}', '${ACCOUNT}', 'administrator', '${login}', '${email}', 'A', 'B',
      ${passwordSetAt}, now() + interval '${id?.slice(7, 8)} seconds', now())`);
  for (const status of ['kept', 'waiting'])
    await inSystem(`insert into mail (account_id, kind, recipient, subject, text_body, html_body, status, created_at)
      values ('${ACCOUNT}', 'signIn.activation', 'a', 's', 'Vai: ${LINK}', '<a href="${LINK}">Vai</a>', '${status}', now())`);

  await migrate(connection, [...earlier, ...table, ...all.filter(({ name }) => SINCE.includes(name))]);

  const people = await inSystem(
    'select login, login_key, email_confirmed_at is not null as ok from person order by id',
  );
  expect(people).toEqual([
    { login: 'anna', login_key: 'anna', ok: true },
    { login: 'аnna-20000002', login_key: 'anna-2oooooo2', ok: false },
    { login: 'ugo', login_key: 'ugo', ok: false },
  ]);
  const mails = await inSystem('select status, text_body, html_body, has_personal_link from mail order by status');
  expect(mails).toEqual([
    {
      status: 'kept',
      text_body: 'Vai: {{personal-link}}',
      html_body: '<a href="{{personal-link}}">Vai</a>',
      has_personal_link: true,
    },
    { status: 'waiting', text_body: `Vai: ${LINK}`, html_body: `<a href="${LINK}">Vai</a>`, has_personal_link: false },
  ]);
  await database.close();
});
