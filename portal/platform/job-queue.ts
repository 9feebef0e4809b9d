import type { z } from 'zod';
import type { Tx } from './database.server.ts';
import type { AccountId } from './ids.ts';

/** Time limit of an attempt of a job that declares none. */
const TIME_LIMIT_SECONDS_DEFAULT = 120;
/** Time that an attempt has to stop after its signal fired, before the queue gives the job to another worker. */
const STOP_SECONDS = 30;

/**
 * Queues, each with workers of its own, so that a flood in one delays no other. `orders` and `mails`: a person waits
 * for them. `portal`: everything else.
 */
export const QUEUES = ['orders', 'mails', 'portal'] as const;
export type QueueName = (typeof QUEUES)[number];

/** The part of a job that its starter needs: name, data, attempts and time limit. */
export type JobSpec<Data> = Readonly<{
  /** `module.verbNoun`. */
  name: string;
  /** The data of a job are ids, not rows. */
  data: z.ZodType<Data>;
  /** The account whose rows the job touches; null for a job of the portal. */
  accountIdOf(data: Data): AccountId | null;
  /** Attempts in all; between two attempts the pause doubles from `retryAfterSeconds`, up to an hour. */
  attempts: number;
  retryAfterSeconds: number;
  /** `portal` where a job says nothing else. */
  queue?: QueueName;
  /** In the background it comes after all other jobs of its queue: thousands are due at once, and none is urgent. */
  comesLast?: boolean;
  /** The signal of an attempt fires after this time; 120 seconds where a job says nothing else. */
  timeLimitSeconds?: number;
}>;

export type StartOptions = Readonly<{
  /** Machine time, not the movable clock. */
  afterSeconds?: number;
  /**
   * At most one job of a key waits: the database refuses another, also of a transaction in the same moment. One that
   * runs already does not count, since it may have read before the caller's writes.
   */
  key?: string;
  /**
   * Where a job of the key waits, `sooner` moves it to this start's time if that is earlier; `keep` leaves its time,
   * for passes, which would undo the pauses between its attempts. `sooner` where nothing is said.
   */
  ifWaiting?: 'sooner' | 'keep';
  /** Nobody waits for it now: it comes after the others of its queue. Said of all that a pass starts. */
  isBackground?: boolean;
}>;

/** One of many jobs that are started together. */
export type KeyedData<Data> = Readonly<{ data: Data; key: string }>;

export type JobQueue = {
  /** Adds a job, committed together with the writes of `tx`. */
  start<Data>(tx: Tx, spec: JobSpec<Data>, data: Data, options?: StartOptions): Promise<void>;
  /**
   * Adds a job for each key of which none waits, all in one statement. One that waits keeps its time: this is for
   * passes, and nobody waits for what they start.
   */
  startMissing<Data>(tx: Tx, spec: JobSpec<Data>, jobs: readonly KeyedData<Data>[]): Promise<void>;
  /** Lets the workers of this process look for jobs at once, unless the database notifies them. */
  wake(): void;
};

export function timeLimitSecondsOf(spec: Pick<JobSpec<never>, 'timeLimitSeconds'>): number {
  return spec.timeLimitSeconds ?? TIME_LIMIT_SECONDS_DEFAULT;
}

/**
 * Time after which nobody works on an attempt any more. A job that claims rows for itself claims them for at least this
 * long, or a second attempt would begin while the first still runs.
 */
export function claimSecondsOf(spec: Pick<JobSpec<never>, 'timeLimitSeconds'>): number {
  return Math.ceil(timeLimitSecondsOf(spec)) + STOP_SECONDS;
}
