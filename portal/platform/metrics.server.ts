import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from './database.server.ts';

/** The metrics of a process, for `/metrics`. docs/monitoring has a dashboard and alerts on them. */
export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Labels are names from the code: routes, jobs, statuses. Never a value of a request, which would be a person's, and
 * without end.
 */
export function createMetrics() {
  const registry = new Registry();
  return {
    registry,
    ...metricsOfProcess([registry]),
    ...metricsOfPartnerCenter([registry]),
    /** Adds memory, event loop and garbage collection of the process. Once for a process. */
    collectProcess: () => collectDefaultMetrics({ register: registry }),
    /** Adds the connections of the database pool. Once for a process. */
    collectPool: (database: Pick<Database, 'pool'>) => addPool(registry, database),
  };
}

function metricsOfProcess(registers: Registry[]) {
  return {
    requestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer a request, by method, route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    jobAttempts: new Counter({
      name: 'job_attempts_total',
      help: 'Attempts of jobs, by job and outcome (done, failed).',
      labelNames: ['job', 'outcome'],
      registers,
    }),
    passes: new Counter({
      name: 'passes_total',
      help: 'Rounds of passes, by pass and outcome (done, failed).',
      labelNames: ['pass', 'outcome'],
      registers,
    }),
    passRows: new Counter({
      name: 'pass_rows_total',
      help: 'Rows that passes have reached, by pass and outcome (done, failed).',
      labelNames: ['pass', 'outcome'],
      registers,
    }),
    openCircuits: new Gauge({
      name: 'vendor_circuits_open',
      help: 'Circuits of this process that hold requests back because a vendor gives no answer: of the vendor, of customers.',
      labelNames: ['vendor', 'of'],
      registers,
    }),
    passSuccess: new Gauge({
      name: 'pass_last_success_timestamp_seconds',
      help: 'Time of the last successful round of a pass in this process, seconds since 1970.',
      labelNames: ['pass'],
      registers,
    }),
    stepSeconds: new Histogram({
      name: 'order_step_duration_seconds',
      help: 'Time of one attempt of a step of an order, by step and outcome (done, wait, failed, stuck, fault, bug).',
      labelNames: ['step', 'outcome'],
      buckets: [0.1, 0.3, 1, 3, 10, 30, 60, 120],
      registers,
    }),
  };
}

function metricsOfPartnerCenter(registers: Registry[]) {
  return {
    partnerCenterSeconds: new Histogram({
      name: 'partner_center_request_duration_seconds',
      help: 'Time of an answer of Partner Center, by route and HTTP status.',
      labelNames: ['route', 'status'],
      buckets: [0.1, 0.3, 1, 3, 10, 20],
      registers,
    }),
    partnerCenterRetries: new Counter({
      name: 'partner_center_retries_total',
      help: 'Requests to Partner Center that are sent again, by route and reason.',
      labelNames: ['route', 'reason'],
      registers,
    }),
    limiterSeconds: new Histogram({
      name: 'partner_center_limiter_wait_seconds',
      help: 'Time that a request to Partner Center waited for its turn within the limit of Microsoft.',
      buckets: [0.01, 0.1, 1, 5, 15, 60],
      registers,
    }),
  };
}

function addPool(registry: Registry, database: Pick<Database, 'pool'>): void {
  new Gauge({
    name: 'database_pool_connections',
    help: 'Connections of this process to the database (open, idle), and callers that wait for one (waiting).',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { total, idle, waiting } = database.pool();
      this.set({ state: 'open' }, total);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
}
