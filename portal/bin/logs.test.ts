import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, assert, beforeAll, expect, onTestFinished, test } from 'vitest';
import { migrate } from '#platform/migrate.server.ts';
import { explainFailure } from './explain-failure.ts';
import { type Customer, knownChoice, placeOrder, signInCustomer } from './testing/customer.ts';
import { findPostgresPrograms } from './testing/own-postgres.ts';
import { freePort, type PortalProcess, startProgram, until, untilReady } from './testing/portal-process.ts';
import { openService, type Service } from './testing/service.ts';

/* Every kind of failure, with data that are marked; then everything that the processes have printed is searched. */

const MARK = 'Zanzaverdi';
const MARKED_ADDRESS = 'ludovica.zanzaverdi@esempio.example';
const MARKED_SECRET = 'Zanzaverdi-password-2026';
const isMarked = (text: string) => /zanzaverdi/i.test(text);

const programs = findPostgresPrograms();
const withPostgres = test.runIf(programs !== undefined);
const SLOW = 150_000;

let service: Service;
let mailServer: Server;
let web: PortalProcess;
let worker: PortalProcess;
let customer: Customer;

beforeAll(async () => {
  if (programs === undefined) return;
  service = await openService(programs);
  await service.startSimulator();
  const mailPort = await freePort();
  mailServer = refusingMailServer().listen(mailPort, '127.0.0.1');
  const settings = { LOG_LEVEL: 'debug', SMTP_URL: `smtp://127.0.0.1:${mailPort}` };
  web = await service.start('web', settings);
  worker = await service.start('work', settings);
  await untilReady(web);
  await untilReady(worker);
  customer = await signInCustomer(web);
}, SLOW);
afterAll(async () => {
  mailServer?.close();
  await service?.close();
});

withPostgres('a statement that fails with its parameters, by REST and from a page', { timeout: SLOW }, async () => {
  await service.query(`
    create function refuse_person() returns trigger language plpgsql as $$
    begin raise exception 'refused: % %', new.last_name, new using detail = new.last_name; end $$`);
  await service.query(
    'create trigger refuse_person before update of last_name on person for each row execute function refuse_person()',
  );
  const body = { firstName: MARK, lastName: MARK, phone: MARK };
  const answer = await customer.call(web, 'POST', '/users/update-profile', { body });
  expect(answer.status).toBe(500);
  const page = await customer.page(web, '/profile', { ...body, intent: 'data' });
  expect(page.status).toBe(500);
  expect(isMarked(await page.text())).toBe(false);
  await service.query('drop trigger refuse_person on person');
  await expectLogged(web, /request failed/);
  await expectLogged(web, /page failed/);
});

withPostgres('the database restarts while a statement runs', { timeout: SLOW }, async () => {
  const { default: pg } = await import('pg');
  const holder = new pg.Client({ connectionString: service.databaseUrl });
  holder.on('error', () => {});
  await holder.connect();
  await holder.query('begin; lock table person in exclusive mode');
  const body = { firstName: MARK, lastName: MARK };
  const waiting = customer.call(web, 'POST', '/users/update-profile', { body });
  await until('the statement waits', async () => {
    const rows = await service.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
    return rows.length > 0;
  });
  service.postgres.stop('immediate');
  expect((await waiting).status).toBe(503);
  service.postgres.start();
  await untilReady(web);
  await expectLogged(web, /the database does not answer/);
});

withPostgres('Microsoft answers with an error that names a person', { timeout: SLOW }, async () => {
  await service.control('POST', '/faults', {
    match: { method: 'POST', path: '/checkout$' },
    times: 3,
    fault: { kind: 'status', status: 500, body: { code: 500, description: `${MARK} at ${MARKED_ADDRESS} failed` } },
  });
  await placeOrder(customer, () => [web], await knownChoice(service));
  await expectLogged(worker, /step got no clear answer/);
});

withPostgres('a mail server refuses a recipient, so that a job fails', { timeout: SLOW }, async () => {
  await service.query(`update person set email = '${MARKED_ADDRESS}' where login = 'utente'`);
  await customer.call(web, 'POST', '/sign-in/request-recovery', { body: { login: 'utente' } });
  await expectLogged(worker, /job attempt failed/);
  const stored = await service.query<{ output: string | null }>(
    "select output::text from pgboss.job where data->>'job' = 'mail.deliver' and output is not null",
  );
  expect(stored.length).toBeGreaterThan(0);
  expect(isMarked(JSON.stringify(stored))).toBe(false);
});

withPostgres('a sign-in is refused, an address does not exist', { timeout: SLOW }, async () => {
  const body = { login: MARK, password: MARKED_SECRET };
  expect((await customer.call(web, 'POST', '/sign-in/sign-in', { body })).status).toBe(422);
  await fetch(`${web.url}/recover/${MARKED_SECRET}?name=${MARK}`);
  await fetch(`${web.url}/api/v1/${MARK}?token=${MARKED_SECRET}`);
  await expectLogged(web, /signIn\.signInFailed/);
});

withPostgres('nothing of it is in the logs, the metrics and the job table', { timeout: SLOW }, async () => {
  const metrics = await fetch(`${worker.url}/metrics`, { headers: { authorization: 'Bearer wrong' } });
  expect(metrics.status).toBe(404);
  for (const [name, running] of Object.entries({ web, worker })) {
    const lines = running.output().split('\n');
    expect(lines.length, `${name} has written a log`).toBeGreaterThan(10);
    expect(lines.filter(isMarked), name).toEqual([]);
  }
});

test.each(['rejection', 'exception'])('nobody catches an error: %s', async (kind) => {
  const program = startProgram([join('portal', 'bin', 'testing', 'failing-program.ts'), kind, MARK]);
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('an error was caught by nobody');
  expect(isMarked(program.output())).toBe(false);
});

test('a migration that fails on a row', async () => {
  const database = await PGlite.create();
  onTestFinished(() => database.close());
  const connection = {
    query: async (text: string, values?: unknown[]) =>
      (await database.query<Record<string, unknown>>(text, values)).rows,
    script: async (text: string) => void (await database.exec(text)),
  };
  const fill = `create table person (name text); insert into person values ('${MARK}')`;
  const broken = 'alter table person alter column name type integer using name::integer';
  const error: unknown = await migrate(connection, [
    { name: '0001-person.sql', sql: fill },
    { name: '0002-broken.sql', sql: broken },
  ]).catch((reason: unknown) => reason);
  assert(error instanceof Error, 'the migration failed');
  expect(explainFailure(error)).toContain('migration 0002-broken.sql failed');
  expect(isMarked(explainFailure(error))).toBe(false);
});

test('a start that fails', { timeout: SLOW }, async () => {
  for (const environment of [
    { SECRET: MARK },
    { SMTP_URL: `smpt://user:${MARKED_SECRET}@mail.example` },
    { DATABASE_URL: `mysql://user:${MARKED_SECRET}@db.example/portal` },
  ]) {
    const program = startProgram([join('build', 'programs', 'serve.js')], environment);
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('These settings are wrong');
    expect(isMarked(program.output())).toBe(false);
  }
});

/** Waits for a line of the log: without it the failure has not happened, and nothing would be shown. */
async function expectLogged(running: PortalProcess, line: RegExp): Promise<void> {
  await until(`a line with ${line}`, () => line.test(running.output()), 40_000);
}

/** A mail server that takes nobody's mail and names the recipient in its answer. */
function refusingMailServer(): Server {
  return createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 mail.example\r\n');
    socket.on('data', (data) => {
      const command = String(data).trim();
      if (/^RCPT/i.test(command)) socket.write(`550 5.1.1 ${MARK} ${command.slice(8)} unknown\r\n`);
      else if (/^QUIT/i.test(command)) socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    });
  });
}
