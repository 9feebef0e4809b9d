import { isConnectionFault, isDatabaseAway } from '#platform/database-away.ts';
import { safeErrorText } from '#platform/safe-error.ts';

/** Takes a sentence for the person who starts the portal. */
export type Say = (sentence: string) => void;

const TRY_AGAIN_MS = 1_000;
const SAY_AGAIN_MS = 60_000;

/**
 * Tries until the database answers, and says at once and then every minute that it waits. A fault of another kind, such
 * as a wrong password, is no reason to wait.
 */
export async function whenDatabaseAnswers<Result>(
  open: () => Promise<Result>,
  say: Say,
  tryAgainMs = TRY_AGAIN_MS,
): Promise<Result> {
  const startedMs = performance.now();
  let saidMs: number | undefined;
  for (;;) {
    try {
      const result = await open();
      if (saidMs !== undefined) say(`The database answers, after ${secondsSince(startedMs)} seconds.`);
      return result;
    } catch (error) {
      if (!isConnectionFault(error) && !isDatabaseAway(error)) throw error;
      if (saidMs === undefined || performance.now() - saidMs > SAY_AGAIN_MS) {
        saidMs = performance.now();
        const since = secondsSince(startedMs);
        const waited = since === 0 ? '' : ` for ${since} seconds`;
        say(`The database does not answer${waited} (${safeErrorText(error)}). Waiting for it.`);
      }
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
    }
  }
}

function secondsSince(startedMs: number): number {
  return Math.round((performance.now() - startedMs) / 1000);
}
