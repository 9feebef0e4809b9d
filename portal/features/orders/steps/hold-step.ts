import type { JobContext } from '#platform/job.ts';
import { CLAIM_SECONDS, type Claim, renewClaim } from './claim-step.ts';

const RENEW_AFTER_MS = 10_000;
/** Calls to the vendor end this long before another worker may take the step. */
const MARGIN = Temporal.Duration.from({ seconds: 5 });

/**
 * Runs a step and renews its claim meanwhile. A worker that cannot renew, because the database is away or because it
 * stood still itself, ends the step's calls before the claim runs out: two workers never send for one step at a time.
 *
 * @param run  gets the signal that ends its calls: the job's own, or this one
 */
export async function whileHeld<Outcome>(
  context: JobContext,
  claim: Claim,
  run: (signal: AbortSignal) => Promise<Outcome>,
  renewAfterMs = RENEW_AFTER_MS,
): Promise<Outcome> {
  const lost = new AbortController();
  let renewing = Promise.resolve();
  let isRenewing = false;
  const renew = async () => {
    const now = context.machineNow();
    const isLate = Temporal.Instant.compare(now.add(MARGIN), claim.held.until) >= 0;
    if (isLate) lost.abort(new Error('the claim of the step could not be renewed'));
    if (isRenewing || lost.signal.aborted) return;
    isRenewing = true;
    renewing = context
      .inTransaction((inside) => renewClaim(inside, claim, now.add({ seconds: CLAIM_SECONDS })))
      .then((isHeld) => {
        if (!isHeld) lost.abort(new Error('the step is not of this worker any more'));
      })
      .catch((error: unknown) => context.log.warn({ err: error, orderId: claim.order.id }, 'claim was not renewed'))
      .finally(() => {
        isRenewing = false;
      });
  };
  const timer = setInterval(renew, renewAfterMs);
  try {
    return await run(AbortSignal.any([context.signal, lost.signal]));
  } finally {
    clearInterval(timer);
    await renewing;
  }
}
