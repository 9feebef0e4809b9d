import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyOperation } from '#platform/operation.server.ts';
import { inputsOf } from '../completeness/operation-checks.ts';
import { pageRoutes } from '../completeness/page-checks.ts';
import { operations } from '../registry.ts';
import { REST_PREFIX, restPathOf } from '../rest/rest-path.ts';
import routes from '../routes.ts';
import { chance, hostileJson, hostileText, hostileValue, mutated, pick, type Random } from './hostile-values.ts';

/*
 * Requests as an attacker sends them, made from the list of operations and the routes of the pages: a new operation or
 * page is attacked without a line here.
 */

/** What a request was made of, for its checks and for the report. */
export type HostileRequest = Readonly<{
  method: string;
  /** With the query, as it is written into the request line. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array<ArrayBuffer> | undefined;
  /** The operation, where the path is its own. */
  operation: AnyOperation | undefined;
  /** The page, where the path is its own. */
  page: Page | undefined;
}>;

export type Page = ReturnType<typeof pageRoutes>[number];

/** Ids of rows, by table: of the attacked account, and of the caller's own. */
export type KnownIds = Readonly<{ foreign: ReadonlyMap<string, string>; own: ReadonlyMap<string, string> }>;

const ORIGIN = 'http://portal.test';
const PAGES = pageRoutes(routes);
const SHELL = join(import.meta.dirname, '..');
/** Most requests go to operations: they are many, and quick. */
const OPERATIONS_SHARE = 0.9;

export function hostileRequest(random: Random, known: KnownIds): HostileRequest {
  const ids = [...known.foreign.values(), ...known.own.values()];
  const made = chance(random, OPERATIONS_SHARE) ? toOperation(random, known, ids) : toPage(random, known, ids);
  return { ...made, headers: { ...hostileHeaders(random, ids), ...made.headers } };
}

function toOperation(random: Random, known: KnownIds, ids: readonly string[]): HostileRequest {
  const operation = pick(random, operations);
  const isRead = operation.kind === 'read';
  const input = inputFor(random, operation, known, ids);
  const right = `${REST_PREFIX}${restPathOf(operation.name)}`;
  const isRightPath = chance(random, 0.96);
  const path = isRightPath ? right : hostilePath(random, right);
  const method = chance(random, 0.94) ? (isRead ? 'GET' : 'POST') : pick(random, METHODS);
  const query = isRead || chance(random, 0.05) ? hostileQuery(random, input, ids) : '';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const { body, headers } = hasBody ? hostileBody(random, input) : { body: undefined, headers: {} };
  return {
    ...{ method, headers, body, page: undefined },
    path: `${path}${query}`,
    operation: isRightPath ? operation : undefined,
  };
}

/** An input as the schema wants it, with ids of the attacked account or the caller's own, and mostly changed. */
function inputFor(random: Random, operation: AnyOperation, known: KnownIds, ids: readonly string[]): unknown {
  if (chance(random, 0.05)) return hostileValue(random, ids);
  const base = pick(random, inputsOf(operation, chance(random, 0.7) ? known.foreign : known.own));
  const changes = Math.floor(random() * 3);
  let input: unknown = base;
  for (let change = 0; change < changes; change += 1) input = mutated(random, input, ids);
  return input;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'MKCOL', 'X-UNKNOWN'];

const CONTENT_TYPES = [
  ...[
    'application/json',
    'application/json;charset=utf-16',
    'APPLICATION/JSON',
    'text/plain',
    'text/html',
    'image/png',
  ],
  ...['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=x', 'application/xml'],
  ...['', ';', 'a/b/c', 'application/json, text/html'],
];

const BROKEN_JSON = [
  ...[
    '',
    '{',
    '[',
    '{"a":}',
    '\ufeff{}',
    'null',
    '1',
    '"text"',
    '[]',
    '{"a":1,}',
    "{'a':1}",
    'NaN',
    '{}{}',
    '\0',
    '{"\\u0000":1}',
  ],
  `${'['.repeat(100_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
];

function hostileBody(random: Random, input: unknown): Pick<HostileRequest, 'body' | 'headers'> {
  const kind = random();
  const contentType = chance(random, 0.9) ? 'application/json' : pick(random, CONTENT_TYPES);
  if (kind < 0.85) return { body: hostileJson(input), headers: { 'content-type': contentType } };
  if (kind < 0.95) return { body: pick(random, BROKEN_JSON), headers: { 'content-type': contentType } };
  return { body: randomBytes(random), headers: { 'content-type': pick(random, CONTENT_TYPES) } };
}

function randomBytes(random: Random): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor(random() * 300));
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(random() * 256);
  return bytes;
}

function hostileQuery(random: Random, input: unknown, ids: readonly string[]): string {
  const query = new URLSearchParams();
  const fields = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  for (const [name, value] of fields) {
    for (const one of Array.isArray(value) ? value.slice(0, 5) : [value]) {
      query.append(name, typeof one === 'string' ? one : JSON.stringify(one));
    }
  }
  for (let more = Math.floor(random() * 3); more > 0; more -= 1) {
    query.append(pick(random, QUERY_NAMES), hostileText(random, ids));
  }
  if (chance(random, 0.02)) for (let index = 0; index < 500; index += 1) query.append('a[]', String(index));
  const text = query.toString();
  return chance(random, 0.03) ? `?${text}&%&=&&%zz&%00=%ff` : text === '' ? '' : `?${text}`;
}

const QUERY_NAMES = [
  ...['page', 'pageSize', 'sort', 'q', 'rows', 'next', 'token', 'locale', '_routes', 'index', 'quote', 'checkout'],
  ...['__proto__', '__proto__[a]', 'constructor', '', 'a[b][c]', 'accountId', 'personId', 'role'],
];

function toPage(random: Random, known: KnownIds, ids: readonly string[]): HostileRequest {
  const page = pick(random, PAGES);
  const inPath = (name: string) => encodeURIComponent(parameterFor(random, name, known, ids).toWellFormed());
  const right = `/${page.path.replaceAll(/:(\w+)|\*/g, (_, name: string | undefined) => inPath(name ?? ''))}`;
  const isRightPath = chance(random, 0.93);
  const data = chance(random, 0.2) ? '.data' : '';
  const path = `${isRightPath ? right : hostilePath(random, right)}${data}`;
  const method = chance(random, 0.93) ? pick(random, ['GET', 'POST', 'POST']) : pick(random, METHODS);
  const query = chance(random, 0.5) ? hostileQuery(random, {}, ids) : '';
  const { body, headers } =
    method === 'GET' || method === 'HEAD' ? { body: undefined, headers: {} } : hostileForm(random, page, ids);
  return {
    ...{ method, headers, body, operation: undefined },
    path: `${path}${query}`,
    page: isRightPath && data === '' ? page : undefined,
  };
}

/** An id for a parameter: of the table of its name, of another table, or none. */
function parameterFor(random: Random, name: string, known: KnownIds, ids: readonly string[]): string {
  if (chance(random, 0.2)) return hostileText(random, ids);
  const side = chance(random, 0.6) ? known.foreign : known.own;
  return side.get(tableOf(name)) ?? pick(random, ids);
}

const TABLES: Readonly<Record<string, string>> = { orderId: 'customer_order', userId: 'person' };

function tableOf(parameter: string): string {
  return TABLES[parameter] ?? parameter.replace(/Id$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function hostilePath(random: Random, path: string): string {
  const end = pick(random, [
    '%00',
    '/',
    '//',
    '/..',
    '/.',
    '%2f..%2f..',
    ';a=b',
    '%',
    '.json',
    '.data',
    '/%ff',
    '\\',
    '%5c',
  ]);
  const kind = random();
  if (kind < 0.4) return `${path}${end}`;
  if (kind < 0.6) return path.replace('/', '//');
  if (kind < 0.7) return path.toUpperCase();
  if (kind < 0.8) return `${path}/${'a'.repeat(3_000)}`;
  return pick(random, [
    '/..%2f..%2fetc/passwd',
    '//evil.example/',
    '/api',
    '/api/v1',
    '/api/v2/x',
    '/assets/../package.json',
    '/.env',
  ]);
}

/** Fields and values that the source of the page's file names, and others. */
function hostileForm(random: Random, page: Page, ids: readonly string[]): Pick<HostileRequest, 'body' | 'headers'> {
  const { fields, words } = vocabularyOf(page);
  const form = new URLSearchParams();
  if (chance(random, 0.9)) form.append('intent', pick(random, words));
  for (const field of fields) {
    if (chance(random, 0.25)) continue;
    const isId = /Id$/.test(field) || chance(random, 0.1);
    form.append(field, isId ? pick(random, ids) : chance(random, 0.4) ? hostileText(random, ids) : pick(random, words));
  }
  const contentType = chance(random, 0.93) ? 'application/x-www-form-urlencoded' : pick(random, CONTENT_TYPES);
  const body = chance(random, 0.03) ? randomBytes(random) : form.toString();
  return { body, headers: { 'content-type': contentType } };
}

type Vocabulary = Readonly<{ fields: readonly string[]; words: readonly string[] }>;
const vocabularies = new Map<string, Vocabulary>();

/** Short texts in the file of a page: names of fields, intents and choices are among them. */
function vocabularyOf({ file }: Page): Vocabulary {
  const known = vocabularies.get(file);
  if (known !== undefined) return known;
  const source = readFileSync(join(SHELL, file), 'utf8');
  const named = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))];
  const made = {
    fields: named(/(?:name=|get\(|text\(|typed\(|numberIn\(form, )["']([\w.]+)["']/g),
    words: [...named(/["']([\w.]{1,30})["']/g), 'true', '1'],
  };
  vocabularies.set(file, made);
  return made;
}

const ACCEPTED = ['text/html', 'application/json', '*/*', '', 'text/html;q=NaN', 'a'.repeat(2_000)];
const LANGUAGES = ['it', 'en', 'en;q=0.1, it;q=x', '*', 'de-DE', '../..', '-', ';q=1', 'it\t', 'i'.repeat(2_000)];
const ADDRESSES = ['10.0.0.1', '10.0.0.2, 10.0.0.3', '2001:db8::1', '::ffff:10.0.0.1', 'unknown', '999.1.1.1', "'", ''];
const KEYS = ['key-1', 'key-2', 'a'.repeat(255), 'a'.repeat(256), 'two words', '"', ''];

/** Headers that every request may have; those of credentials and of the origin come from the caller. */
function hostileHeaders(random: Random, ids: readonly string[]): Record<string, string> {
  return {
    'x-forwarded-for': pick(random, ADDRESSES),
    ...(chance(random, 0.3) && { accept: pick(random, ACCEPTED) }),
    ...(chance(random, 0.3) && { 'accept-language': pick(random, LANGUAGES) }),
    ...(chance(random, 0.2) && { 'idempotency-key': chance(random, 0.5) ? pick(random, KEYS) : pick(random, ids) }),
    ...(chance(random, 0.05) && { 'user-agent': pick(random, ['', 'a'.repeat(5_000), '<b>', '() { :; }']) }),
    ...(chance(random, 0.03) && {
      'x-forwarded-host': pick(random, ['evil.example', 'portal.test:99999', '', '[', 'a b']),
    }),
    ...(chance(random, 0.03) && { 'x-forwarded-proto': pick(random, ['https', 'javascript', '', 'http, https']) }),
    ...(chance(random, 0.02) && { 'content-length': pick(random, ['-1', '0', '1e9', 'x', '99999999999999999999']) }),
    ...(chance(random, 0.02) && { range: 'bytes=0-1,1-2', 'if-modified-since': 'x', 'if-none-match': '*' }),
  };
}

/** The origin of a page of the portal mostly, so that a request comes as far as it can. */
export function hostileOrigin(random: Random): Record<string, string> {
  if (chance(random, 0.9)) return { origin: ORIGIN };
  return pick(random, [{}, { origin: 'null' }, { origin: 'https://evil.example' }, { origin: '' }, { origin: 'x' }]);
}
