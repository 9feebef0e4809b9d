import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { AccountId, PersonId } from '#platform/ids.ts';
import { CUSTOMER_ROLES, isPermitted, type Role } from '#platform/permissions.ts';
import { operations } from '../registry.ts';
import { openDemoWorld } from '../testing/demo-world.ts';
import { foreignIdProblems, hostileTextProblems, roleProblems } from './operation-checks.ts';
import { policyProblems, schemaProblems, scopeRoleProblems, visibleRowProblems } from './table-checks.ts';

const PORTAL = join(import.meta.dirname, '..', '..');

/** Opened once: filling the companies takes seconds. */
let demo: Awaited<ReturnType<typeof openDemoWorld>>;
beforeAll(async () => {
  demo = await openDemoWorld();
}, 120_000);
afterAll(() => demo.close());

const accountIdsOf = ({ actors }: typeof demo) => [actors.administrator.accountId, actors.otherAdministrator.accountId];

/** Applies a mutation of the schema, runs a check, and takes the mutation back. */
async function withMutation<Result>(mutation: string, undo: string, check: () => Promise<Result>): Promise<Result> {
  await demo.world.asOwner(mutation);
  try {
    return await check();
  } finally {
    await demo.world.asOwner(undo);
  }
}

const OPEN_ORDERS = 'alter policy all_rows on customer_order to public using (true)';
const CLOSE_ORDERS = `alter policy all_rows on customer_order to portal_provider, portal_system
  using (array_position(array['provider', 'system'], app_scope()) is not null)`;
/** Shows nothing more, but joins two policies by OR: no index answers that. */
const JOIN_ORDERS = 'alter policy all_rows on customer_order to public';

test('every table is under forced row security with the policies of an allowed kind', async () => {
  expect(await policyProblems(demo.world)).toEqual([]);
});

test('mutation: an open policy, a missing one and unforced row security are reported', async () => {
  const { world } = demo;
  expect(await withMutation(OPEN_ORDERS, CLOSE_ORDERS, () => policyProblems(world))).toEqual([
    expect.stringContaining('customer_order: its policies are none of the allowed kinds'),
  ]);
  expect(await withMutation(JOIN_ORDERS, CLOSE_ORDERS, () => policyProblems(world))).toEqual([
    expect.stringContaining('customer_order: its policies are none of the allowed kinds'),
  ]);
  const noForce = [
    'alter table mail no force row level security',
    'alter table mail force row level security',
  ] as const;
  expect(await withMutation(...noForce, () => policyProblems(world))).toEqual(['mail: row security is not forced']);
  const bare = ['create table bare (id uuid)', 'drop table bare'] as const;
  expect(await withMutation(...bare, () => policyProblems(world))).toEqual([
    'bare: row security is not forced',
    expect.stringContaining('bare: its policies are none'),
  ]);
});

test('the roles of the scopes have the privileges of portal_app; each difference is reported', async () => {
  const { world } = demo;
  expect(await scopeRoleProblems(world)).toEqual([]);
  const check = () => scopeRoleProblems(world);
  const more = [
    'grant update on audit_record to portal_customer',
    'revoke update on audit_record from portal_customer',
  ] as const;
  expect(await withMutation(...more, check)).toEqual([
    'portal_customer: UPDATE on audit_record is not as for portal_app',
  ]);
  const less = ['revoke insert on mail from portal_provider', 'grant insert on mail to portal_provider'] as const;
  expect(await withMutation(...less, check)).toEqual(['portal_provider: INSERT on mail is not as for portal_app']);
});

test('each of two filled accounts sees its own rows of every table, and nobody sees any without a scope', async () => {
  expect(await visibleRowProblems(demo.world, accountIdsOf(demo))).toEqual([]);
});

test('mutation: the shared policy opened for one table shows the rows of the other account', async () => {
  const check = () => visibleRowProblems(demo.world, accountIdsOf(demo));
  const problems = await withMutation(OPEN_ORDERS, CLOSE_ORDERS, check);
  expect(problems).toHaveLength(3);
  for (const problem of problems)
    expect(problem).toMatch(/^customer_order: (an account sees|\d+ rows are seen without)/);
});

test('the tables in code are the tables in the database', async () => {
  const files = globSync(['platform/tables.ts', 'features/*/tables.ts'], { cwd: PORTAL });
  const modules: Record<string, unknown>[] = await Promise.all(files.map((file) => import(join(PORTAL, file))));
  expect(await schemaProblems(demo.world, modules)).toEqual([]);

  const mutation = ['alter table mail add column mutated text', 'alter table mail drop column mutated'] as const;
  expect(await withMutation(...mutation, () => schemaProblems(demo.world, modules))).toEqual([
    'mail.mutated? is not in the code',
  ]);
});

/** A person of no stored account: a refusal of the permission reads nothing. */
const actorOf = (role: Role): Actor => ({
  roles: [role],
  accountId: AccountId.parse(crypto.randomUUID()),
  personId: PersonId.parse(crypto.randomUUID()),
  impersonatorId: null,
});

test('A5 a role without the permission is refused by every operation before anything is read', async () => {
  expect(await roleProblems(demo.world, operations, actorOf)).toEqual([]);
});

test('mutation: an operation that a role may call although the table says no is reported', async () => {
  const mayCall: typeof isPermitted = (roles, permission) =>
    !roles.includes('administrator') && isPermitted(roles, permission);
  const reads = operations.filter(({ permission }) => permission === 'users.read');
  const problems = await roleProblems(demo.world, reads, actorOf, mayCall);
  expect(problems).toHaveLength(reads.length);
  for (const problem of problems)
    expect(problem).toMatch(/^(users|signIn)\.\w+ as administrator: (?!permission\.denied)/);
});

test('every text of every operation is refused with NUL, a lone surrogate, an override or a line break', async () => {
  expect(await hostileTextProblems(demo.world, operations, actorOf)).toEqual([]);
});

test.each(CUSTOMER_ROLES)(
  'A5 no operation shows or changes anything of another account by its ids, as %s',
  {
    timeout: 120_000,
  },
  async (role) => {
    const { administrator, otherAdministrator: other } = demo.actors;
    const own = { ...administrator, roles: [role] };
    expect(await foreignIdProblems(demo.world, operations, { own, other })).toEqual([]);
  },
);

test('mutation: with the shared policy open, operations show the orders of another account', async () => {
  const { administrator: own, otherAdministrator: other } = demo.actors;
  const reads = operations.filter(({ name, kind }) => name.startsWith('orders.') && kind === 'read');
  const check = () => foreignIdProblems(demo.world, reads, { own, other });
  const problems = await withMutation(OPEN_ORDERS, CLOSE_ORDERS, check);
  expect(problems).toEqual(
    expect.arrayContaining([expect.stringMatching(/^orders\.getOrder: the answer shows .* of another account$/)]),
  );
});
