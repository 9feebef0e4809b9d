import { readFileSync } from 'node:fs';
import { knownChoice, signInCustomer } from './customer.ts';
import { buyUntil, faultsIn, keepEvidence, ORDERS_PER_MINUTE_MAX, randomNumbers, startAll } from './kill-run.ts';
import { until } from './portal-process.ts';
import { openService, type Service } from './service.ts';

/*
 * Customers order steadily while the database is killed, restarted, and its connections are cut in the middle of what
 * they do. The processes are never started again. Waiting time of orders, memory of a worker and dead rows of the
 * busiest tables are compared, the first quarter of the run with the last: none may grow.
 */

const FAULTS = ['kill', 'restart', 'cut'] as const;

/** Of a quarter of the run. */
export type SoakMeasures = Readonly<{
  /** Median, from an order's placing to its end. */
  waitingSeconds: number;
  /** Largest resident memory of a worker, in MB. */
  workerMb: number;
  /** Largest number of dead rows in the tables of jobs, orders and steps. */
  deadRows: number;
}>;

export type SoakReport = Readonly<{
  faultCounts: Readonly<Record<string, number>>;
  placed: number;
  first: SoakMeasures;
  last: SoakMeasures;
  /** Sentences about what is wrong; empty when nothing grew, and nothing was lost, double or stuck. */
  faults: readonly string[];
}>;

type Sample = Readonly<{ atMs: number; workerMb: number; deadRows: number }>;

const SAMPLE_MS = 2_000;
/** Between two faults. */
const PAUSE_MS = { least: 5_000, most: 20_000 };
const BUYERS = 2;

export async function runSoak(given: { programs: string; seed: number; seconds: number }): Promise<SoakReport> {
  const random = randomNumbers(given.seed);
  const service = await openService(given.programs);
  try {
    const running = await startAll(service);
    const customer = await signInCustomer(running.web);
    const choice = await knownChoice(service);
    const countBefore = await service.countSubscriptions();
    const startedMs = performance.now();
    const endsAtMs = startedMs + given.seconds * 1000;
    const orders = new Map<string, number>();
    const everyMs = (60_000 * BUYERS) / ORDERS_PER_MINUTE_MAX;
    const buying = Array.from({ length: BUYERS }, () =>
      buyUntil({ endsAtMs, everyMs, running, customer, choice, orders }),
    );
    const samples: Sample[] = [];
    const sampling = sampleUntil(endsAtMs, service, running.worker.pid, samples);
    const faultCounts = await disturbUntil(endsAtMs, service, random);
    await Promise.all([...buying, sampling]);
    const waiting = await waitingTimes(service, orders);
    const quarter = (index: number): SoakMeasures => {
      const from = startedMs + (index * given.seconds * 1000) / 4;
      const isIn = (atMs: number) => atMs >= from && atMs < from + (given.seconds * 1000) / 4;
      const own = samples.filter(({ atMs }) => isIn(atMs));
      return {
        waitingSeconds: median(waiting.filter(({ atMs }) => isIn(atMs)).map(({ seconds }) => seconds)),
        workerMb: Math.max(...own.map(({ workerMb }) => workerMb)),
        deadRows: Math.max(...own.map(({ deadRows }) => deadRows)),
      };
    };
    const [first, last] = [quarter(0), quarter(3)];
    const faults = [...(await faultsIn(service, orders, countBefore)), ...growthBetween(first, last)];
    if (!running.worker.isAlive() || !running.spareWorker.isAlive()) faults.push('a worker has ended');
    if (faults.length > 0) faults.push(`rows and logs are in ${await keepEvidence(service)}`);
    return { faultCounts, placed: orders.size, first, last, faults };
  } finally {
    await service.close();
  }
}

/** Allows for the noise of a short run; what leaks goes far beyond it in thirty minutes. */
export function growthBetween(first: SoakMeasures, last: SoakMeasures): string[] {
  const limits: SoakMeasures = {
    waitingSeconds: first.waitingSeconds * 2 + 5,
    workerMb: first.workerMb * 1.2 + 40,
    deadRows: first.deadRows * 2 + 10_000,
  };
  return (Object.keys(limits) as (keyof SoakMeasures)[])
    .filter((name) => !(last[name] <= limits[name]))
    .map((name) => `${name} grew from ${first[name]} to ${last[name]}`);
}

async function disturbUntil(endsAtMs: number, service: Service, random: () => number) {
  const counts: Record<(typeof FAULTS)[number], number> = { kill: 0, restart: 0, cut: 0 };
  for (let index = 0; performance.now() < endsAtMs; index += 1) {
    const pauseMs = PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const fault = FAULTS[index % FAULTS.length] ?? 'cut';
    if (fault === 'cut') await cutAll(service);
    else {
      service.postgres.stop(fault === 'kill' ? 'immediate' : 'fast');
      service.postgres.start();
    }
    counts[fault] += 1;
  }
  return counts;
}

/** Ends every connection, whatever statement runs on it. */
async function cutAll(service: Service): Promise<void> {
  await service.query(`
    select count(pg_terminate_backend(pid))::int as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
}

async function sampleUntil(endsAtMs: number, service: Service, pid: number, samples: Sample[]): Promise<void> {
  while (performance.now() < endsAtMs) {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    const deadRows = await countDeadRows(service);
    if (deadRows !== undefined) samples.push({ atMs: performance.now(), workerMb: residentMb(pid), deadRows });
  }
}

/** @returns undefined while the database is away */
async function countDeadRows(service: Service): Promise<number | undefined> {
  try {
    const [row] = await service.query<{ count: number }>(`
      select coalesce(sum(n_dead_tup), 0)::int as count from pg_stat_user_tables
      where relname in ('job_common', 'customer_order', 'order_step', 'mail')`);
    return row?.count;
  } catch {
    return undefined;
  }
}

/** @source proc(5), `/proc/[pid]/status` */
function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** Waits until all orders have ended. */
async function waitingTimes(service: Service, orders: ReadonlyMap<string, number>) {
  const read = () =>
    service.query<{ id: string; seconds: number }>(`
      select id, extract(epoch from finished_at - placed_at)::float as seconds from customer_order
      where finished_at is not null and kind = 'purchase'`);
  const isDone = async () => {
    const done = new Set((await read()).map(({ id }) => id));
    return [...orders.keys()].every((id) => done.has(id));
  };
  // Those that have not ended are faults of the run.
  await until('every order has ended', isDone, 120_000).catch(() => undefined);
  return (await read()).flatMap(({ id, seconds }) => {
    const atMs = orders.get(id);
    return atMs === undefined ? [] : [{ atMs, seconds }];
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) * 10) / 10;
}
