import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '#platform/actor.ts';
import type { AccountId } from '#platform/ids.ts';
import type { AnyOperation } from '#platform/operation.server.ts';
import { accountTables, queryRows } from '../testing/demo-world.ts';
import { type SentStatement, statementsOf } from '../testing/sent-statements.ts';
import type { World } from '../testing/world.ts';

/*
 * Checks of the ways in which the database answers: it must not read the rows of other accounts for a small account.
 */

/** Accounts beside the small one, and the rows that each of them has in a filled table. */
const OTHER_ACCOUNTS = 200;
const ROWS_OF_EACH = 40;

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
  customer_order: { id: uuidOf('order'), number: 'n', quote_id: uuidOf('quote'), tenant_id: 'null' },
  order_line: { id: uuidOf('line'), order_id: uuidOf('order'), subscription_id: uuidOf('subscription') },
  order_step: { order_id: uuidOf('order') },
  charge: { order_id: uuidOf('order'), order_line_id: uuidOf('line'), subscription_id: uuidOf('subscription') },
  subscription_event: { subscription_id: uuidOf('subscription') },
  notification: { person_id: uuidOf('person') },
  service: { id: uuidOf('service'), subscription_id: uuidOf('subscription') },
  service_assignment: { service_id: uuidOf('service'), person_id: uuidOf('person') },
  mail: { person_id: uuidOf('person') },
  audit_record: { person_id: uuidOf('person') },
  credit_entry: { kind: "'topUp'", amount: '1', order_id: 'null' },
};

/** The id of a copy, known to the rows that refer to it. */
function uuidOf(table: string): string {
  return `md5('${table}' || n)`;
}

/** Copies a row of the account to many rows of other accounts, in each table that grows with the customers. */
export async function fillOtherAccounts(world: World, accountId: AccountId): Promise<void> {
  await world.asOwner(`begin;
    set local app.scope = 'system';
    insert into account (id, kind, name, created_at)
    select md5('account' || n)::uuid, 'customer', 'Other ' || n, now() from generate_series(1, ${OTHER_ACCOUNTS}) as n;
    commit`);
  for (const [table, changes] of Object.entries(COPIES)) {
    const columns = await columnsOf(world, table);
    const values = Object.entries({
      ...(columns.includes('id') ? { id: 'gen_random_uuid()' } : {}),
      ...changes,
      account_id: `md5('account' || n % ${OTHER_ACCOUNTS} + 1)`,
    }).flatMap(([column, value]) => [`'${column}'`, value]);
    await world.asOwner(`begin;
      set local app.scope = 'system';
      insert into ${table} (${columns.join(', ')})
      select ${columns.map((column) => `copy.${column}`).join(', ')}
      from (select sample from ${table} as sample where account_id = '${accountId}' limit 1) as one,
        generate_series(1, ${OTHER_ACCOUNTS * ROWS_OF_EACH}) as n,
        jsonb_populate_record(one.sample, jsonb_build_object(${values.join(', ')})) as copy;
      commit;
      analyze ${table}`);
  }
}

async function columnsOf(world: World, table: string): Promise<string[]> {
  const rows = await queryRows<{ name: string }>(
    world,
    sql`select quote_ident(attname) as name from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  return rows.map(({ name }) => name);
}

type Read = Readonly<{ op: AnyOperation; input?: object }>;

/**
 * Reads as a person of a small account, and explains each statement that the reads send: every table of the accounts
 * with many rows is entered by an index with a condition.
 */
export async function planProblems(world: World, actor: Actor, reads: readonly Read[]): Promise<string[]> {
  const accountId = actor.accountId;
  if (accountId === null) throw new Error('the reads are those of a person of an account');
  const large = Object.keys(COPIES);
  const names = (await accountTables(world)).map(({ table }) => table);
  const unknown = large.filter((table) => !names.includes(table));
  if (unknown.length > 0) throw new Error(`${unknown} are no tables of accounts`);
  const problems: string[] = [];
  for (const { op, input = {} } of reads) {
    const statements = await statementsOf(() => world.as(actor).call(op, input));
    for (const statement of statements) {
      const plan = await world.db({ kind: 'account', accountId }, async (tx) => {
        const { rows } = await tx.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(explained(statement));
        return rows[0]?.['QUERY PLAN'][0].Plan;
      });
      if (plan === undefined) throw new Error(`${op.name}: a statement has no plan`);
      problems.push(...readsWithoutIndex(plan, large).map((read) => `${op.name}: ${read} in ${statement.text}`));
    }
  }
  return problems;
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
  'Relation Name'?: string;
  'Index Cond'?: string;
  'Recheck Cond'?: string;
  Plans?: readonly Plan[];
}>;

function readsWithoutIndex(plan: Plan, large: readonly string[]): string[] {
  const table = plan['Relation Name'];
  const condition = plan['Index Cond'] ?? plan['Recheck Cond'];
  return [
    ...(table !== undefined && large.includes(table) && condition === undefined
      ? [`${plan['Node Type']} of all of ${table}`]
      : []),
    ...(plan.Plans ?? []).flatMap((below) => readsWithoutIndex(below, large)),
  ];
}
