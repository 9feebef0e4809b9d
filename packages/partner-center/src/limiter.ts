import { waitMs } from './wait.ts';

/** Lets so many pass in any minute, in the order in which they came. */
export type Limiter = Readonly<{
  /** Waits for this one's turn. @throws the signal's reason when it aborts meanwhile; the turn is then lost */
  turn(signal: AbortSignal | undefined): Promise<void>;
}>;

type LimiterClock = Readonly<{
  nowMs: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}>;

const MINUTE_MS = 60_000;

/** Only differences count, so a clock that nobody sets is best. */
const MACHINE_CLOCK: LimiterClock = { nowMs: () => performance.now(), sleep: waitMs };

/**
 * Keeps below a limit, instead of running into it: who is refused waits longer than who has waited. All that share one are
 * counted together.
 *
 * @param perMinute  at least 1
 */
export function createLimiter(perMinute: number, clock: LimiterClock = MACHINE_CLOCK): Limiter {
  /** When the last `perMinute` passed or will pass, the earliest first. */
  const passes: number[] = [];
  return {
    async turn(signal) {
      const nowMs = clock.nowMs();
      const oldest = passes.length < perMinute ? undefined : passes.shift();
      const atMs = oldest === undefined ? nowMs : Math.max(nowMs, oldest + MINUTE_MS);
      passes.push(atMs);
      if (atMs > nowMs) await clock.sleep(atMs - nowMs, signal);
    },
  };
}
