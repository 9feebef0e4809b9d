import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Hono } from 'hono';
import type { AccountId } from '#platform/ids.ts';
import type { Log } from '#platform/logging.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { CUSTOMER_ROLES, isPermitted, isProvider, type PersonRole } from '#platform/permissions.ts';
import { fingerprintsOf } from '../completeness/fingerprints.ts';
import { idsOf, markersOf } from '../completeness/operation-checks.ts';
import { builtPages } from '../pages.server.ts';
import { createWebApp } from '../web-app.server.ts';
import { accountTables, type openDemoWorld, queryRows } from './demo-world.ts';
import { type HostileCaller, hostilePerson, nobody } from './hostile-callers.ts';
import { type HostileRequest, hostileOrigin, hostileRequest, type KnownIds } from './hostile-requests.ts';
import { pick, type Random, randomFrom } from './hostile-values.ts';
import type { World } from './world.ts';

/** The connection as the server of Node describes it. */
const CONNECTION = { incoming: { socket: { remoteAddress: '10.0.0.9', remotePort: 50_000, remoteFamily: 'IPv4' } } };

type DemoWorld = Awaited<ReturnType<typeof openDemoWorld>>;

const ORIGIN = 'http://portal.test';
/** Of the requests; the provider's staff may change other accounts, so theirs come after the account was compared. */
const CUSTOMER_SHARE = 0.85;
/** Rows of the attacked account are compared after so many requests, so that a finding names a few hundred. */
const COMPARED_EVERY = 1_000;
/** Problems of a run that are collected before it ends. */
const PROBLEMS_MAX = 25;

/**
 * Sends hostile requests to the portal as it is served: built pages, REST, a real database, the simulator.
 *
 * @param seed  the same one sends the same requests
 * @returns problems, one a line, each with the number of its request
 */
export async function attack({ world, actors }: DemoWorld, given: { seed: number; count: number }): Promise<string[]> {
  const faults: string[] = [];
  const web = createWebApp({
    config: { ...world.config, TRUSTED_PROXY: true },
    app: { ...world.app, log: faultLog(faults) },
    metrics: createMetrics(),
    pages: await builtPages(join(import.meta.dirname, '..', '..', '..', 'build')),
    resolveCaller: world.services.resolveCaller,
    clientFolder: undefined,
    version: 'test',
  });
  const ownId = actors.administrator.accountId;
  const foreignId = actors.otherAdministrator.accountId;
  const known = { own: await idsOf(world, ownId), foreign: await idsOf(world, foreignId) };
  const target = { accountId: foreignId, markers: await markRows(world, foreignId, known.foreign) };
  const run = { world, web, known, target, faults, seed: given.seed };

  const customers = Math.floor(given.count * CUSTOMER_SHARE);
  const problems = await attackAs(run, await customersOf(world, ownId), { from: 0, to: customers });
  if (problems.length > 0) return problems;
  const staff = await staffOf(world, actors.provider.accountId);
  return attackAs({ ...run, target: undefined }, staff, { from: customers, to: given.count });
}

/** In texts of the attacked account, and nowhere else. */
const MARK = 'zz-marked-row';
/** Columns of texts that pages and operations show. */
const SHOWN_TEXTS = ['name', 'first_name', 'last_name', 'city', 'address_line', 'own_reference', 'note', 'subject'];

/**
 * Marks the texts of an account, and returns what no answer to another account may show: the mark, and the ids of its
 * rows. Ids that requests are made with may come back in texts that they stored.
 */
async function markRows(world: World, accountId: AccountId, sent: ReadonlyMap<string, string>): Promise<string[]> {
  for (const { table, rowsOf } of await accountTables(world)) {
    const columns = await queryRows<{ name: string; isText: boolean }>(
      world,
      sql`select column_name as name, data_type = 'text' as "isText" from information_schema.columns
          where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`,
    );
    // Of a table that has one row for each account, the account is the key.
    const key = columns.some(({ name }) => name === 'id') ? 'id' : 'account_id';
    for (const { name } of columns.filter(({ name, isText }) => isText && SHOWN_TEXTS.includes(name))) {
      const rows = await queryRows<{ id: string }>(
        world,
        sql`select ${sql.identifier(key)}::text as id from ${rowsOf(accountId)}`,
      );
      const ids = rows.map(({ id }) => `'${id}'`).join(', ');
      if (ids === '') continue;
      await world.asOwner(`begin; set local app.scope = 'system';
        update "${table}" set "${name}" = '${MARK}' where "${key}" in (${ids}); commit`);
    }
  }
  const ids = (await markersOf(world, accountId)).filter((marker) => /^[0-9a-f-]{36}$/.test(marker));
  const sentIds = new Set(sent.values());
  return [MARK, ...ids.filter((id) => !sentIds.has(id))];
}

type Run = Readonly<{
  world: World;
  web: Hono;
  known: KnownIds;
  /** The account whose rows must neither be shown nor changed; undefined for callers who may. */
  target: Readonly<{ accountId: AccountId; markers: readonly string[] }> | undefined;
  faults: string[];
  seed: number;
}>;

async function customersOf(world: World, accountId: AccountId): Promise<HostileCaller[]> {
  return [
    nobody(),
    ...(await Promise.all(CUSTOMER_ROLES.map((role) => hostilePerson(world, { accountId, role, by: 'session' })))),
    await hostilePerson(world, { accountId, role: 'administrator', by: 'key' }),
  ];
}

async function staffOf(world: World, accountId: AccountId): Promise<HostileCaller[]> {
  const roles: PersonRole[] = ['providerOperator', 'provider'];
  return Promise.all(roles.map((role) => hostilePerson(world, { accountId, role, by: 'session' })));
}

async function attackAs(
  run: Run,
  callers: readonly HostileCaller[],
  { from, to }: { from: number; to: number },
): Promise<string[]> {
  const problems = new Map<string, string>();
  const report = (lines: readonly string[]) => {
    // One of each kind is enough to correct it.
    for (const line of lines) problems.set(kindOf(line), problems.get(kindOf(line)) ?? line);
  };
  const compare = run.target && (await rowComparison(run.world, run.target.accountId));
  for (let number = from; number < to && problems.size < PROBLEMS_MAX; number += 1) {
    // Each request has its own random numbers, so that one can be sent again alone.
    const random = randomFrom(run.seed + number);
    report((await sendOne(run, random, pick(random, callers))).map((line) => `request ${number}: ${line}`));
    if (number % COMPARED_EVERY !== COMPARED_EVERY - 1 && number !== to - 1) continue;
    const changed = (await compare?.()) ?? [];
    report(changed.map((table) => `before request ${number}: rows of another account changed in ${table}`));
  }
  return [...problems.values()];
}

/** A problem without the number, the ids and the request. */
function kindOf(problem: string): string {
  const [line = ''] = problem
    .replace(/^request \d+: /, '')
    .replaceAll(UUID, 'id')
    .split('\n');
  const [, frame = ''] = /(portal\/[\w./-]+:\d+)/.exec(problem) ?? [];
  return `${line.slice(0, 160)} ${frame}`;
}

async function sendOne(run: Run, random: Random, caller: HostileCaller): Promise<string[]> {
  const { world, web, known, faults } = run;
  const made = hostileRequest(random, known);
  const headers = sendable({ ...hostileOrigin(random), ...made.headers, ...caller.headers(random) });
  const request = requestOf(made, headers);
  if (request === undefined) return [];
  faults.length = 0;
  world.machineClock.set(world.machineClock.now().add({ milliseconds: 200 }));
  const answer = await web.fetch(request, CONNECTION);
  const text = await answer.text();
  if (hasEnded(answer, caller) || actsAsSomebody(answer)) await caller.renew();
  const problems = problemsOf(run, made, caller, {
    status: answer.status,
    text,
    location: answer.headers.get('location'),
  });
  return problems.map((problem) => `${problem}\n  ${caller.name}: ${summaryOf(made)}`);
}

/** Undefined for what no HTTP client can write: it cannot reach the portal. */
function requestOf({ method, path, body }: HostileRequest, headers: Headers): Request | undefined {
  try {
    return new Request(`${ORIGIN}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function sendable(given: Readonly<Record<string, string>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) headers.set(name, value);
  }
  return headers;
}

/** A session ends by many requests: by a sign-out, a new password, the removal of its person. */
function hasEnded(answer: Response, { role }: HostileCaller): boolean {
  const location = answer.headers.get('location') ?? '';
  return role !== 'anonymous' && (answer.status === 401 || location.startsWith('/sign-in'));
}

/** From now on the session has the rights of another person: the caller would no longer be who it is named after. */
function actsAsSomebody(answer: Response): boolean {
  return answer.headers.getSetCookie().some((cookie) => /^portal\.impersonation=[^;]/.test(cookie));
}

type Answered = Readonly<{ status: number; text: string; location: string | null }>;

function problemsOf(run: Run, made: HostileRequest, caller: HostileCaller, answered: Answered): string[] {
  const { status, text } = answered;
  return [
    ...(status >= 500 ? [`status ${status}: ${run.faults.join(' | ').slice(0, 800)}`] : []),
    ...(INTERNALS.test(text) ? [`the answer shows internals: ${INTERNALS.exec(text)?.[0].slice(0, 200)}`] : []),
    ...permissionProblems(made, caller, answered),
    ...foreignProblems(run, made, text),
  ];
}

/** Parts of stack traces, of statements, of files of the portal. */
const INTERNALS =
  /\bat [^\n<]{0,200}\.(?:ts|tsx|js|mjs):\d+|node_modules\/|Failed query|\binsert into "|\bselect "\w+"\."/;

/** Who may not call an operation, or not open a page, gets no answer from it. */
function permissionProblems({ operation, page, method }: HostileRequest, caller: HostileCaller, { status }: Answered) {
  const isAnswered = status >= 200 && status < 300 && method !== 'OPTIONS';
  if (!isAnswered) return [];
  if (operation !== undefined && !isPermitted([caller.role], operation.permission)) {
    return [`${operation.name} answered ${status} without permission ${operation.permission}`];
  }
  if (page === undefined) return [];
  if (page.isSignedIn && caller.role === 'anonymous') return [`/${page.path} opens without a session`];
  const isStaffPage = page.path.startsWith('provider');
  return isStaffPage && !isProvider([caller.role]) ? [`/${page.path} opens for customers`] : [];
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Texts of the attacked account that the request did not have itself. */
function foreignProblems({ target }: Run, { path, body }: HostileRequest, text: string): string[] {
  if (target === undefined) return [];
  const given = `${decoded(path)} ${typeof body === 'string' ? decoded(body) : ''}`;
  const shownIds = new Set(text.match(UUID) ?? []);
  return target.markers
    .filter((marker) => (/^[0-9a-f-]{36}$/.test(marker) ? shownIds.has(marker) : text.includes(marker)))
    .filter((marker) => !given.includes(marker))
    .map((marker) => `the answer shows ${marker} of another account`);
}

function decoded(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

/** Compares the rows of an account with those of the last call; names the tables that differ. */
async function rowComparison(world: World, accountId: AccountId): Promise<() => Promise<string[]>> {
  let before = await fingerprintsOf(world, accountId);
  return async () => {
    const after = await fingerprintsOf(world, accountId);
    const changed = [...after].filter(([table, fingerprint]) => before.get(table) !== fingerprint);
    before = after;
    return changed.map(([table]) => table);
  };
}

/** Keeps what the portal logs as an error, for the report. */
function faultLog(faults: string[]): Log {
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error(fields, message) {
      const { err } = fields as { err?: unknown };
      faults.push(`${message}: ${err instanceof Error ? err.stack : String(err)}`);
    },
    child: () => log,
  };
  return log;
}

function summaryOf({ method, path, headers, body }: HostileRequest): string {
  const shown = typeof body === 'string' ? body : body === undefined ? '' : `${body.length} bytes`;
  return `${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${shown.slice(0, 500)}`;
}
