import type { LimitedRequest } from '@licence-portal/partner-center';
import { expect, test, vi } from 'vitest';
import type { Database } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { startWorld } from '#shell/testing/world.ts';
import { createSharedLimiter } from './shared-limiter.ts';

const REQUEST: LimitedRequest = { partnerTenantId: 'partner', customerId: 'customer' };
const OF_ANOTHER: LimitedRequest = { partnerTenantId: 'another', customerId: undefined };

/** A clock that moves on when something waits on it. */
function testClock() {
  let atMs = Temporal.Instant.from('2026-11-25T09:00:00Z').epochMilliseconds;
  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(atMs),
    sleep: async (ms: number, signal: AbortSignal) => {
      if (!signal.aborted) atMs += ms;
    },
    pass: (ms: number) => {
      atMs += ms;
    },
  };
}

type Options = Partial<Parameters<typeof createSharedLimiter>[0]>;

async function startLimiters(options: Options & { count?: number } = {}) {
  const world = await startWorld();
  const clock = testClock();
  const { count = 1, ...more } = options;
  const limiters = Array.from({ length: count }, () =>
    createSharedLimiter({ database: world.app.database, log: silentLog, testClock: clock, ...more }),
  );
  return { world, clock, limiters };
}

function most(timesMs: readonly number[], withinMs: number): number {
  return Math.max(...timesMs.map((from) => timesMs.filter((at) => at >= from && at < from + withinMs).length));
}

test('two clients of one database together stay below the limit in every minute, and all requests pass', async () => {
  const { clock, limiters } = await startLimiters({ count: 2, requestsPerMinute: 30 });
  const timesMs: number[] = [];
  await Promise.all(
    limiters.flatMap((limiter) =>
      Array.from({ length: 50 }, async () => {
        await limiter.acquire(REQUEST, undefined);
        timesMs.push(clock.now().epochMilliseconds);
      }),
    ),
  );
  expect(timesMs).toHaveLength(100);
  expect(most(timesMs, 60_000)).toBeLessThanOrEqual(30);
});

test('the database’s own time keeps the limit without a test clock', async () => {
  const world = await startWorld();
  const limiters = [1, 2].map(() =>
    createSharedLimiter({ database: world.app.database, log: silentLog, requestsPerMinute: 4 }),
  );
  const stop = new AbortController();
  let passed = 0;
  const requests = limiters.flatMap((limiter) =>
    Array.from({ length: 4 }, () => limiter.acquire(REQUEST, stop.signal).then(() => (passed += 1))),
  );
  const outcomes = Promise.allSettled(requests);
  await vi.waitFor(() => expect(passed).toBe(4));
  stop.abort(new Error('stopped'));
  expect((await outcomes).map(({ status }) => status).sort()).toEqual([
    ...Array<string>(4).fill('fulfilled'),
    ...Array<string>(4).fill('rejected'),
  ]);
});

test('each partner has a limit of its own', async () => {
  const { limiters, clock } = await startLimiters({ requestsPerMinute: 1 });
  const [limiter] = limiters;
  await limiter?.acquire(REQUEST, undefined);
  const startedAtMs = clock.now().epochMilliseconds;
  await limiter?.acquire(OF_ANOTHER, undefined);
  expect(clock.now().epochMilliseconds).toBe(startedAtMs);
});

test('quick requests lease several permits at once, unused ones are lost', async () => {
  const { world, clock, limiters } = await startLimiters({ requestsPerMinute: 1_000 });
  const transaction = vi.spyOn(world.app.database, 'transaction');
  for (let request = 0; request < 100; request += 1) await limiters[0]?.acquire(REQUEST, undefined);
  expect(transaction.mock.calls.length).toBeLessThan(12);

  transaction.mockClear();
  clock.pass(2_000);
  await limiters[0]?.acquire(REQUEST, undefined);
  expect(transaction.mock.calls).toHaveLength(1);
});

test('an aborted request rejects with its reason, also one that is aborted already', async () => {
  const world = await startWorld();
  const limiter = createSharedLimiter({ database: world.app.database, log: silentLog, requestsPerMinute: 1 });
  await limiter.acquire(REQUEST, undefined);
  const first = new AbortController();
  const waiting = limiter.acquire(REQUEST, first.signal);
  const reason = new Error('nobody waits any more');
  first.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(limiter.acquire(REQUEST, first.signal)).rejects.toBe(reason);
});

test('without the database a process takes a tenth of the limit, and tries the database again', async () => {
  const world = await startWorld();
  const clock = testClock();
  let isDown = true;
  const database: Database = {
    ...world.app.database,
    transaction: (scope, run) =>
      isDown ? Promise.reject(new Error('connection refused')) : world.app.database.transaction(scope, run),
  };
  const limiter = createSharedLimiter({ database, log: silentLog, requestsPerMinute: 20, testClock: clock });
  const stop = new AbortController();
  let passed = 0;
  const requests = Array.from({ length: 5 }, () => limiter.acquire(REQUEST, stop.signal).then(() => (passed += 1)));
  const outcomes = Promise.allSettled(requests);
  await vi.waitFor(() => expect(passed).toBe(2));
  stop.abort();
  await outcomes;
  expect(passed).toBe(2);

  isDown = false;
  clock.pass(5_000);
  await limiter.acquire(REQUEST, undefined);
});
