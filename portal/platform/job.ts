import type { Clock } from './clock.ts';
import type { JobSpec } from './job-queue.ts';
import type { Log } from './logging.server.ts';
import type { OperationContext, Services } from './operation.server.ts';

export type JobContext = Readonly<{
  clock: Clock;
  /**
   * The machine's time, not the movable clock's; where `runAll` did not wait for a job, the time at which it was due.
   */
  machineNow(): Temporal.Instant;
  services: Services;
  log: Log;
  /** Stays the same over the attempts of one job. */
  requestId: string;
  /** 1 for the first. */
  attempt: number;
  isLastAttempt: boolean;
  /**
   * Opens a transaction that sees the rows of the job's account (every account for a job without one). Never wait for
   * HTTP in it.
   */
  inTransaction<T>(run: (context: OperationContext) => Promise<T>): Promise<T>;
  /** Fires when the process is stopping or the time limit of the attempt passes. Calls to the outside take it. */
  signal: AbortSignal;
}>;

/** Work that leaves the portal. It may run twice, to the same effect as once. */
export type JobDefinition<Data> = JobSpec<Data> & Readonly<{ run(context: JobContext, data: Data): Promise<void> }>;

/** A job of any data: an entry of the registry. */
export type AnyJob = JobDefinition<unknown>;

export function job<Data>(declared: JobDefinition<Data>): JobDefinition<Data> {
  return declared;
}

export type PassContext = Readonly<{
  clock: Clock;
  services: Services;
  log: Log;
  /** Opens a transaction that sees the rows of every account. Keep it short: `visitRows` and `deleteRows` do. */
  inTransaction<T>(run: (context: OperationContext) => Promise<T>): Promise<T>;
  /** Adds to the metric of the rows that passes have reached. */
  countRows(outcome: 'done' | 'failed', count: number): void;
  /** Fires when the process stops, or another process may run the pass. A pass ends between two transactions. */
  signal: AbortSignal;
}>;

/**
 * Finds the rows that have become due and starts the work for them: run often, safe to repeat, over indexed rows. One
 * run reaches every row that is due (`visitRows`). One process at a time runs a pass of a name, on the movable clock.
 */
export type Pass = Readonly<{
  name: string;
  everySeconds: number;
  run(context: PassContext): Promise<void>;
}>;
