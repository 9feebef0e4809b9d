import { getTableColumns, getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import type { AccountId } from '#platform/ids.ts';
import { accountTables, queryRows } from '../testing/demo-world.ts';
import type { World } from '../testing/world.ts';

/*
 * Checks of the tables. Each reads the database and returns the problems that it found, one a line; none is an empty
 * list.
 */

/** Tables without a row policy: the runner's own list of migrations. */
export const WITHOUT_POLICY: readonly string[] = ['migration'];

const PROVIDER_OR_SYSTEM = "(app_scope() = ANY (ARRAY['provider'::text, 'system'::text]))";
/** The same in other words, of which the planner expects that they hide no row. */
const ALL_ROWS = "(array_position(ARRAY['provider'::text, 'system'::text], app_scope()) IS NOT NULL)";
const OWN_ACCOUNT = '(account_id = app_account_id())';
const SYSTEM = "(app_scope() = 'system'::text)";
const personRows = (table: string) => `(EXISTS ( SELECT FROM person WHERE (person.id = ${table}.person_id)))`;

/** The policies that a table may have: exactly those of one of these kinds. */
const ALLOWED_POLICIES: Readonly<Record<string, (table: string) => readonly string[]>> = {
  'rows of an account': (table) => [
    policyText('account_rows', 'ALL', table === 'account' ? '(id = app_account_id())' : OWN_ACCOUNT, {
      to: 'portal_customer',
    }),
    policyText('all_rows', 'ALL', ALL_ROWS, { to: 'portal_provider, portal_system' }),
  ],
  'rows of a person': (table) => [policyText('person_rows', 'ALL', personRows(table))],
  'shared rows': () => [
    policyText('read_rows', 'SELECT', "(app_scope() <> 'none'::text)", { check: null }),
    policyText('write_rows', 'ALL', PROVIDER_OR_SYSTEM),
  ],
  'rows of the system': () => [policyText('system_rows', 'ALL', SYSTEM)],
};

function policyText(
  name: string,
  command: string,
  using: string,
  { to = 'public', check = using }: { to?: string; check?: string | null } = {},
): string {
  return `${name} for ${command} to ${to} using ${using} with check ${check}`;
}

/** Every table is under forced row security, with the policies of one of the allowed kinds and no other. */
export async function policyProblems(world: World): Promise<string[]> {
  const tables = await queryRows<{ name: string; isForced: boolean; columns: string[] }>(
    world,
    sql`select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as "isForced",
          array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0) as columns
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`,
  );
  const policies = await queryRows<Record<'table' | 'name' | 'command' | 'roles' | 'kind' | 'using' | 'check', string>>(
    world,
    sql`select tablename as table, policyname as name, cmd as command, permissive as kind,
          (select string_agg(role, ', ' order by role) from unnest(roles::text[]) as role) as roles,
          qual as using, with_check as check from pg_policies where schemaname = 'public' order by 1, 2`,
  );
  return tables.flatMap(({ name, isForced, columns }) => {
    if (WITHOUT_POLICY.includes(name)) return [];
    const found = policies
      // A restrictive policy only takes rows away from what the permissive ones allow.
      .filter(({ table, kind }) => table === name && kind === 'PERMISSIVE')
      .map((policy) =>
        `${policy.name} for ${policy.command} to ${policy.roles} using ${policy.using} with check ${policy.check}`.replaceAll(
          /\s+/g,
          ' ',
        ),
      );
    const kind = Object.entries(ALLOWED_POLICIES).find(
      ([, policiesOf]) => policiesOf(name).toSorted().join('\n') === found.toSorted().join('\n'),
    )?.[0];
    return [
      ...(isForced ? [] : [`${name}: row security is not forced`]),
      ...(kind === undefined ? [`${name}: its policies are none of the allowed kinds: ${found.join('; ')}`] : []),
      ...(columns.includes('account_id') && kind !== undefined && kind !== 'rows of an account'
        ? [`${name}: it has an account, but the policies for ${kind}`]
        : []),
    ];
  });
}

/** Two filled accounts: each sees its own rows and none of the other's; without a scope nobody sees any. */
export async function visibleRowProblems(world: World, accountIds: readonly AccountId[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { table, rowsOf } of await accountTables(world)) {
    for (const accountId of accountIds) {
      const [owned] = await queryRows<{ count: number }>(world, sql`select count(*)::int from ${rowsOf(accountId)}`);
      const seen = await world.db({ kind: 'account', accountId }, async (tx) => {
        const { rows } = await tx.execute<{ count: number }>(sql`select count(*)::int from ${sql.identifier(table)}`);
        return rows[0]?.count;
      });
      if (owned?.count === 0) problems.push(`${table}: the account has no row, so that nothing is shown`);
      if (seen !== owned?.count) problems.push(`${table}: an account sees ${seen} rows and owns ${owned?.count}`);
    }
  }
  const tables = await queryRows<{ name: string }>(
    world,
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  for (const { name } of tables) {
    if (WITHOUT_POLICY.includes(name)) continue;
    const seen = await world.db({ kind: 'system' }, async (tx) => {
      // As the role that has the policies of all scopes.
      await tx.execute(
        sql`select set_config('role', 'portal_app', true), set_config('app.scope', '', true),
              set_config('app.account_id', '', true)`,
      );
      const { rows } = await tx.execute<{ count: number }>(sql`select count(*)::int from ${sql.identifier(name)}`);
      return rows[0]?.count;
    });
    if (seen !== 0) problems.push(`${name}: ${seen} rows are seen without a scope`);
  }
  return problems;
}

/**
 * The roles of the scopes have the privileges of the running portal's role on tables, sequences and the job queue, and
 * are nothing else: not its members, no superusers, and not exempt from row security.
 */
export async function scopeRoleProblems(world: World): Promise<string[]> {
  const differences = await queryRows<{ role: string; relation: string; privilege: string }>(
    world,
    // The queue's tables are portal_app's own: its further privileges there are those of an owner.
    sql`with scope_role as (
          select oid, rolname as role from pg_roles
          where rolname in ('portal_customer', 'portal_provider', 'portal_system')
        ),
        held as (
          select pg_class.oid::regclass::text as relation, acl.grantee, acl.privilege_type as privilege
          from pg_class,
            aclexplode(coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))) as acl
          where relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and relkind in ('r', 'p', 'S')
        ),
        wanted as (
          select role, relation, privilege from held, scope_role
          where grantee = 'portal_app'::regrole and (relation not like 'pgboss.%' or privilege in (
            'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE'))
        ),
        present as (select role, relation, privilege from held join scope_role on oid = grantee)
        (select * from wanted except select * from present)
        union all
        (select * from present except select * from wanted)
        order by 1, 2, 3`,
  );
  const powers = await queryRows<{ role: string }>(
    world,
    sql`select rolname as role from pg_roles
        where rolname in ('portal_customer', 'portal_provider', 'portal_system')
          and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole
            or exists (select from pg_auth_members where member = pg_roles.oid))`,
  );
  return [
    ...differences.map(
      ({ role, relation, privilege }) => `${role}: ${privilege} on ${relation} is not as for portal_app`,
    ),
    ...powers.map(({ role }) => `${role}: it may do more than a role of a scope`),
  ];
}

/** Tables that SQL alone writes and reads: of an import that runs, and of the limit shared by processes. */
const BY_SQL_ALONE = /^staged_|^request_lease$/;

/** The tables in code are the tables in the database: the same columns, nullable or not. */
export async function schemaProblems(world: World, modules: readonly Record<string, unknown>[]): Promise<string[]> {
  const columns = await queryRows<{ table: string; column: string; nullable: boolean }>(
    world,
    sql`select table_name as table, column_name as column, is_nullable = 'YES' as nullable
        from information_schema.columns where table_schema = 'public'`,
  );
  const inDatabase = new Set(
    columns
      .filter(({ table }) => !WITHOUT_POLICY.includes(table) && !BY_SQL_ALONE.test(table))
      .map(({ table, column, nullable }) => `${table}.${column}${nullable ? '?' : ''}`),
  );
  const inCode = new Set(
    modules
      .flatMap((module) => Object.values(module))
      .filter((table) => is(table, PgTable))
      .flatMap((table) =>
        Object.values(getTableColumns(table)).map(
          (column) => `${getTableName(table)}.${column.name}${column.notNull ? '' : '?'}`,
        ),
      ),
  );
  return [
    ...[...inCode].filter((column) => !inDatabase.has(column)).map((column) => `${column} is not in the database`),
    ...[...inDatabase].filter((column) => !inCode.has(column)).map((column) => `${column} is not in the code`),
  ].sort();
}
