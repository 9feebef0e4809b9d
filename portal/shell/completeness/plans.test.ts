import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyOperation } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { operations } from '../registry.ts';
import { openDemoWorld } from '../testing/demo-world.ts';
import { estimateProblems, fillOtherAccounts, planProblems, tablesOfPage } from './plan-checks.ts';

/** Opened and filled once: the subscriptions, orders and charges of other accounts take seconds. */
let demo: Awaited<ReturnType<typeof openDemoWorld>>;
beforeAll(async () => {
  demo = await openDemoWorld();
  await fillOtherAccounts(demo.world, demo.actors.administrator.accountId);
}, 480_000);
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

/** The provider's pages: home, customers, orders. */
const PROVIDER_READS = [
  { op: operationNamed('provider.getWork') },
  { op: operationNamed('orders.listAllOrders') },
  { op: operationNamed('orders.listAllOrders'), input: { statusGroups: ['attention'] } },
  { op: operationNamed('orders.listAllOrders'), input: { statusGroups: ['failed'] } },
  { op: operationNamed('orders.listAllOrders'), input: { sort: 'todayGross', page: 3 } },
  { op: operationNamed('orders.listAllOrders'), input: { statusGroups: ['open'] } },
  { op: operationNamed('provider.listCustomers') },
];

test('the provider’s hot reads enter them by an index too, or read its first rows alone', async () => {
  expect(await planProblems(demo.world, demo.actors.provider, PROVIDER_READS)).toEqual([]);
});

test('the page of all orders is chosen among the orders, before names and lines are looked up for it', async () => {
  const read = { op: operationNamed('orders.listAllOrders'), input: { statusGroups: ['failed'] } };
  // The line is that whose name the page shows, one for each order; the step tells who waits for the provider.
  expect(await tablesOfPage(demo.world, demo.actors.provider, read)).toEqual([
    'customer_order',
    'order_line',
    'order_step',
  ]);
});

test('the planner expects that the provider and the system see every row', async () => {
  expect(await estimateProblems(demo.world)).toEqual([]);
});

test('mutation: the same policy in words that the planner takes for a condition is reported', async () => {
  const withPolicy = (condition: string) => `alter policy all_rows on customer_order using (${condition})`;
  await demo.world.asOwner(withPolicy("app_scope() in ('provider', 'system')"));
  try {
    expect(await estimateProblems(demo.world)).toEqual([
      expect.stringMatching(/^customer_order: \d+ of \d+ rows are expected in the scope of the provider$/),
      expect.stringMatching(/^customer_order: \d+ of \d+ rows are expected in the scope of the system$/),
    ]);
  } finally {
    await demo.world.asOwner(withPolicy("array_position(array['provider', 'system'], app_scope()) is not null"));
  }
});

test('so do all other reads that need no input', { timeout: 120_000 }, async () => {
  const reads = operations
    .filter((op) => op.kind === 'read' && isPermitted(['administrator'], op.permission))
    .filter((op) => op.input.safeParse({}).success)
    .map((op) => ({ op }));
  expect(reads.length).toBeGreaterThan(HOT_READS.length);
  expect(await planProblems(demo.world, demo.actors.administrator, reads)).toEqual([]);
});

test('mutation: a second policy for the customer’s role costs the index and is reported', async () => {
  await demo.world.asOwner('alter policy all_rows on customer_order to public');
  try {
    const problems = await planProblems(demo.world, demo.actors.administrator, HOT_READS);
    expect(problems).toContainEqual(expect.stringMatching(/^orders\.listOrders: .* of all of customer_order/));
  } finally {
    await demo.world.asOwner('alter policy all_rows on customer_order to portal_provider, portal_system');
  }
});
