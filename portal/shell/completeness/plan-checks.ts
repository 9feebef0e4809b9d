import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '#platform/actor.ts';
import type { Scope } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import type { AnyOperation } from '#platform/operation.server.ts';
import { accountTables, queryRows } from '../testing/demo-world.ts';
import { type SentStatement, statementsOf } from '../testing/sent-statements.ts';
import type { World } from '../testing/world.ts';

/*
 * Checks of the ways in which the database answers: it must not read the rows of other accounts for a small account.
 */

/** Accounts beside the small one, and the rows that they have in a filled table together. */
const OTHER_ACCOUNTS = 1_000;
const ROWS = 4_000;
/** The tables that are read most have more on a server: the embedded database would take a minute to fill them. */
const ROWS_OF_LARGEST = process.env.TEST_DATABASE_URL === undefined ? ROWS : 20_000;
const LARGEST: readonly string[] = ['quote', 'subscription', 'subscription_forecast', 'customer_order', 'charge'];

/** What differs between the copies of a row, `n` being the copy: what is unique, and what refers to other rows. */
const COPIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  person: { id: uuidOf('person'), login: 'null', email_confirmed_at: 'null' },
  tenant: {
    domain: "n || '.example'",
    microsoft_customer_id: 'null',
    status: "'draft'",
    proof: 'null',
    proven_at: 'null',
  },
  subscription: { id: uuidOf('subscription'), vendor_subscription_id: 'n', tenant_id: 'null', order_id: 'null' },
  quote: { id: uuidOf('quote'), person_id: uuidOf('person') },
  subscription_forecast: { subscription_id: uuidOf('subscription') },
  customer_order: {
    id: uuidOf('customer_order'),
    number: 'n',
    quote_id: uuidOf('quote'),
    tenant_id: 'null',
    status: "case when n % 1000 = 0 then 'running' when n % 100 = 0 then 'failed' else 'done' end",
    placed_at: "now() - n * interval '1 minute'",
    finished_at: "now() - n * interval '1 minute'",
  },
  order_line: { id: uuidOf('order_line'), order_id: uuidOf('customer_order'), subscription_id: uuidOf('subscription') },
  order_step: { order_id: uuidOf('customer_order') },
  charge: {
    order_id: uuidOf('customer_order'),
    order_line_id: uuidOf('order_line'),
    subscription_id: uuidOf('subscription'),
    quote_line_key: 'n',
  },
  subscription_event: { subscription_id: uuidOf('subscription') },
  notification: { person_id: uuidOf('person') },
  service: { id: uuidOf('service'), subscription_id: uuidOf('subscription') },
  service_assignment: { service_id: uuidOf('service'), person_id: uuidOf('person') },
  vendor_user: { person_id: uuidOf('person') },
  vendor_task: { person_id: uuidOf('person'), service_id: uuidOf('service') },
  licence_holder: { vendor_user_id: 'n' },
  mail: { person_id: uuidOf('person') },
  audit_record: { person_id: uuidOf('person') },
  payment: { id: uuidOf('payment'), amount: '1', external_key: 'null', returns_payment_id: 'null' },
  payment_allocation: { payment_id: uuidOf('payment'), credit_note_id: 'null' },
  credit_entry: { kind: "'topUp'", amount: '1', order_id: 'null' },
};

/** The id of a copy, known to the rows that refer to it, which may be more. */
function uuidOf(table: string): string {
  return uuid(`'${table}' || n % ${rowsOf(table)}`);
}

/** Copies a row of the account to many rows of other accounts, in each table that grows with the customers. */
export async function fillOtherAccounts(world: World, accountId: AccountId): Promise<void> {
  await world.asOwner(`begin;
    set local app.scope = 'system';
    insert into account (id, kind, name, created_at)
    select ${uuid("'account' || n")}, 'customer', 'Other ' || n, now() from generate_series(1, ${OTHER_ACCOUNTS}) as n;
    commit`);
  for (const [table, changes] of Object.entries(COPIES)) {
    const columns = await columnsOf(world, table);
    const values = Object.entries({
      ...(columns.includes('id') ? { id: 'gen_random_uuid()' } : {}),
      ...changes,
      account_id: uuid(`'account' || n % ${OTHER_ACCOUNTS} + 1`),
    }).flatMap(([column, value]) => [`'${column}'`, value]);
    await world.asOwner(`begin;
      set local app.scope = 'system';
      insert into ${table} (${columns.join(', ')})
      select ${columns.map((column) => `copy.${column}`).join(', ')}
      from (select sample from ${table} as sample where account_id = '${accountId}' limit 1) as one,
        generate_series(1, ${rowsOf(table)}) as n,
        jsonb_populate_record(one.sample, jsonb_build_object(${values.join(', ')})) as copy;
      commit;
      analyze ${table}`);
  }
}

/** A valid id, the same for the same text. */
function uuid(text: string): string {
  return `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;
}

function rowsOf(table: string): number {
  return LARGEST.includes(table) ? ROWS_OF_LARGEST : ROWS;
}

async function columnsOf(world: World, table: string): Promise<string[]> {
  const rows = await queryRows<{ name: string }>(
    world,
    sql`select quote_ident(attname) as name from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  return rows.map(({ name }) => name);
}

/**
 * The policy of the provider's and the system's scope hides no row, and the planner must expect that: otherwise it
 * takes a page of a table for most of what there is, and reads all of it (migration 0960).
 */
export async function estimateProblems(world: World): Promise<string[]> {
  const problems: string[] = [];
  for (const kind of ['provider', 'system'] as const) {
    for (const table of Object.keys(COPIES)) {
      const plan = await planOf(world, { kind }, sql.raw(`explain (format json) select from ${table}`));
      const expected = plan['Plan Rows'];
      if (expected < rowsOf(table) / 2) {
        problems.push(`${table}: ${expected} of ${rowsOf(table)} rows are expected in the scope of the ${kind}`);
      }
    }
  }
  return problems;
}

type Read = Readonly<{ op: AnyOperation; input?: object }>;

function scopeOf(op: AnyOperation, { accountId }: Actor): Scope {
  if (op.scope === 'provider') return { kind: 'provider' };
  if (accountId === null) throw new Error(`${op.name} is read by a person of an account`);
  return { kind: 'account', accountId };
}

/**
 * Reads as a person of a small account, and explains each statement that the reads send: every table of the accounts
 * with many rows is entered by an index with a condition. The provider reads the rows of all accounts: it may also
 * read the first rows of a table or of an index, and an index that has few of the rows.
 */
export async function planProblems(world: World, actor: Actor, reads: readonly Read[]): Promise<string[]> {
  const large = Object.keys(COPIES);
  const names = (await accountTables(world)).map(({ table }) => table);
  const unknown = large.filter((table) => !names.includes(table));
  if (unknown.length > 0) throw new Error(`${unknown} are no tables of accounts`);
  const partialIndexes = await queryRows<{ name: string }>(
    world,
    sql`select indexrelid::regclass::text as name from pg_index where indpred is not null`,
  );
  const partial = partialIndexes.map(({ name }) => name);
  const problems: string[] = [];
  for (const { op, input = {} } of reads) {
    const statements = await statementsOf(() => world.as(actor).call(op, input));
    for (const statement of statements) {
      const plan = await planOf(world, scopeOf(op, actor), explained(statement));
      const found = readsWithoutIndex(plan, {
        large,
        partial,
        mayFollowOrder: op.scope === 'provider',
        isLimited: false,
      });
      problems.push(...found.map((read) => `${op.name}: ${read} in ${statement.text}`));
    }
  }
  return problems;
}

/** The tables that a read enters to choose the rows of its page: those below a limit. */
export async function tablesOfPage(world: World, actor: Actor, { op, input = {} }: Read): Promise<string[]> {
  const tables = new Set<string>();
  for (const statement of await statementsOf(() => world.as(actor).call(op, input))) {
    for (const limit of nodesOf(await planOf(world, scopeOf(op, actor), explained(statement)))) {
      if (limit['Node Type'] !== 'Limit') continue;
      for (const node of nodesOf(limit)) {
        if (node['Relation Name'] !== undefined) tables.add(node['Relation Name']);
      }
    }
  }
  return [...tables].sort();
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

async function planOf(world: World, scope: Scope, query: SQL): Promise<Plan> {
  const { rows } = await world.db(scope, (tx) => tx.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(query));
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (plan === undefined) throw new Error('a statement has no plan');
  return plan;
}

function explained({ text, values }: SentStatement): SQL {
  const parts = text.split(/\$(\d+)/);
  return sql.join([
    sql.raw('explain (format json) '),
    ...parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql`${sql.param(values[Number(part) - 1])}`)),
  ]);
}

type Plan = Readonly<{
  'Node Type': string;
  'Plan Rows': number;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  'Recheck Cond'?: string;
  Plans?: readonly Plan[];
}>;

type Allowed = Readonly<{
  large: readonly string[];
  /** Indexes that hold few of the rows: those that their own condition names. */
  partial: readonly string[];
  mayFollowOrder: boolean;
  isLimited: boolean;
}>;

/** The policy of the provider's scope as the database says it: a filter that every row passes. */
const POLICY =
  "(array_position('{provider,system}'::text[], " +
  "COALESCE(NULLIF(current_setting('app.scope'::text, true), ''::text), 'none'::text)) IS NOT NULL)";

function readsWithoutIndex(plan: Plan, allowed: Allowed): string[] {
  const table = plan['Relation Name'];
  const condition = plan['Index Cond'] ?? plan['Recheck Cond'];
  const isBounded =
    allowed.partial.includes(plan['Index Name'] ?? '') ||
    (allowed.isLimited && (plan['Index Name'] !== undefined || (plan.Filter ?? POLICY) === POLICY));
  const isIndexed = condition !== undefined || (allowed.mayFollowOrder && isBounded);
  // What is sorted or summed below a limit is read to its end.
  const isLimited = plan['Node Type'] === 'Limit' || (allowed.isLimited && STREAMING.includes(plan['Node Type']));
  return [
    ...(table !== undefined && allowed.large.includes(table) && !isIndexed
      ? [`${plan['Node Type']} of all of ${table}`]
      : []),
    ...(plan.Plans ?? []).flatMap((below) => readsWithoutIndex(below, { ...allowed, isLimited })),
  ];
}

/** Nodes that read only as much as is asked of them. */
const STREAMING = ['Nested Loop', 'Incremental Sort', 'Memoize', 'Subquery Scan', 'Result'];
