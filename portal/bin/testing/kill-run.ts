import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** The longest time that an order made no progress. */
  slowestSeconds: number;
}>;

const VICTIMS = ['web', 'worker', 'simulator', 'database'] as const;
type Victim = (typeof VICTIMS)[number];

/**
 * Orders of all customers together, at most. Microsoft takes 500 requests a minute of a partner, an order needs seven,
 * and more where it was interrupted: beyond that, orders would wait for the limit, not for a process.
 */
export const ORDERS_PER_MINUTE_MAX = 40;

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
      buyUntil({
        endsAtMs,
        everyMs: (60_000 * given.buyers) / ORDERS_PER_MINUTE_MAX,
        running,
        customer,
        choice,
        orders,
      }),
    );
    const kills = await killUntil(endsAtMs, { service, running, random, pauseMs: given.pauseMs });
    await Promise.all(buying);
    const slowestSeconds = await untilAllDone(service, orders);
    const faults = await faultsIn(service, orders, countBefore);
    if (slowestSeconds > STILL_SECONDS_MAX) faults.push(`an order stood still for ${slowestSeconds} seconds`);
    if (faults.length > 0) faults.push(`rows and logs are in ${await keepEvidence(service)}`);
    return { seed: given.seed, kills, placed: orders.size, faults, slowestSeconds };
  } finally {
    await service.close();
  }
}

export type Running = {
  web: PortalProcess;
  worker: PortalProcess;
  spareWorker: PortalProcess;
  simulator: RunningProcess;
};

export async function startAll(service: Service): Promise<Running> {
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
export async function buyUntil(given: {
  endsAtMs: number;
  /** Between the beginnings of two orders, at least. */
  everyMs: number;
  running: Running;
  customer: Customer;
  choice: Choice;
  orders: Map<string, number>;
}): Promise<void> {
  const { endsAtMs, everyMs, running, customer, choice, orders } = given;
  while (performance.now() < endsAtMs) {
    const nextAtMs = performance.now() + everyMs;
    const orderId = await placeOrder(customer, () => [running.web], choice);
    orders.set(orderId, performance.now());
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextAtMs - performance.now())));
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

/** @returns the longest time, in seconds, that an order stood between two finished steps, or has stood since */
async function untilAllDone(service: Service, orders: ReadonlyMap<string, number>): Promise<number> {
  const open = new Map(orders);
  let slowestMs = 0;
  await until(
    'every order has ended',
    async () => {
      const ended = await service.query<{ id: string; seconds: number }>(`
        select id, max(extract(epoch from at - before))::float as seconds
        from (
          select o.id, s.finished_at as at,
            coalesce(lag(s.finished_at) over (partition by o.id order by s.position), o.placed_at) as before
          from customer_order o join order_step s on s.order_id = o.id
          where o.finished_at is not null and o.kind = 'purchase'
        ) step group by id`);
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

export async function faultsIn(
  service: Service,
  orders: ReadonlyMap<string, number>,
  countBefore: number,
): Promise<string[]> {
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

/** Writes the rows of what is open or was slow, and what the processes have printed, to a folder of its own. */
export async function keepEvidence(service: Service): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-faults-'));
  const statements = {
    orders: `select o.id, o.status, o.placed_at, s.position, s.name, s.status as step_status, s.attempt_count,
        s.started_at, s.finished_at, s.claimed_until, s.check_again_at, s.waiting_on, s.failure_code, s.provider_note
      from customer_order o join order_step s on s.order_id = o.id
      where o.finished_at is null or o.finished_at - o.placed_at > interval '30 seconds'
      order by o.placed_at, s.position`,
    jobs: `select * from pgboss.job where state in ('created', 'retry', 'active', 'failed') order by created_on`,
    queues: 'select * from pgboss.queue',
    requests: 'select * from request_lease',
    sessions: `select pid, usename, state, wait_event_type, wait_event, xact_start, state_change, query
      from pg_stat_activity where datname = current_database()`,
    locks: "select * from pg_locks where not granted or locktype = 'advisory'",
  };
  for (const [name, statement] of Object.entries(statements))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(await service.query(statement), undefined, 2));
  for (const [index, output] of service.outputs().entries()) writeFileSync(join(folder, `${index}.log`), output);
  return folder;
}

/** Numbers from 0 to 1 that the same seed repeats (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
