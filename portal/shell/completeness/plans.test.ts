import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyOperation } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { operations } from '../registry.ts';
import { openDemoWorld } from '../testing/demo-world.ts';
import { fillOtherAccounts, planProblems } from './plan-checks.ts';

/** Opened and filled once: eight thousand rows in each table take seconds. */
let demo: Awaited<ReturnType<typeof openDemoWorld>>;
beforeAll(async () => {
  demo = await openDemoWorld();
  await fillOtherAccounts(demo.world, demo.actors.administrator.accountId);
}, 240_000);
afterAll(() => demo.close());

function operationNamed(name: string): AnyOperation {
  const found = operations.find((op) => op.name === name);
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

/** Reads of the pages that people open most, beside those that need no input. */
const HOT_READS = [
  { op: operationNamed('subscriptions.listSubscriptions') },
  { op: operationNamed('subscriptions.listSubscriptions'), input: { search: 'business', outcomes: ['renews'] } },
  { op: operationNamed('orders.listOrders') },
  { op: operationNamed('orders.listOrders'), input: { search: 'business', statusGroups: ['open', 'attention'] } },
  { op: operationNamed('dashboard.getOverview') },
  { op: operationNamed('notifications.countUnread') },
  { op: operationNamed('notifications.listNotifications') },
];

test('a small account’s hot reads enter the tables of the accounts by an index', { timeout: 60_000 }, async () => {
  expect(await planProblems(demo.world, demo.actors.administrator, HOT_READS)).toEqual([]);
});

test('so do all other reads that need no input', { timeout: 120_000 }, async () => {
  const reads = operations
    .filter((op) => op.kind === 'read' && isPermitted('administrator', op.permission))
    .filter((op) => op.input.safeParse({}).success)
    .map((op) => ({ op }));
  expect(reads.length).toBeGreaterThan(HOT_READS.length);
  expect(await planProblems(demo.world, demo.actors.administrator, reads)).toEqual([]);
});

test('mutation: a second policy for the customer’s role costs the index and is reported', async () => {
  await demo.world.asOwner('alter policy all_rows on subscription to public');
  try {
    const problems = await planProblems(demo.world, demo.actors.administrator, HOT_READS);
    expect(problems).toContainEqual(
      expect.stringMatching(/^subscriptions\.listSubscriptions: Seq Scan of all of subscription/),
    );
  } finally {
    await demo.world.asOwner('alter policy all_rows on subscription to portal_provider, portal_system');
  }
});
