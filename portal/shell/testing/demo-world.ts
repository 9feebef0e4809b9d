import { sql } from 'drizzle-orm';
import { buildStoredInvoice } from '#features/billing/invoices/builders.ts';
import type { AccountId } from '#platform/ids.ts';
import { fillDemo, HISTORY_DAYS } from '../demo-seed.server.ts';
import { openWorld, WORLD_START, type World } from './world.ts';

/** A world with the demo's companies: two customers and the provider. A file opens it once and closes it. */
export async function openDemoWorld() {
  const start = Temporal.Instant.from(WORLD_START);
  const daysAgo = (days: number) => start.subtract({ hours: days * 24 });
  const { world, close } = await openWorld({ now: daysAgo(HISTORY_DAYS).toString() });
  const { app, worker, clock } = world;
  const moveToDaysAgo = (days: number) => clock.set(daysAgo(days));
  const actors = await fillDemo(
    { app, worker, simulatorUrl: world.simulator.url, moveToDaysAgo },
    'quattro sedie verdi',
  );
  const accountIds = [actors.administrator.accountId, actors.otherAdministrator.accountId];
  for (const accountId of accountIds) await fillEveryTable(world, accountId);
  return { world, actors, close };
}

type Row = Record<string, unknown>;

/** Rows of a query that sees everything. */
export async function queryRows<Found = Row>(world: World, query: ReturnType<typeof sql>): Promise<Found[]> {
  const { rows } = (await world.db({ kind: 'system' }, (tx) => tx.execute(query))) as unknown as { rows: Found[] };
  return rows;
}

/** Tables whose rows belong to an account, by account or by person, and the condition that finds the rows of one. */
export async function accountTables(world: World) {
  const columns = await queryRows<{ table: string; column: string }>(
    world,
    sql`select table_name as table, column_name as column from information_schema.columns
        where table_schema = 'public' and column_name in ('account_id', 'person_id')
          and table_name not in (select tablename from pg_policies where policyname = 'read_rows') order by 1, 2`,
  );
  const byAccount = columns.filter(({ column }) => column === 'account_id').map(({ table }) => table);
  const byPerson = columns.map(({ table }) => table).filter((table) => !byAccount.includes(table));
  const name = (table: string) => sql.identifier(table);
  return [
    ...byAccount.map((table) => ({
      table,
      rowsOf: (accountId: AccountId) => sql`${name(table)} where account_id = ${accountId}`,
    })),
    ...byPerson.map((table) => ({
      table,
      rowsOf: (accountId: AccountId) =>
        sql`${name(table)} where person_id in (select id from person where account_id = ${accountId})`,
    })),
    { table: 'account', rowsOf: (accountId: AccountId) => sql`account where id = ${accountId}` },
  ];
}

/** Adds a row of the account to each table in which the demo's history left none. */
async function fillEveryTable(world: World, accountId: AccountId): Promise<void> {
  for (const { table, rowsOf } of await accountTables(world)) {
    const rows = await queryRows(world, sql`select from ${rowsOf(accountId)} limit 1`);
    if (rows.length === 0) await world.asOwner(await generatedRow(world, table, accountId));
  }
}

const { row: INVOICE } = buildStoredInvoice();

/** Values that the constraints of a table need beside the generated ones. */
const CHOSEN_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dunning_settings: { steps: "'{7}'" },
  api_key: { permissions: `'{"portal":["read"]}'` },
  billing_month: { month: "date '2026-10-01'" },
  billing_statement: { month: "date '2026-10-01'", gross: '2' },
  idempotent_call: { sealed_answer: "'sealed'" },
  licence_holder: { pools: "'{}'" },
  licence_reading: { pools: "'[]'" },
  invoice: {
    gross: '2',
    payable: '2',
    buyer: `'${JSON.stringify(INVOICE.buyer)}'`,
    seller: `'${JSON.stringify(INVOICE.seller)}'`,
  },
  reminder_setting: { days: "'{30}'" },
  seller_details: { first_month: "date '2026-10-01'" },
  payment_allocation: { payment_id: '(select id from payment limit 1)' },
  sign_in_attempt: { outcome: "'wrongPassword'" },
  upgrade_reading: { targets: "'[]'" },
};

/** Values that a column of this name has in every table. */
const VALUE_BY_NAME: Readonly<Record<string, string>> = { currency: "'EUR'" };

const VALUE_BY_TYPE: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: 'gen_random_uuid()::text',
  jsonb: "'{}'",
  integer: '1',
  bigint: '1',
  numeric: '1',
  boolean: 'true',
  date: "date '2026-11-25'",
  'timestamp with time zone': "timestamptz '2026-11-25T09:00:00Z'",
};

/** A statement that inserts a row of generated values; what it refers to is a row of the account, or a shared one. */
async function generatedRow(world: World, table: string, accountId: AccountId): Promise<string> {
  const columns = await queryRows<{ name: string; type: string }>(
    world,
    sql`select column_name as name, data_type as type from information_schema.columns
        where table_schema = 'public' and table_name = ${table} and is_nullable = 'NO' and column_default is null
          and is_identity = 'NO'`,
  );
  const checks = await queryRows<{ definition: string }>(
    world,
    sql`select pg_get_constraintdef(oid) as definition from pg_constraint
        where contype = 'c' and conrelid = ${table}::regclass`,
  );
  const values = new Map<string, string>();
  for (const { name, type } of columns) {
    const allowed = checks
      .map(({ definition }) => new RegExp(`\\(${name} = ANY \\(ARRAY\\[('[^']*')`).exec(definition)?.[1])
      .find((literal) => literal !== undefined);
    values.set(name, allowed ?? VALUE_BY_NAME[name] ?? VALUE_BY_TYPE[type] ?? 'null');
  }
  const all = await queryRows<{ name: string }>(
    world,
    sql`select column_name as name from information_schema.columns
        where table_schema = 'public' and table_name = ${table}`,
  );
  const has = (column: string) => all.some(({ name }) => name === column);
  if (has('account_id')) values.set('account_id', `'${accountId}'`);
  for (const { column, target, targetColumn, isOfAccount } of await listReferences(world, table)) {
    if (column === 'account_id' || (!values.has(column) && column !== 'person_id')) continue;
    const condition = isOfAccount ? ` where account_id = '${accountId}'` : '';
    values.set(column, `(select "${targetColumn}" from "${target}"${condition} limit 1)`);
  }
  for (const [name, value] of Object.entries(CHOSEN_VALUES[table] ?? {})) values.set(name, value);
  const names = [...values.keys()].map((name) => `"${name}"`).join(', ');
  return `begin;
    set local app.scope = 'system';
    insert into "${table}" (${names}) values (${[...values.values()].join(', ')});
    commit`;
}

/** The columns of a table that refer to one column of another. */
function listReferences(world: World, table: string) {
  return queryRows<{ column: string; target: string; targetColumn: string; isOfAccount: boolean }>(
    world,
    sql`select own.attname as column, target.relname as target, referenced.attname as "targetColumn",
          exists (select from pg_attribute where attrelid = target.oid and attname = 'account_id') as "isOfAccount"
        from pg_constraint
        join pg_class target on target.oid = confrelid
        join pg_attribute own on own.attrelid = conrelid and own.attnum = conkey[1]
        join pg_attribute referenced on referenced.attrelid = confrelid and referenced.attnum = confkey[1]
        where contype = 'f' and conrelid = ${table}::regclass and cardinality(conkey) = 1`,
  );
}
