import { type Choice, type Customer, knownChoice, placeOrder, signInCustomer } from './customer.ts';
import { type PortalProcess, type RunningProcess, until, untilReady } from './portal-process.ts';
import { openService, type Service } from './service.ts';

/*
 * Customers order while web, worker, simulator and database are killed at random and started again. At the end every
 * order that was acknowledged is there and done, none was carried out twice, the money of each is in the ledger once,
 * and none stood still for more than two minutes.
 */

export type KillRunReport = Readonly<{
  seed: number;
  /** Kills, by victim. */
  kills: Readonly<Record<string, number>>;
  placed: number;
  /** Sentences about what is wrong; empty when nothing was lost, double or stuck. */
  faults: readonly string[];
  slowestSeconds: number;
}>;

const VICTIMS = ['web', 'worker', 'simulator', 'database'] as const;
type Victim = (typeof VICTIMS)[number];

/** No order may wait longer without progress, whatever was killed. */
const STILL_SECONDS_MAX = 120;

export async function runWithKills(given: {
  programs: string;
  seed: number;
  seconds: number;
  /** Customers who order at the same time, one order after the other. */
  buyers: number;
  pauseMs: Readonly<{ least: number; most: number }>;
}): Promise<KillRunReport> {
  const random = randomNumbers(given.seed);
  const service = await openService(given.programs);
  try {
    const running = await startAll(service);
    const customer = await signInCustomer(running.web);
    const choice = await knownChoice(service);
    const countBefore = await service.countSubscriptions();
    const endsAtMs = performance.now() + given.seconds * 1000;
    const orders = new Map<string, number>();
    const buying = Array.from({ length: given.buyers }, () =>
      buyUntil({ endsAtMs, running, customer, choice, orders }),
    );
    const kills = await killUntil(endsAtMs, { service, running, random, pauseMs: given.pauseMs });
    await Promise.all(buying);
    const slowestSeconds = await untilAllDone(service, orders);
    const faults = await faultsIn(service, orders, countBefore);
    if (slowestSeconds > STILL_SECONDS_MAX) faults.push(`an order stood still for ${slowestSeconds} seconds`);
    return { seed: given.seed, kills, placed: orders.size, faults, slowestSeconds };
  } finally {
    await service.close();
  }
}

type Running = { web: PortalProcess; worker: PortalProcess; spareWorker: PortalProcess; simulator: RunningProcess };

async function startAll(service: Service): Promise<Running> {
  const simulator = await service.startSimulator();
  const [web, worker, spareWorker] = await Promise.all([
    service.start('web'),
    service.start('work'),
    service.start('work'),
  ]);
  for (const one of [web, worker, spareWorker]) await untilReady(one);
  return { web, worker, spareWorker, simulator };
}

/** Orders again and again, as long as the run lasts, and keeps when each order was acknowledged. */
async function buyUntil(given: {
  endsAtMs: number;
  running: Running;
  customer: Customer;
  choice: Choice;
  orders: Map<string, number>;
}): Promise<void> {
  const { endsAtMs, running, customer, choice, orders } = given;
  while (performance.now() < endsAtMs) {
    const orderId = await placeOrder(customer, () => [running.web], choice);
    orders.set(orderId, performance.now());
  }
}

async function killUntil(
  endsAtMs: number,
  given: {
    service: Service;
    running: Running;
    random: () => number;
    pauseMs: Readonly<{ least: number; most: number }>;
  },
): Promise<Record<string, number>> {
  const { random, pauseMs } = given;
  const kills: Record<Victim, number> = { web: 0, worker: 0, simulator: 0, database: 0 };
  // Each once in an order by chance, then any.
  const first = VICTIMS.map((victim) => ({ victim, at: random() })).sort((left, right) => left.at - right.at);
  while (performance.now() < endsAtMs) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs.least + random() * (pauseMs.most - pauseMs.least)));
    const victim = first.shift()?.victim ?? VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'web';
    await killAndStart(victim, given.service, given.running);
    kills[victim] += 1;
  }
  return kills;
}

async function killAndStart(victim: Victim, service: Service, running: Running): Promise<void> {
  if (victim === 'database') {
    service.postgres.stop('immediate');
    service.postgres.start();
    return;
  }
  const killed = running[victim];
  killed.kill('SIGKILL');
  await killed.ended;
  if (victim === 'simulator') running.simulator = await service.startSimulator();
  else running[victim] = await service.start(victim === 'web' ? 'web' : 'work');
}

/** @returns the seconds from the acknowledgement of the slowest order to its end */
async function untilAllDone(service: Service, orders: ReadonlyMap<string, number>): Promise<number> {
  const open = new Map(orders);
  let slowestMs = 0;
  await until(
    'every order has ended',
    async () => {
      const ended = await service.query<{ id: string; seconds: number }>(`
        select id, extract(epoch from finished_at - placed_at)::float as seconds from customer_order
        where finished_at is not null and kind = 'purchase'`);
      for (const { id, seconds } of ended) {
        if (open.delete(id)) slowestMs = Math.max(slowestMs, seconds * 1000);
      }
      return open.size === 0;
    },
    STILL_SECONDS_MAX * 1000,
  ).catch(() => {
    slowestMs = Math.max(slowestMs, ...[...open.values()].map((atMs) => performance.now() - atMs));
  });
  return Math.round(slowestMs / 1000);
}

async function faultsIn(service: Service, orders: ReadonlyMap<string, number>, countBefore: number): Promise<string[]> {
  const faults: string[] = [];
  const expectNone = async (sentence: string, statement: string) => {
    const rows = await service.query(statement);
    if (rows.length > 0) faults.push(`${sentence}: ${JSON.stringify(rows.slice(0, 5))}`);
  };
  const ids = [...orders.keys()].map((id) => `'${id}'`).join(', ');
  const stored = await service.query<{ id: string }>(`select id from customer_order where id in (${ids})`);
  if (stored.length !== orders.size) faults.push(`${orders.size - stored.length} acknowledged orders are lost`);
  await expectNone(
    'orders that are not done',
    `select id, status, failure_code from customer_order where id in (${ids}) and status <> 'done'`,
  );
  await expectNone(
    'orders that nobody was told of',
    `select id from customer_order where own_reference like 'test %' and id not in (${ids})`,
  );
  await expectNone(
    'subscriptions of two orders',
    `select subscription_id from order_line where order_id in (${ids}) group by 1 having count(*) > 1`,
  );
  await expectNone(
    'orders whose charge is not in the ledger once',
    `select l.order_id, count(e.id) from order_line l left join charge e on e.order_id = l.order_id
     where l.order_id in (${ids}) group by 1 having count(e.id) <> 1`,
  );
  const bought = (await service.countSubscriptions()) - countBefore;
  if (bought !== orders.size) faults.push(`${orders.size} orders made ${bought} subscriptions at Microsoft`);
  return faults;
}

/** Numbers from 0 to 1 that the same seed repeats (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
