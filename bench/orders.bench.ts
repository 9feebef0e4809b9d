import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { knownChoice, placeOrder, signInCustomer } from '../portal/bin/testing/customer.ts';
import { findPostgresPrograms } from '../portal/bin/testing/own-postgres.ts';
import { until } from '../portal/bin/testing/portal-process.ts';
import { openService, type Service } from '../portal/bin/testing/service.ts';
import type { Metric } from './metric.ts';

/*
 * Orders by REST on PostgreSQL, and their way to the end against a simulator that answers at once. An order is a quote
 * and its confirmation: two requests, each with an idempotency key. Web process, worker, simulator and database share
 * the machine.
 */

const WARM_UP = 20;
const ORDERS = 60;
const COUNTED = 10;
const CARRIED = 40;
const SESSIONS = 10;

export async function measure(): Promise<Metric[]> {
  const programs = findPostgresPrograms();
  if (programs === undefined) {
    process.stdout.write('  left out: the programs of a PostgreSQL server are not installed\n');
    return [];
  }
  const service = await openService(programs);
  try {
    await service.startSimulator();
    await service.query('update account set credit_limit = 1000000000');
    const [placing, statements] = await measurePlacing(service);
    const [carrying, statementsToEnd] = await measureCarrying(service);
    return [
      { name: 'orders placed, one session', value: 1000 / placing.one, unit: '/s', floor: 20 },
      { name: `orders placed, ${SESSIONS} sessions at once`, value: 1000 / placing.ten, unit: '/s', floor: 30 },
      { name: 'statements sent for a quote and its order', value: statements, unit: '', ceiling: 45 },
      { name: 'orders carried to their end, one worker', value: 1000 / carrying, unit: '/s', floor: 20 },
      { name: 'statements sent by the worker for each of them', value: statementsToEnd, unit: '', ceiling: 150 },
    ];
  } finally {
    await service.close();
  }
}

/** Milliseconds for each order, and the statements of one. */
async function measurePlacing(service: Service): Promise<[{ one: number; ten: number }, number]> {
  const web = await service.start('web', { LOG_LEVEL: 'warn' });
  await until('the web process is ready', async () => (await fetch(`${web.url}/readyz`)).ok, 60_000);
  const customers = await Promise.all(Array.from({ length: SESSIONS }, () => signInCustomer(web)));
  const [first] = customers;
  if (first === undefined) throw new Error('nobody has signed in');
  const choice = await knownChoice(service);
  const place = (customer: typeof first) => placeOrder(customer, () => [web], choice);
  for (let round = 0; round < WARM_UP; round += 1) await place(first);

  const one = await msOf(async () => {
    for (let round = 0; round < ORDERS; round += 1) await place(first);
  });
  const ten = await msOf(() =>
    Promise.all(
      customers.map(async (customer) => {
        for (let round = 0; round < ORDERS / SESSIONS; round += 1) await place(customer);
      }),
    ),
  );
  const statements = await countStatements(service, async () => {
    for (let round = 0; round < COUNTED; round += 1) await place(first);
  });
  await service.query("update customer_order set status = 'cancelled' where status = 'running'");
  for (let round = 0; round < CARRIED; round += 1) await place(first);
  web.kill('SIGTERM');
  await web.ended;
  return [{ one: one / ORDERS, ten: ten / ORDERS }, statements / COUNTED];
}

/**
 * One worker carries orders to their end that were placed before it started. They are as many as Microsoft's limit of
 * requests lets through at once.
 */
async function measureCarrying(service: Service): Promise<[number, number]> {
  const open = async () => {
    const [row] = await service.query<{ count: number }>(
      "select count(*)::int as count from customer_order where status = 'running'",
    );
    return row?.count ?? 0;
  };
  const count = await open();
  let ms = 0;
  const statements = await countStatements(service, async () => {
    const worker = await service.start('work', { LOG_LEVEL: 'warn' });
    await until('the worker is ready', async () => (await fetch(`${worker.url}/readyz`)).ok, 60_000);
    ms = await msOf(() => until('every order has come to its end', async () => (await open()) === 0, 600_000));
    worker.kill('SIGTERM');
    await worker.ended;
  });
  return [ms / count, statements / count];
}

/** Statements that the database gets meanwhile, by its own log; several in one message count once. */
async function countStatements(service: Service, act: () => Promise<void>): Promise<number> {
  await service.postgres.logStatements(true);
  const before = await linesOf(service.postgres.logFile);
  await act();
  const after = await linesOf(service.postgres.logFile);
  await service.postgres.logStatements(false);
  return after - before;
}

async function linesOf(file: string): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (/LOG: {2}(statement|execute )/.test(line)) count += 1;
  }
  return count;
}

async function msOf(act: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await act();
  return performance.now() - startedAtMs;
}
