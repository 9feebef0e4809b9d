import { waitMs } from './wait.ts';

/**
 * The keys by which Microsoft counts requests: some routes by the partner's tenant, others by the partner's and the
 * customer's tenant together.
 *
 * @source Partner Center, "API throttling guidance", common throttling scenarios
 */
export type LimitedRequest = Readonly<{
  partnerTenantId: string;
  /** Undefined where the request is about no single customer. */
  customerId: string | undefined;
}>;

/**
 * Delays requests so that the partner stays below Microsoft's limit. The client calls it before each attempt of each
 * request below `v1/customers`; the time spent waiting is not part of `timeoutMs`.
 *
 * An implementation guarantees that
 * - in any minute no more requests of one partner pass than the limit allows, over all its users: clients, and
 *   processes where it counts for several;
 * - a request that waits passes in the end, as long as it is not aborted (first come, first served is best);
 * - it rejects with the signal's reason, and soon, when the signal aborts, also when it is aborted already.
 *
 * Any other error that it throws ends the call: nothing is sent and nothing is retried.
 */
export type Limiter = Readonly<{
  /** Resolves when the request may be sent. A request that passed and is not sent counts nevertheless. */
  acquire(request: LimitedRequest, signal: AbortSignal | undefined): Promise<void>;
}>;

type LimiterClock = Readonly<{
  nowMs: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}>;

const MINUTE_MS = 60_000;

/** A monotonic clock: only differences count. */
const MACHINE_CLOCK: LimiterClock = { nowMs: () => performance.now(), sleep: waitMs };

/**
 * A limiter within one process. Waiting before the limit is reached takes less time than being refused and waiting as
 * `Retry-After` says. All clients that share it are counted together, each partner's tenant separately.
 *
 * @param perMinute  requests of one partner in any minute, at least 1
 */
export function createLimiter(perMinute: number, clock: LimiterClock = MACHINE_CLOCK): Limiter {
  /** By partner, the times of the last `perMinute` requests, passed or waiting, the earliest first. */
  const timesByPartner = new Map<string, number[]>();
  return {
    async acquire({ partnerTenantId }, signal) {
      signal?.throwIfAborted();
      const times = timesByPartner.get(partnerTenantId) ?? [];
      timesByPartner.set(partnerTenantId, times);
      const nowMs = clock.nowMs();
      const oldest = times.length < perMinute ? undefined : times.shift();
      const atMs = oldest === undefined ? nowMs : Math.max(nowMs, oldest + MINUTE_MS);
      times.push(atMs);
      if (atMs > nowMs) await clock.sleep(atMs - nowMs, signal);
    },
  };
}
