import { sql } from 'drizzle-orm';
import type { Actor } from '#platform/actor.ts';
import type { AccountId } from '#platform/ids.ts';
import { keyScopeOf } from '#platform/key-scopes.ts';
import type { AnyOperation } from '#platform/operation.server.ts';
import { isPermitted, PERMISSIONS, ROLES, type Role } from '#platform/permissions.ts';
import { isRefusal } from '#platform/refusal.ts';
import { exampleOf } from '../rest/openapi-example.ts';
import { type Components, fieldsWithoutDescription, jsonSchemaOf } from '../rest/openapi-schema.ts';
import { accountTables, queryRows } from '../testing/demo-world.ts';
import type { World } from '../testing/world.ts';
import { fingerprintsOf } from './fingerprints.ts';

/*
 * Checks of the operations. Each returns the problems that it found, one a line; none is an empty list.
 */

/** Names are `module.verbNoun`, unique, and every permission of the table is used. */
export function nameProblems(operations: readonly AnyOperation[]): string[] {
  const names = operations.map(({ name }) => name);
  return names.flatMap((name, index) => [
    ...(/^[a-z][A-Za-z]*\.[a-z]+[A-Z][A-Za-z]*$/.test(name) ? [] : [`${name}: its name is not module.verbNoun`]),
    ...(names.indexOf(name) === index ? [] : [`${name}: two operations have this name`]),
  ]);
}

/** Every permission belongs to an operation, and every operation has a permission of the table. */
export function permissionProblems(
  operations: readonly AnyOperation[],
  permissions: Readonly<Record<string, readonly Role[]>> = PERMISSIONS,
): string[] {
  const used = new Set<string>(operations.map(({ permission }) => permission));
  return [
    ...Object.keys(permissions)
      .filter((permission) => !used.has(permission))
      .map((permission) => `${permission}: no operation has this permission`),
    ...operations
      .filter(({ permission }) => permissions[permission] === undefined)
      .map(({ name, permission }) => `${name}: its permission ${permission} has no row in the table`),
  ];
}

/** Names of operations that change or show the way in. */
const WAY_IN = /password|passkey|factor|recoveryCode|session|apiKey|signIn|signOut|signedOut|recovery|secret/i;
/** Operations with such a name that do neither. */
const NOT_THE_WAY_IN = ['users.listSignIns', 'signIn.unlockSignIn', 'signIn.getSecondFactorRule'];

/** True for an operation that changes or shows a way in: passwords, second factors, sessions, keys. */
export function isWayIn({ name }: AnyOperation): boolean {
  return WAY_IN.test(name.split('.')[1] ?? '') && !NOT_THE_WAY_IN.includes(name);
}

/**
 * No API key makes keys, opens pages, or changes or shows passwords, second factors and sessions: an operation with a
 * name that says so is closed to keys. All others have a scope by their permission and kind.
 */
export function keyScopeProblems(operations: readonly AnyOperation[]): string[] {
  return operations.flatMap((op) => {
    if (isWayIn(op) && keyScopeOf(op) !== 'never') return [`${op.name}: API keys must not call it (keyScope: 'never')`];
    if (op.kind !== 'read' && keyScopeOf(op) === 'read' && op.permission !== 'provider.read')
      return [`${op.name}: it writes, and a key needs only the scope read`];
    return [];
  });
}

/** Operation, input and output fields are described. */
export function descriptionProblems(operations: readonly AnyOperation[]): string[] {
  return operations.flatMap((op) => {
    const components: Components = {};
    const fields = [
      ...fieldsWithoutDescription(jsonSchemaOf(op.input, 'input', components), components).map((f) => `input.${f}`),
      ...fieldsWithoutDescription(jsonSchemaOf(op.output, 'output', components), components).map((f) => `output.${f}`),
    ];
    const missing = [...((op.description ?? '').trim() === '' ? ['description'] : []), ...fields];
    return missing.length === 0 ? [] : [`${op.name}: ${missing.join(', ')}`];
  });
}

/** Lists take a page and answer with `items` and `total`. */
export function listProblems(operations: readonly AnyOperation[]): string[] {
  return operations
    .filter(({ name }) => /\.list[A-Z]/.test(name))
    .flatMap((op) => {
      const input = jsonSchemaOf(op.input, 'input', {}).properties ?? {};
      const output = jsonSchemaOf(op.output, 'output', {}).properties ?? {};
      const missing = [
        ...['page', 'pageSize'].filter((field) => input[field] === undefined).map((field) => `input.${field}`),
        ...['items', 'total'].filter((field) => output[field] === undefined).map((field) => `output.${field}`),
      ];
      return missing.length === 0 ? [] : [`${op.name}: it has no ${missing.join(', ')}`];
    });
}

/** Every code has its sentence for customer and provider in every language. */
export function sentenceProblems(
  codes: Iterable<string>,
  messages: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string[] {
  return [...new Set(codes)].sort().flatMap((code) =>
    Object.entries(messages).flatMap(([language, texts]) =>
      ['customer', 'provider']
        .map((reader) => `refusal.${code}.${reader}`)
        .filter((key) => (texts[key] ?? '').trim() === '')
        .map((key) => `${language}: ${key}`),
    ),
  );
}

/** A role without the permission is refused by every operation, before its input is looked at. */
export async function roleProblems(
  world: World,
  operations: readonly AnyOperation[],
  actorOf: (role: Role) => Actor,
  mayCall: typeof isPermitted = isPermitted,
): Promise<string[]> {
  const problems: string[] = [];
  for (const role of ROLES) {
    for (const op of operations) {
      if (mayCall([role], op.permission)) continue;
      const outcome = await outcomeOf(world, actorOf(role), op, {});
      if (outcome.code !== 'permission.denied') problems.push(`${op.name} as ${role}: ${outcome.code}`);
    }
  }
  return problems;
}

/** The table whose ids a field of an input holds. Shared tables are those whose rows everybody may see. */
const TABLE_BY_FIELD: Readonly<Record<string, string>> = {
  accountId: 'account',
  apiKeyId: 'api_key',
  handOverToId: 'person',
  impersonationId: 'impersonation',
  invoiceId: 'invoice',
  lineId: 'cart_line',
  mailId: 'mail',
  notificationId: 'notification',
  offerId: 'offer',
  orderId: 'customer_order',
  passkeyId: 'passkey',
  personId: 'person',
  productId: 'product',
  quoteId: 'quote',
  serviceId: 'service',
  sessionId: 'session',
  subscriptionId: 'subscription',
  taskId: 'vendor_task',
  tenantId: 'tenant',
  userId: 'person',
};

const SHARED_TABLES: readonly string[] = ['offer', 'product'];

/** Values of fields whose schema alone does not say what is accepted. */
const VALUES_BY_FIELD: Readonly<Record<string, unknown>> = {
  password: 'quattro sedie verdi',
  login: 'another.login',
  vendorLogin: 'another.person@rossiarredamenti.onmicrosoft.com',
  email: 'another.person@rossiarredamenti.example',
  notificationEmail: 'another.person@rossiarredamenti.example',
  phone: '+39 02 5550100',
  vatNumber: '07412360989',
  taxCode: '07412360989',
  province: 'MI',
  postalCode: '20156',
  region: 'MI',
  country: 'IT',
  domain: 'unused-name.onmicrosoft.com',
  recordDomain: 'company.example',
  templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
  acceptedOn: '2026-11-25',
  termDuration: 'P1Y',
  billingCycle: 'annual',
  isAccepted: true,
  serviceUrl: 'https://service.example/',
  pricePerCycle: '12.50',
  confirmed: true,
};

/** Codes by which an operation says that the account has no such thing. */
const NOTHING_THERE = /[nN]ot(Found|Assigned)$/;

type Accounts = Readonly<{ own: Actor; other: Actor & { accountId: AccountId } }>;

/**
 * Every operation that a customer may call, with ids of another account's rows: it is refused as not found, or answers
 * without anything of the other account; and no row of the other account changes.
 */
export async function foreignIdProblems(
  world: World,
  operations: readonly AnyOperation[],
  { own, other }: Accounts,
): Promise<string[]> {
  const problems: string[] = [];
  const ids = await idsOf(world, other.accountId);
  const markers = await markersOf(world, other.accountId);
  const before = await fingerprintsOf(world, other.accountId);
  for (const op of operations) {
    if (!isPermitted(own.roles, op.permission)) continue;
    const unknown = idFieldsOf(op).filter((field) => TABLE_BY_FIELD[field] === undefined);
    if (unknown.length > 0) problems.push(`${op.name}: no table is known for ${unknown.join(', ')}`);
    const hasForeignId = idFieldsOf(op).some((field) => !SHARED_TABLES.includes(TABLE_BY_FIELD[field] ?? ''));
    if (op.kind !== 'read' && !hasForeignId) continue;
    for (const input of inputsOf(op, ids)) {
      const { code, answer } = await outcomeOf(world, own, op, input);
      const given = JSON.stringify(input);
      const shown = markers.find((marker) => !given.includes(marker) && answer.includes(marker));
      if (shown !== undefined) problems.push(`${op.name}: the answer shows ${shown} of another account`);
      else if (hasForeignId && !NOTHING_THERE.test(code) && !(op.kind === 'read' && code === 'done'))
        problems.push(`${op.name}: ${code}`);
      else if (code.startsWith('input.invalid')) problems.push(`${op.name}: ${code}`);
    }
  }
  const after = await fingerprintsOf(world, other.accountId);
  for (const [table, fingerprint] of before)
    if (after.get(table) !== fingerprint) problems.push(`${table}: rows of another account were changed`);
  return problems;
}

/** Text that no field takes, with a name for the report. */
const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  NUL: 'a\0b',
  'a lone surrogate': 'a\ud83d',
  'a direction override': 'a\u202eb',
  'a line break': 'a\nb',
};

/** Fields whose schemas remove blanks and line breaks, also inside, before anything is judged. */
const FIELDS_WITHOUT_BLANKS = /(^|\.)(vatNumber|taxCode|recipientCode|iban|cig|cup)$/;

/**
 * Every text of every input, at any depth, with characters that no field takes: the input is refused, as the input of
 * somebody who may call the operation. All else of the input is as its schema wants it.
 */
export async function hostileTextProblems(
  world: World,
  operations: readonly AnyOperation[],
  actorOf: (role: Role) => Actor,
): Promise<string[]> {
  const problems: string[] = [];
  for (const op of operations) {
    const role = ROLES.find((one) => isPermitted([one], op.permission));
    if (role === undefined) continue;
    const examples = inputsOf(op, new Map());
    for (const [name, text] of Object.entries(HOSTILE_TEXTS)) {
      for (const { path, input } of examples.flatMap((example) => withEachTextReplaced(example, text))) {
        const { code } = await outcomeOf(world, actorOf(role), op, input);
        if (name === 'a line break' && FIELDS_WITHOUT_BLANKS.test(path)) continue;
        const isRefused = code.startsWith('input.invalid') && code.includes(` ${path} input.`);
        if (!isRefused) problems.push(`${op.name}: ${path} takes ${name}: ${code}`);
      }
    }
  }
  return problems;
}

/** Copies of a value in each of which one text is another. */
function withEachTextReplaced(value: unknown, text: string): { path: string; input: object }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const withInner = (changed: unknown): object =>
      Array.isArray(value)
        ? value.map((item, index) => (String(index) === name ? changed : item))
        : { ...value, [name]: changed };
    if (typeof inner === 'string') return [{ path: name, input: withInner(text) }];
    return withEachTextReplaced(inner, text).map(({ path, input }) => ({
      path: `${name}.${path}`,
      input: withInner(input),
    }));
  });
}

async function outcomeOf(world: World, actor: Actor, op: AnyOperation, input: object) {
  try {
    const answer: unknown = await world.as(actor).call(op, input);
    return { code: 'done', answer: JSON.stringify(answer) ?? '' };
  } catch (error) {
    if (!isRefusal(error)) return { code: String(error), answer: '' };
    const fields = error.fields.map(({ path, code }) => `${path} ${code}`).join(', ');
    return { code: fields === '' ? error.code : `${error.code}: ${fields}`, answer: JSON.stringify(error.facts) };
  }
}

function idFieldsOf(op: AnyOperation): string[] {
  const schema = JSON.stringify(jsonSchemaOf(op.input, 'input', {}));
  const fields = [
    ...schema.matchAll(/"(\w+Id)":\{"(?:type":"string","format":"uuid|anyOf":\[\{"type":"string","format":"uuid)"/g),
  ];
  return [...new Set(fields.map(([, name = '']) => name))];
}

/** Inputs that match the schema: one for each alternative of a field that has several, ids replaced by real ones. */
export function inputsOf(op: AnyOperation, ids: ReadonlyMap<string, string>): object[] {
  const components: Components = {};
  const schema = jsonSchemaOf(op.input, 'input', components);
  const alternatives = Object.entries(schema.properties ?? {}).flatMap(([name, { oneOf }]) =>
    (oneOf ?? []).map((one) => ({ [name]: exampleOf(one, components) })),
  );
  const base = exampleOf(schema, components) as object;
  return [{}, ...alternatives].map((part) => withRealValues({ ...base, ...part }, ids) as object);
}

function withRealValues(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withRealValues(item, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const id = ids.get(TABLE_BY_FIELD[name] ?? '');
      if (id !== undefined && typeof inner === 'string') return [name, id];
      return [name, VALUES_BY_FIELD[name] ?? withRealValues(inner, ids)];
    }),
  );
}

/** An id of each table: of the account's rows where they have an account. */
export async function idsOf(world: World, accountId: AccountId): Promise<Map<string, string>> {
  const owned = new Map((await accountTables(world)).map(({ table, rowsOf }) => [table, rowsOf(accountId)]));
  const ids = new Map<string, string>();
  for (const table of new Set(Object.values(TABLE_BY_FIELD))) {
    const rows = owned.get(table) ?? sql.identifier(table);
    const [row] = await queryRows<{ id: string }>(world, sql`select id::text from ${rows} limit 1`);
    if (row !== undefined) ids.set(table, row.id);
  }
  return ids;
}

/** Texts that only rows of the account contain: its ids, and the names and addresses of company and people. */
export async function markersOf(world: World, accountId: AccountId): Promise<string[]> {
  const markers: string[] = [accountId];
  for (const { table, rowsOf } of await accountTables(world)) {
    const rows = await queryRows<{ row: Record<string, unknown> }>(
      world,
      sql`select to_jsonb(found) as row from (select * from ${rowsOf(accountId)}) as found`,
    );
    const names = table === 'account' || table === 'person' ? ['name', 'email', 'login', 'vat_number'] : [];
    for (const { row } of rows)
      for (const name of ['id', ...names]) if (typeof row[name] === 'string') markers.push(row[name]);
  }
  return [...new Set(markers)].filter((marker) => marker.length > 5);
}
