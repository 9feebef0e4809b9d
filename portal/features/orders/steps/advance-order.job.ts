import { z } from 'zod';
import { AccountId, type Id, idOf } from '#platform/ids.ts';
import { type JobContext, job } from '#platform/job.ts';
import type { StartOptions } from '#platform/job-queue.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { VendorFault } from '#platform/refusal.ts';
import { ADVANCE_CONTINUE_SECONDS, ADVANCE_TIME_LIMIT_SECONDS } from '../rules.ts';
import type { VendorStep } from '../vendor.ts';
import { type Claim, claimFollowingStep, claimNextStep, releaseClaim } from './claim-step.ts';
import { whileHeld } from './hold-step.ts';
import { paymentStep } from './payment-step.ts';
import { stepContext } from './step-context.ts';
import { type Next, storeBug, storeFault, storeOutcome } from './store-outcome.ts';

/*
 * How an order advances. One run of this job does step after step, each in this way:
 *
 * 1. In a transaction: take the order's next open step, if no other worker has it; store the attempt and its request
 *    id.
 * 2. Outside any transaction: run the step, and renew the claim meanwhile. It may call a vendor, until the job's signal
 *    fires at its time limit.
 * 3. In a transaction: store the outcome, and take the step after it where that can begin at once. Where the order has
 *    to wait, or the run has gone on for long enough, start the job again instead, for now or later.
 *
 * A worker that dies between 1 and 3 leaves a claim that runs out; `orders.resume` then starts the job again, and the
 * step runs again with the same request id, so that nothing is bought twice. After an unclear answer the same request
 * is sent again, later and later, with the same request id, until the order is stuck and the provider decides.
 */
export const advanceOrder = job({
  name: 'orders.advance',
  queue: 'orders',
  data: z.object({ accountId: AccountId, orderId: idOf('order') }) as z.ZodType<{
    accountId: AccountId;
    orderId: Id<'order'>;
  }>,
  accountIdOf: (data) => data.accountId,
  attempts: 3,
  retryAfterSeconds: 5,
  timeLimitSeconds: ADVANCE_TIME_LIMIT_SECONDS,
  async run(context, { accountId, orderId }) {
    const continueUntilMs = performance.now() + ADVANCE_CONTINUE_SECONDS * 1000;
    let claim = await context.inTransaction((inside) => claimNextStep(inside, orderId, context.machineNow()));
    while (claim !== undefined) {
      const store = await doStep(context, claim);
      // A run that was begun again has fewer attempts left than the next step shall have.
      const mayContinue = () => context.attempt === 1 && !context.signal.aborted && performance.now() < continueUntilMs;
      claim = await context.inTransaction(async (inside) => {
        const next = await store(inside);
        if (next === 'over') return undefined;
        const isAtOnce = next !== 'now' && 'done' in next;
        const following =
          isAtOnce && mayContinue() ? await claimFollowingStep(inside, next.done, context.machineNow()) : undefined;
        if (following === undefined)
          await startAdvance(inside.jobs, { accountId, orderId }, next === 'now' || isAtOnce ? {} : next);
        return following;
      });
    }
  },
});

/** Lets an order advance. One job of an order waits at most; one that runs starts the next itself. */
export function startAdvance(
  jobs: OperationContext['jobs'],
  { accountId, orderId }: { accountId: AccountId; orderId: Id<'order'> },
  options: Omit<StartOptions, 'key'> = {},
): Promise<void> {
  return jobs.start(advanceOrder, { accountId, orderId }, { ...options, key: `orders.advance:${orderId}` });
}

/** Runs the step and returns the function that stores its outcome. */
async function doStep(context: JobContext, claim: Claim): Promise<(inside: OperationContext) => Promise<Next>> {
  const timer = context.services.metrics.stepSeconds.startTimer({ step: claim.step.name });
  const measure = (outcome: string) => timer({ outcome });
  try {
    const step = stepOf(context, claim);
    const outcome = await whileHeld(context, claim, (signal) => step(stepContext(context, claim, signal)));
    measure(outcome.status);
    return (inside) => storeOutcome(inside, claim, outcome);
  } catch (error) {
    if (error instanceof VendorFault) {
      measure('fault');
      context.log.warn({ err: error, orderId: claim.order.id, step: claim.step.name }, 'step got no clear answer');
      return (inside) => storeFault(inside, claim, error);
    }
    const isStopping = context.signal.aborted;
    if (!isStopping) measure('bug');
    await context.inTransaction((inside) =>
      context.isLastAttempt && !isStopping ? storeBug(inside, claim) : releaseClaim(inside, claim),
    );
    throw error;
  }
}

function stepOf({ services }: JobContext, { order, step }: Claim): VendorStep {
  if (step.name === 'payment') return paymentStep(order);
  if (step.name === 'approval') throw new Error('approval is a decision of the provider, never run by a worker');
  const found = services.vendors[order.vendor]?.steps[step.name];
  if (found === undefined) throw new Error(`vendor ${order.vendor} has no step ${step.name}`);
  return found;
}
