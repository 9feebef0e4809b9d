import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The metrics of a process, for `/metrics`; docs/operations.md names those to watch. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
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
    /** Adds memory, event loop and garbage collection of the process. Once for a process. */
    collectProcess: () => collectDefaultMetrics({ register: registry }),
  };
}
