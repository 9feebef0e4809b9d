import type { Buyer } from './buyer.ts';
import type { FilledService } from './filled-service.ts';
import { placeMany, type Shop, waitForEnds } from './orders.ts';
import type { FilledSimulator } from './simulator.ts';
import type { Table } from './table.ts';

/** Orders that are open when Microsoft does not answer, and good orders placed meanwhile. */
const OPEN_ORDERS = 200;
const GOOD_ORDERS = 20;
/** How long nothing answers. */
const OUTAGE_MS = 30_000;
const GOOD_LIMIT_MS = 60_000;
const BACK_LIMIT_MS = 180_000;

/**
 * Microsoft answers none of one customer's requests: another customer's orders must come to their end meanwhile. Then
 * it answers nobody for half a minute: nothing is lost, and all is done soon after.
 */
export async function measureOutage(
  shop: Shop,
  given: {
    simulator: FilledSimulator;
    /** Of whom no request is answered. */
    blocked: Buyer;
    other: Buyer;
    table: Table;
    size: number;
  },
): Promise<void> {
  const { service } = shop;
  const { simulator, blocked, other, table, size } = given;
  await service.control('POST', '/faults', {
    match: { path: `/customers/${blocked.microsoftCustomerId}` },
    times: 1_000_000,
    fault: { kind: 'status', status: 503 },
  });
  const stuck = await placeMany(shop, { ...blocked, count: OPEN_ORDERS });
  await pause(OUTAGE_MS / 3);
  const good = await placeMany(shop, { ...other, count: GOOD_ORDERS });
  const goodEnds = await waitForEnds(service, good.orderIds, GOOD_LIMIT_MS);
  const jobs = await countJobs(service);
  await service.control('DELETE', '/faults');
  const stuckEnds = await waitForEnds(service, stuck.orderIds, BACK_LIMIT_MS);
  const name = `one customer's requests fail, ${OPEN_ORDERS} of its orders open`;
  table.add(
    size,
    { name: `${name}: another's order to its end, slowest`, unit: 's', ceiling: 15, decimals: 1 },
    goodEnds.slowestSeconds,
  );
  table.add(
    size,
    { name: `${name}: another's orders without an end`, unit: '', ceiling: 0 },
    goodEnds.unfinished + goodEnds.failed,
  );
  table.add(
    size,
    { name: `${name}: jobs for each open order`, unit: '', ceiling: 1.5, decimals: 2 },
    jobs / OPEN_ORDERS,
  );
  table.add(
    size,
    { name: `${name}: its orders without an end, 3 minutes after`, unit: '', ceiling: 0 },
    stuckEnds.unfinished + stuckEnds.failed,
  );

  await simulator.switchOff();
  const during = await placeMany(shop, { ...other, count: OPEN_ORDERS });
  await pause(OUTAGE_MS);
  const jobsDuring = await countJobs(service);
  await simulator.switchOn();
  const backAtMs = performance.now();
  const ends = await waitForEnds(service, during.orderIds, BACK_LIMIT_MS);
  const off = `Microsoft off for ${OUTAGE_MS / 1000} s, ${OPEN_ORDERS} orders placed meanwhile`;
  table.add(size, { name: `${off}: placing one of them`, unit: 'ms', ceiling: 500 }, during.ms);
  table.add(size, { name: `${off}: jobs for each`, unit: '', ceiling: 1.5, decimals: 2 }, jobsDuring / OPEN_ORDERS);
  table.add(
    size,
    { name: `${off}: all done after its return`, unit: 's', ceiling: 120 },
    (performance.now() - backAtMs) / 1000,
  );
  table.add(size, { name: `${off}: orders without an end`, unit: '', ceiling: 0 }, ends.unfinished + ends.failed);
}

/** Jobs of orders that wait or run. */
async function countJobs(service: FilledService): Promise<number> {
  const [row] = await service.query<{ count: number }>(`
    select count(*)::int as count from pgboss.job
    where state in ('created', 'retry', 'active') and data ->> 'job' like 'orders.%'`);
  return row?.count ?? Number.NaN;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
