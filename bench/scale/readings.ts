import { until } from '../../portal/bin/testing/portal-process.ts';
import type { FilledService } from './filled-service.ts';
import type { Shop } from './orders.ts';
import { readMetrics, readStatements } from './process-metrics.ts';
import { type FilledSimulator, sampleDomains } from './simulator.ts';
import type { Table } from './table.ts';

const LIMIT_MS = 240_000;

/** How quickly one worker reads subscriptions again, on the sample that the simulator knows. */
export async function measureReadings(
  shop: Shop,
  { simulator, table, size }: { simulator: FilledSimulator; table: Table; size: number },
): Promise<void> {
  const { service, workers } = shop;
  const [worker] = workers;
  if (worker === undefined) throw new Error('no worker runs');
  const ofSample = `tenant_id in (select id from tenant where domain in (${sampleDomains()}))`;
  const [before, statementsBefore] = [await readMetrics(worker), await readStatements(service)];
  const startedAt = await now(service);
  await service.control('DELETE', '/requests');
  await service.query(`update subscription set read_again_at = now() - interval '1 second' where ${ofSample}`);
  const startedAtMs = performance.now();
  const left = async () => {
    const [row] = await service.query<{ count: number }>(
      `select count(*)::int as count from subscription where ${ofSample} and read_at < '${startedAt}'`,
    );
    return row?.count ?? 0;
  };
  await until('the sample has been read', async () => (await left()) === 0, LIMIT_MS).catch(() => {});
  const seconds = (performance.now() - startedAtMs) / 1000;
  const unread = await left();
  const [after, statementsAfter] = [await readMetrics(worker), await readStatements(service)];
  const read = simulator.sampleSize - unread;
  const requests = (await service.control('GET', '/requests')) as unknown[];

  table.add(size, { name: 'readings a second, one worker', unit: '', floor: 20, decimals: 1 }, read / seconds);
  table.add(size, { name: 'readings that did not come', unit: '', ceiling: 0 }, unread);
  table.add(
    size,
    { name: 'requests to Microsoft for a reading', unit: '', ceiling: 1, decimals: 2 },
    requests.length / read,
  );
  table.add(
    size,
    { name: 'statements of a reading', unit: '', decimals: 1 },
    (statementsAfter.statements - statementsBefore.statements) / read,
  );
  table.add(
    size,
    { name: 'processor time of the worker for a reading', unit: 'ms', decimals: 1 },
    ((after.cpuSeconds - before.cpuSeconds) * 1000) / read,
  );
}

async function now(service: Pick<FilledService, 'query'>): Promise<string> {
  const [row] = await service.query<{ now: string }>('select now()::text as now');
  if (row === undefined) throw new Error('the database has no time');
  return row.now;
}
