import type { Log } from './logging.server.ts';
import { safeErrorText } from './safe-error.ts';

const REPEAT_AFTER_MS = 60_000;
const FORGOTTEN_AFTER_MS = 150_000;

/**
 * Logs that something which the process needs does not answer: at once, then once a minute while it lasts, and when it
 * answers again. Each call meets the same outage, and a line for each would hide the rest of the log.
 *
 * @param subject  begins the line: `the database`
 */
export function createOutageLog(log: Log, subject: string, nowMs: () => number = () => performance.now()) {
  let outage: { startedMs: number; loggedMs: number; metMs: number } | undefined;
  return {
    lost(error: unknown): void {
      const now = nowMs();
      // Not met for a while: it was over, and nobody has said so.
      if (outage !== undefined && now - outage.metMs > FORGOTTEN_AFTER_MS) outage = undefined;
      if (outage !== undefined && now - outage.loggedMs < REPEAT_AFTER_MS) {
        outage.metMs = now;
        return;
      }
      outage = { startedMs: outage?.startedMs ?? now, loggedMs: now, metMs: now };
      const forSeconds = Math.round((now - outage.startedMs) / 1000);
      log.warn({ reason: safeErrorText(error), forSeconds }, `${subject} does not answer; trying again`);
    },
    back(): void {
      if (outage === undefined) return;
      const forSeconds = Math.round((nowMs() - outage.startedMs) / 1000);
      outage = undefined;
      log.info({ forSeconds }, `${subject} answers again`);
    },
  };
}
