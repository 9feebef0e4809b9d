import { type Choice, type Customer, placeOrder } from '../../portal/bin/testing/customer.ts';
import { type PortalProcess, until, untilReady } from '../../portal/bin/testing/portal-process.ts';
import { median } from '../metric.ts';
import type { FilledService } from './filled-service.ts';
import { readMetrics, readStatements } from './process-metrics.ts';
import type { Table } from './table.ts';

const ORDERS = 60;
const SESSIONS = 10;
const END_LIMIT_MS = 180_000;

export type Shop = Readonly<{
  service: FilledService;
  webs: readonly PortalProcess[];
  workers: readonly PortalProcess[];
  close(): Promise<void>;
}>;

/** Starts processes, and stops them when closed. */
export async function openShop(service: FilledService, webCount: number, workerCount: number): Promise<Shop> {
  const start = (role: 'web' | 'work', count: number) =>
    Promise.all(Array.from({ length: count }, () => service.startProcess(role)));
  const [webs, workers] = await Promise.all([start('web', webCount), start('work', workerCount)]);
  await Promise.all([...webs, ...workers].map((one) => untilReady(one)));
  return {
    service,
    webs,
    workers,
    async close() {
      for (const one of [...webs, ...workers]) one.kill('SIGTERM');
      await Promise.all([...webs, ...workers].map(({ ended }) => ended));
    },
  };
}

/** Orders that several sessions of a customer place at once. */
export async function placeMany(
  shop: Pick<Shop, 'webs'>,
  {
    customer,
    choice,
    count,
    sessions = SESSIONS,
  }: { customer: Customer; choice: Choice; count: number; sessions?: number },
): Promise<{ orderIds: string[]; seconds: number; ms: number }> {
  const orderIds: string[] = [];
  const times: number[] = [];
  const startedAtMs = performance.now();
  let left = count;
  const session = async (index: number) => {
    const web = shop.webs[index % shop.webs.length];
    if (web === undefined) throw new Error('no web process runs');
    while (left > 0) {
      left -= 1;
      const beganAtMs = performance.now();
      orderIds.push(await placeOrder(customer, () => [web], choice));
      times.push(performance.now() - beganAtMs);
    }
  };
  await Promise.all(Array.from({ length: sessions }, (_, index) => session(index)));
  return { orderIds, seconds: (performance.now() - startedAtMs) / 1000, ms: median(times) };
}

export type Ends = Readonly<{ unfinished: number; failed: number; medianSeconds: number; slowestSeconds: number }>;

/** Waits until all have come to their end, or for `limitMs`, and says how long after they were placed. */
export async function waitForEnds(
  service: Pick<FilledService, 'query'>,
  orderIds: readonly string[],
  limitMs = END_LIMIT_MS,
): Promise<Ends> {
  const ids = orderIds.map((id) => `'${id}'`).join(', ');
  const read = async (): Promise<Ends> => {
    const [row] = await service.query<Ends>(`
      select (count(*) filter (where finished_at is null))::int as unfinished,
        (count(*) filter (where status not in ('running', 'done')))::int as failed,
        coalesce(percentile_cont(0.5) within group (order by seconds), 0)::float as "medianSeconds",
        coalesce(max(seconds), 0)::float as "slowestSeconds"
      from customer_order,
        lateral (select extract(epoch from coalesce(finished_at, now()) - placed_at) as seconds) as taken
      where id in (${ids})`);
    if (row === undefined) throw new Error('the orders are gone');
    return row;
  };
  await until('the orders have come to their end', async () => (await read()).unfinished === 0, limitMs).catch(
    () => {},
  );
  return read();
}

/** Orders placed by ten sessions at once, and their way to the end with one worker. */
export async function measureOrders(
  shop: Shop,
  { customer, choice, table, size }: { customer: Customer; choice: Choice; table: Table; size: number },
): Promise<void> {
  const { service } = shop;
  await waitForEnds(service, (await placeMany(shop, { customer, choice, count: SESSIONS })).orderIds);
  const before = await readStatements(service);
  const one = await placeMany(shop, { customer, choice, count: ORDERS / 3, sessions: 1 });
  await waitForEnds(service, one.orderIds);
  const startedAtMs = performance.now();
  const { orderIds, seconds } = await placeMany(shop, { customer, choice, count: ORDERS });
  const ends = await waitForEnds(service, orderIds);
  const secondsToEnd = (performance.now() - startedAtMs) / 1000;
  const after = await readStatements(service);
  const count = ORDERS + ORDERS / 3;

  table.add(size, { name: 'order placed, one session', unit: 'ms', ceiling: 150, growthMax: 1.5 }, one.ms);
  table.add(
    size,
    { name: `orders placed a second, ${SESSIONS} sessions`, unit: '', floor: 10, decimals: 1 },
    orderIds.length / seconds,
  );
  table.add(
    size,
    { name: 'orders to their end a second, one worker', unit: '', floor: 5, decimals: 1 },
    orderIds.length / secondsToEnd,
  );
  table.add(
    size,
    { name: 'order from its placing to its end, median', unit: 's', ceiling: 5, decimals: 1 },
    ends.medianSeconds,
  );
  table.add(
    size,
    { name: 'statements of an order, with its way to the end', unit: '' },
    (after.statements - before.statements) / count,
  );
  table.add(size, { name: 'orders that failed or have no end', unit: '', ceiling: 0 }, ends.failed + ends.unfinished);
  const [worker] = shop.workers;
  if (worker !== undefined)
    table.add(size, { name: 'memory of the worker', unit: 'MB', ceiling: 300 }, (await readMetrics(worker)).memoryMb);
}
