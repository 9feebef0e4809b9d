import type { PortalProcess } from '../../portal/bin/testing/portal-process.ts';
import type { Service } from '../../portal/bin/testing/service.ts';
import { METRICS_TOKEN } from './filled-service.ts';

export type ProcessMetrics = Readonly<{
  /** 99th percentile of the delay of the event loop since the last reading, in milliseconds. */
  eventLoopMs: number;
  /** Processor time since the start, in seconds. */
  cpuSeconds: number;
  memoryMb: number;
}>;

/** Reads the metrics of a process as monitoring does. */
export async function readMetrics(process: Pick<PortalProcess, 'url'>): Promise<ProcessMetrics> {
  const response = await fetch(`${process.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  if (!response.ok) throw new Error(`metrics: ${response.status}`);
  const text = await response.text();
  const gauge = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    eventLoopMs: gauge('nodejs_eventloop_lag_p99_seconds') * 1000,
    cpuSeconds: gauge('process_cpu_seconds_total'),
    memoryMb: gauge('process_resident_memory_bytes') / 1024 ** 2,
  };
}

export type StatementCounts = Readonly<{ statements: number; milliseconds: number }>;

/** What the portal's roles have sent to the database since the last reset, `begin` and `commit` among them. */
export async function readStatements(service: Pick<Service, 'query'>): Promise<StatementCounts> {
  const [row] = await service.query<{ statements: number; milliseconds: number }>(`
    select coalesce(sum(calls), 0)::int as statements, coalesce(sum(total_exec_time), 0)::float as milliseconds
    from pg_stat_statements join pg_roles on pg_roles.oid = userid
    where rolname in ('portal_app', 'portal_customer', 'portal_provider', 'portal_system')`);
  return { statements: row?.statements ?? 0, milliseconds: row?.milliseconds ?? 0 };
}
