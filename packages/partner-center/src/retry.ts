import { PartnerCenterHttpError, PartnerCenterUnreachable, PartnerCenterUnreadable } from './errors.ts';
import type { Method } from './routes.ts';

/** Longest wait within one call. After a longer one, the caller sends again (`retryAfterSeconds`). */
export const RETRY_WAIT_MS_MAX = 60_000;

const BACK_OFF_BASE_MS = 500;
const BACK_OFF_MS_MAX = 20_000;

export type ResendAnswer = { again: true; afterMs: number } | { again: false };

/**
 * Decides whether to send a request again. Every attempt of a call carries the same `MS-RequestId`, so a write that
 * took effect although its answer was lost is not done twice; only therefore may a POST or a PATCH be repeated.
 *
 * @param random  from 0 (inclusive) to 1 (exclusive)
 * @source Partner Center, "REST headers" (MS-RequestId) and "API throttling guidance"
 */
export function answerResend(
  failed: { error: unknown; method: Method; attempt: number; maxAttempts: number },
  random: number,
): ResendAnswer {
  if (failed.attempt >= failed.maxAttempts || !mayPassLater(failed.error, failed.method)) return { again: false };

  const requestedMs = failed.error instanceof PartnerCenterHttpError ? (failed.error.retryAfterSeconds ?? 0) * 1000 : 0;
  const afterMs = requestedMs + backOffMs(failed.attempt, random);
  return afterMs > RETRY_WAIT_MS_MAX ? { again: false } : { again: true, afterMs };
}

function mayPassLater(error: unknown, method: Method): boolean {
  if (error instanceof PartnerCenterUnreachable) return true;
  if (error instanceof PartnerCenterUnreadable) return method === 'GET' && LOST_ON_THE_WAY.has(error.reason);
  if (!(error instanceof PartnerCenterHttpError) || error.isRetryable === false) return false;
  if (error.status === 429 || error.status === 408) return true;
  return (error.status === 409 || error.status >= 500) && error.category === 'retry';
}

/** An answer that was cut off, or replaced by a page of a gateway. */
const LOST_ON_THE_WAY: ReadonlySet<PartnerCenterUnreadable['reason']> = new Set(['empty', 'notJson']);

/** Full jitter: between zero and a bound that doubles with each attempt. */
function backOffMs(attempt: number, random: number): number {
  return Math.floor(random * Math.min(BACK_OFF_MS_MAX, BACK_OFF_BASE_MS * 2 ** (attempt - 1)));
}

/**
 * Seconds to wait as the sentence of a refusal by the throttle says it, for an answer without `Retry-After`: "Rate
 * limit is exceeded. Try again in 57 seconds."
 *
 * @source Partner Center, "API throttling guidance", the example
 */
export function readWaitInSentence(description: string): number | undefined {
  const seconds = /\btry again in (\d{1,6}) seconds?\b/i.exec(description)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}

/**
 * Seconds to wait as a `Retry-After` header says it: a number, or a date. Never negative; undefined if unreadable.
 *
 * @source RFC 9110, section 10.2.3
 */
export function readRetryAfter(header: string | null, now: Temporal.Instant): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const dateMs = Date.parse(header); // Temporal does not read HTTP's date format.
  if (Number.isNaN(dateMs)) return undefined;
  return Math.max(0, Math.ceil((dateMs - now.epochMilliseconds) / 1000));
}
