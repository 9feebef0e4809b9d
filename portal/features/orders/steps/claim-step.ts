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
  /** The order's steps after this one, as they were when the order was read. */
  later: readonly OrderStepRow[];
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
  const [order] = await tx.select().from(customerOrder).where(eq(customerOrder.id, orderId)).for('no key update');
  if (order === undefined || order.status !== 'running') return undefined;
  const steps = await tx
    .select()
    .from(orderStep)
    .where(eq(orderStep.orderId, orderId))
    .orderBy(asc(orderStep.position));
  const next = steps.find(({ status }) => status === 'waiting' || status === 'running');
  if (next === undefined || !isDue(next, now)) return undefined;

  const lines = await tx
    .select()
    .from(orderLine)
    .where(eq(orderLine.orderId, orderId))
    .orderBy(asc(orderLine.position));
  const results = Object.fromEntries(
    steps.flatMap(({ name, result }) => (result === null ? [] : [[name, result] as const])),
  );
  const later = steps.filter(({ position }) => position > next.position);
  const step = await takeStep({ tx, clock }, next, now);
  assert(step !== undefined, 'the step was claimed');
  return { order, lines, ...step, results, later };
}

/**
 * Takes the step after one that was done in the same transaction, which holds the order. Nobody else writes a step that
 * has not begun while its order is running; where somebody did, nothing is taken.
 *
 * @param done  the claim of the step that is done, with its order's lines as they are now
 * @param now  machine time
 */
export async function claimFollowingStep(
  context: OperationContext,
  done: Claim,
  now: Temporal.Instant,
): Promise<Claim | undefined> {
  const [next, ...later] = done.later;
  if (next === undefined || next.status !== 'waiting' || !isDue(next, now)) return undefined;
  const step = await takeStep(context, next, now);
  return step && { ...done, ...step, later };
}

/** Stores the attempt; undefined when the step is not any more as it was read. */
async function takeStep(
  { tx, clock }: Pick<OperationContext, 'tx' | 'clock'>,
  next: OrderStepRow,
  now: Temporal.Instant,
): Promise<Pick<Claim, 'step' | 'held'> | undefined> {
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
    .where(
      and(eq(orderStep.id, next.id), eq(orderStep.status, next.status), eq(orderStep.attemptCount, next.attemptCount)),
    )
    .returning();
  if (step === undefined) return undefined;
  assert(step.requestId !== null && step.claimedUntil !== null, 'a claim has its request and its end');
  return { step: { ...step, requestId: step.requestId }, held: { until: step.claimedUntil } };
}

/** Is the step still this worker's? Holds order and step; a claim that ran out and was taken by another is not. */
export async function isStillClaimed(context: OperationContext, claim: Claim): Promise<boolean> {
  if (!(await holdRunningOrder(context, claim))) return false;
  const [held] = await context.tx.select({ id: orderStep.id }).from(orderStep).where(isHeldBy(claim));
  return held !== undefined;
}

/**
 * Holds the order of a claim. @returns false when it is not running any more. Whoever writes the step then writes it
 * where {@link isHeldBy} says, and has lost the claim when no row is there.
 */
export async function holdRunningOrder({ tx }: OperationContext, claim: Claim): Promise<boolean> {
  const [row] = await tx
    .select({ status: customerOrder.status })
    .from(customerOrder)
    .where(eq(customerOrder.id, claim.order.id))
    .for('no key update');
  return row?.status === 'running';
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

/** The row of the step while it is this worker's. */
export function isHeldBy({ step, held }: Claim) {
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
