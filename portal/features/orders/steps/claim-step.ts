import { and, asc, eq } from 'drizzle-orm';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { customerOrder, type OrderLineRow, type OrderRow, type OrderStepRow, orderLine, orderStep } from '../tables.ts';
import type { JsonObject, StepResults } from '../vendor.ts';

/** A step that this worker has until `held.until`, which each renewal moves. */
export type Claim = Readonly<{
  order: OrderRow;
  lines: readonly OrderLineRow[];
  step: OrderStepRow & { requestId: string };
  held: { until: Temporal.Instant };
  /** Results of the steps before this one, and its own from before. */
  results: StepResults;
}>;

/**
 * The time for which a worker has a step, machine time. It is short, and renewed while the step runs (`hold-step.ts`),
 * so that the step of a worker that was killed is soon another's.
 */
export const CLAIM_SECONDS = 40;
/** A poll that comes this much early is accepted. */
const EARLY = Temporal.Duration.from({ seconds: 1 });

/**
 * Takes an order's next open step: stores the attempt and its request id, which stays until an answer has come.
 *
 * @param now  machine time
 * @returns undefined when there is nothing to do: the order is not running, another worker has the step, or it waits
 *   for its time or for the provider
 */
export async function claimNextStep(
  { tx, clock }: OperationContext,
  orderId: Id<'order'>,
  now: Temporal.Instant,
): Promise<Claim | undefined> {
  const [order] = await tx.select().from(customerOrder).where(eq(customerOrder.id, orderId)).for('update');
  if (order === undefined || order.status !== 'running') return undefined;
  const steps = await tx
    .select()
    .from(orderStep)
    .where(eq(orderStep.orderId, orderId))
    .orderBy(asc(orderStep.position));
  const next = steps.find(({ status }) => status === 'waiting' || status === 'running');
  if (next === undefined || !isDue(next, now)) return undefined;

  const [step] = await tx
    .update(orderStep)
    .set({
      status: 'running',
      attemptCount: next.attemptCount + 1,
      requestId: next.requestId ?? crypto.randomUUID(),
      startedAt: next.startedAt ?? clock.now(),
      claimedUntil: now.add({ seconds: CLAIM_SECONDS }),
      checkAgainAt: null,
    })
    .where(eq(orderStep.id, next.id))
    .returning();
  assert(step?.requestId != null && step.claimedUntil !== null, 'the step was claimed');
  const lines = await tx
    .select()
    .from(orderLine)
    .where(eq(orderLine.orderId, orderId))
    .orderBy(asc(orderLine.position));
  const results = Object.fromEntries(
    steps.flatMap(({ name, result }) => (result === null ? [] : [[name, result] as const])),
  );
  return {
    order,
    lines,
    step: { ...step, requestId: step.requestId },
    held: { until: step.claimedUntil },
    results,
  };
}

/** Is the step still this worker's? Holds order and step; a claim that ran out and was taken by another is not. */
export async function isStillClaimed({ tx }: OperationContext, claim: Claim): Promise<boolean> {
  const [row] = await tx
    .select({ status: customerOrder.status })
    .from(customerOrder)
    .where(eq(customerOrder.id, claim.order.id))
    .for('update');
  const [held] = await tx.select({ id: orderStep.id }).from(orderStep).where(isHeldBy(claim));
  return row?.status === 'running' && held !== undefined;
}

/** @returns false when the step is another worker's by now, or the order has ended */
export async function renewClaim({ tx }: OperationContext, claim: Claim, until: Temporal.Instant): Promise<boolean> {
  const [renewed] = await tx
    .update(orderStep)
    .set({ claimedUntil: until })
    .where(isHeldBy(claim))
    .returning({ claimedUntil: orderStep.claimedUntil });
  if (renewed?.claimedUntil == null) return false;
  claim.held.until = renewed.claimedUntil;
  return true;
}

function isHeldBy({ step, held }: Claim) {
  return and(
    eq(orderStep.id, step.id),
    eq(orderStep.status, 'running'),
    eq(orderStep.attemptCount, step.attemptCount),
    eq(orderStep.claimedUntil, held.until),
  );
}

/** Gives the step back as it was, so that the next try need not wait for the claim to run out. */
export async function releaseClaim(context: OperationContext, claim: Claim): Promise<void> {
  if (!(await isStillClaimed(context, claim))) return;
  await context.tx.update(orderStep).set({ claimedUntil: null }).where(eq(orderStep.id, claim.step.id));
}

function isDue({ claimedUntil, checkAgainAt, waitingOn, result }: OrderStepRow, now: Temporal.Instant): boolean {
  if (claimedUntil !== null && Temporal.Instant.compare(now, claimedUntil) < 0) return false;
  if (waitingOn === 'provider' && !isMarkedDone(result)) return false;
  return checkAgainAt === null || Temporal.Instant.compare(now.add(EARLY), checkAgainAt) >= 0;
}

/** The provider's person has marked the step done. */
export function isMarkedDone(result: JsonObject | null | undefined): boolean {
  return result?.markedDoneAt !== undefined;
}
