import { createLimiter, type LimitedRequest, type Limiter } from '@licence-portal/partner-center';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';

/*
 * Microsoft limits the requests of a partner, whichever process sends them. So the processes of a database lease
 * permits from it: a few at once where requests come quickly, so that most requests cost no round trip. A permit that
 * is not used within the life of its lease is lost. The database counts leases over a minute and that life, because a
 * request may be sent so long after its lease: in no minute more requests are sent than the limit allows.
 *
 * Without the database each process takes a tenth of the limit, so that ten processes stay below it.
 */

/** @source Partner Center, "API throttling guidance": customers, orders and subscriptions of a partner */
export const REQUESTS_PER_MINUTE = 500;
const LEASE_LIFE_MS = 2_000;
const WINDOW_MS = 60_000 + LEASE_LIFE_MS;
/** Permits of one lease, at most: what waits elsewhere gets its turn soon. */
const LEASE_SIZE_MAX = 20;
const SHARE_WITHOUT_DATABASE = 0.1;
/** Until the database is tried again after a failure. */
const DATABASE_RETRY_MS = 5_000;

type SharedLimiterOptions = Readonly<{
  database: Database;
  log: Log;
  requestsPerMinute?: number;
  /**
   * Time and waiting of a test; without it the database's own time counts. `sleep` ends early when the signal aborts.
   */
  testClock?: Readonly<{ now: () => Temporal.Instant; sleep: (ms: number, signal: AbortSignal) => Promise<void> }>;
}>;

/** A limiter that all processes of a database share. Nothing is leased before the first request. */
export function createSharedLimiter(options: SharedLimiterOptions): Limiter {
  const { database, log, testClock, requestsPerMinute = REQUESTS_PER_MINUTE } = options;
  const lease = async (name: string, wanted: number): Promise<Lease> => {
    const moment = testClock ? sql`${testClock.now().toString()}::timestamptz` : sql`null`;
    const { rows } = (await database.transaction({ kind: 'system' }, (tx) =>
      tx.execute(sql`select * from lease_requests(${name}, ${wanted}, ${requestsPerMinute}, ${WINDOW_MS}, ${moment})`),
    )) as unknown as { rows: unknown[] };
    return Lease.parse(rows[0]);
  };
  const queues = new Map<string, Acquire>();
  return {
    acquire(request, signal) {
      const { partnerTenantId } = request;
      const queue =
        queues.get(partnerTenantId) ??
        createQueue({
          lease: (wanted) => lease(limiterName(partnerTenantId), wanted),
          withoutDatabase: createLimiter(Math.max(1, Math.floor(requestsPerMinute * SHARE_WITHOUT_DATABASE))),
          nowMs: testClock ? () => testClock.now().epochMilliseconds : () => performance.now(),
          sleep: testClock?.sleep ?? sleep,
          log,
        });
      queues.set(partnerTenantId, queue);
      return queue(request, signal);
    },
  };
}

/** The name under which the requests of a partner are counted. */
export function limiterName(partnerTenantId: string): string {
  return `microsoft:${partnerTenantId}`;
}

const Lease = z.object({ granted: z.number().int(), wait_ms: z.number().int() });
type Lease = z.infer<typeof Lease>;
type Acquire = Limiter['acquire'];

type QueueOptions = Readonly<{
  lease: (wanted: number) => Promise<Lease>;
  withoutDatabase: Limiter;
  nowMs: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  log: Log;
}>;

/** The requests of this process that wait for a permit of one partner, first come, first served. */
function createQueue({ lease, withoutDatabase, nowMs, sleep, log }: QueueOptions): Acquire {
  const waiting: Waiting[] = [];
  let permits = { left: 0, size: 0, expiresAtMs: 0 };
  let withoutDatabaseUntilMs = Number.NEGATIVE_INFINITY;
  /** Aborts the pause of the loop when nobody waits any more. */
  let pause = new AbortController();
  let isLeasing = false;

  /** As many as wait; where the last lease was used up, twice its size, else the part of it that was used. */
  const nextSize = () => {
    const next = permits.left === 0 ? permits.size * 2 : permits.size - permits.left;
    return Math.min(LEASE_SIZE_MAX, Math.max(1, waiting.length, next));
  };

  async function leaseWhileWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const requestedAtMs = nowMs();
      const size = nextSize();
      const { granted, wait_ms: waitMs } = await lease(size);
      if (granted === 0) {
        pause = new AbortController();
        await sleep(waitMs, pause.signal);
        continue;
      }
      permits = { left: granted, size: granted, expiresAtMs: requestedAtMs + LEASE_LIFE_MS };
      while (permits.left > 0 && nowMs() < permits.expiresAtMs) {
        const next = waiting.shift();
        if (next === undefined) return;
        permits.left -= 1;
        next.pass();
      }
    }
  }

  function startLeasing(): void {
    if (isLeasing) return;
    isLeasing = true;
    leaseWhileWaiting()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'the shared limit of Partner Center cannot be read; using a part of it');
        withoutDatabaseUntilMs = nowMs() + DATABASE_RETRY_MS;
        for (const one of waiting.splice(0)) one.passWithoutDatabase();
      })
      .finally(() => {
        isLeasing = false;
        if (waiting.length > 0) startLeasing();
      });
  }

  return async (request, signal) => {
    signal?.throwIfAborted();
    if (nowMs() < withoutDatabaseUntilMs) return withoutDatabase.acquire(request, signal);
    if (waiting.length === 0 && permits.left > 0 && nowMs() < permits.expiresAtMs) {
      permits.left -= 1;
      return;
    }
    const passed = waitIn(waiting, { request, signal, withoutDatabase, onEmpty: () => pause.abort() });
    startLeasing();
    return passed;
  };
}

type Waiting = Readonly<{ pass(): void; passWithoutDatabase(): void }>;

/** Adds a request to a queue; an aborted one leaves it at once. */
function waitIn(
  waiting: Waiting[],
  one: Readonly<{
    request: LimitedRequest;
    signal: AbortSignal | undefined;
    withoutDatabase: Limiter;
    onEmpty: () => void;
  }>,
): Promise<void> {
  const { request, signal, withoutDatabase, onEmpty } = one;
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.splice(waiting.indexOf(entry), 1);
      if (waiting.length === 0) onEmpty();
      reject(signal?.reason);
    };
    const entry: Waiting = {
      pass: () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      },
      passWithoutDatabase: () => {
        signal?.removeEventListener('abort', leave);
        withoutDatabase.acquire(request, signal).then(resolve, reject);
      },
    };
    waiting.push(entry);
    signal?.addEventListener('abort', leave, { once: true });
  });
}

/** Ends early, and without an error, when the signal aborts. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
