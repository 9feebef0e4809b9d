import type { Answer } from './route.ts';

const MINUTE_MS = 60_000;

/** Limits the requests in any minute of machine time, the time by which a client waits. */
export type Throttle = (perMinute: number) => { passes: true } | { passes: false; waitSeconds: number };

export function createThrottle(now: () => Temporal.Instant): Throttle {
  /** The times of the last minute's requests, the oldest first. */
  const passedAtMs: number[] = [];
  return (perMinute) => {
    const nowMs = now().epochMilliseconds;
    while ((passedAtMs[0] ?? nowMs) <= nowMs - MINUTE_MS) passedAtMs.shift();
    if (passedAtMs.length >= perMinute)
      return { passes: false, waitSeconds: secondsLeft(passedAtMs[0] ?? nowMs, nowMs) };
    passedAtMs.push(nowMs);
    return { passes: true };
  };
}

/** Whole seconds until a minute has passed since an instant. */
export function secondsLeft(passedAtMs: number, nowMs: number): number {
  return Math.ceil((passedAtMs + MINUTE_MS - nowMs) / 1000);
}

/** @source Partner Center, "API throttling guidance" */
export function tooManyRequests(waitSeconds: number): Answer {
  const message = `Rate limit is exceeded. Try again in ${waitSeconds} seconds.`;
  return { status: 429, body: { statusCode: 429, message }, headers: { 'Retry-After': String(waitSeconds) } };
}
