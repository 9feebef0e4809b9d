import { and, eq, gte, inArray } from 'drizzle-orm';
import { machineClock } from '#platform/clock.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, type VendorFault } from '#platform/refusal.ts';
import { notifyStuck } from '../notify/order-notifications.ts';
import { FAULT_ATTEMPTS_MAX, retryAfterSeconds } from '../rules.ts';
import { customerOrder, type OrderLineRow, orderLine, orderStep } from '../tables.ts';
import type { StepOutcome } from '../vendor.ts';
import { type Claim, holdRunningOrder, isHeldBy, isStillClaimed } from './claim-step.ts';
import { completeOrder, failOrder } from './finish-order.ts';

type Done = Extract<StepOutcome, { status: 'done' }>;
type Wait = Extract<StepOutcome, { status: 'wait' }>;
type Repeat = Extract<StepOutcome, { status: 'repeat' }>;
type Refused = Extract<StepOutcome, { status: 'failed' | 'stuck' }>;

/**
 * When the order continues: later; now, by a new run; at once, with the step after that of `done`, whose lines are
 * those of the order now. `over`: nothing more to do, or not before somebody acts.
 */
export type Next = 'over' | 'now' | Readonly<{ afterSeconds: number }> | Readonly<{ done: Claim }>;

/**
 * Stores the outcome of a step and returns what follows. The outcome of a worker that has lost its claim is dropped.
 */
export async function storeOutcome(context: OperationContext, claim: Claim, outcome: StepOutcome): Promise<Next> {
  if (outcome.status === 'done') return storeDone(context, claim, outcome);
  if (!(await isStillClaimed(context, claim))) return 'over';
  switch (outcome.status) {
    case 'wait':
      return storeWait(context, claim, outcome);
    case 'repeat':
      return storeRepeat(context, claim, outcome);
    case 'failed':
    case 'stuck':
      return storeRefused(context, claim, outcome);
  }
}

/** After an unclear answer the same request is sent again later; after the last attempt the order is stuck. */
export async function storeFault(context: OperationContext, claim: Claim, fault: VendorFault): Promise<Next> {
  if (!(await isStillClaimed(context, claim))) return 'over';
  const { step } = claim;
  const note = noteOf(fault);
  const attemptCount = fault.detail.isNotSent ? step.attemptCount - 1 : step.attemptCount;
  const isLast = fault.detail.resend === 'never' || attemptCount >= FAULT_ATTEMPTS_MAX;
  if (isLast) {
    await markStuck(context, claim, { code: 'noAnswer', facts: {}, note, correlationId: fault.detail.correlationId });
    return 'over';
  }
  const afterSeconds = retryAfterSeconds(attemptCount, fault.detail.retryAfterSeconds);
  await context.tx
    .update(orderStep)
    .set({
      attemptCount,
      claimedUntil: null,
      checkAgainAt: machineClock.now().add({ seconds: afterSeconds }),
      correlationId: fault.detail.correlationId ?? null,
      failureCode: 'noAnswer',
      failureFacts: {},
      providerNote: note,
    })
    .where(eq(orderStep.id, step.id));
  return { afterSeconds };
}

/** A bug stopped the step in every attempt. The log has the error, the provider's note the request id to look for. */
export async function storeBug(context: OperationContext, claim: Claim): Promise<void> {
  if (!(await isStillClaimed(context, claim))) return;
  await markStuck(context, claim, { code: 'internal', facts: {}, note: `request ${context.requestId}` });
}

async function storeDone(context: OperationContext, claim: Claim, outcome: Done): Promise<Next> {
  const { tx, clock, audit } = context;
  const { order, step } = claim;
  if (!(await holdRunningOrder(context, claim))) return 'over';
  const refused = (outcome.failedLines ?? []).map(({ note }) => note).join('; ');
  const [stored] = await tx
    .update(orderStep)
    .set({
      status: 'done',
      ...(outcome.vendorReference !== undefined && { vendorReference: outcome.vendorReference }),
      ...(outcome.result !== undefined && { result: { ...step.result, ...outcome.result } }),
      ...ANSWERED,
      ...(refused !== '' && { providerNote: refused }),
      finishedAt: clock.now(),
    })
    .where(isHeldBy(claim))
    .returning({ result: orderStep.result });
  if (stored === undefined) return 'over';
  const lines = await storeLines(context, claim, outcome);
  await audit.record('orders.stepDone', { orderId: order.id, step: step.name, attempts: step.attemptCount });
  if (claim.later.length > 0) {
    const results = stored.result === null ? claim.results : { ...claim.results, [step.name]: stored.result };
    return { done: { ...claim, lines, results } };
  }

  const [open] = await tx
    .select({ id: orderStep.id })
    .from(orderStep)
    .where(and(eq(orderStep.orderId, order.id), inArray(orderStep.status, ['waiting', 'running'])))
    .limit(1);
  if (open !== undefined) return 'now';
  await completeOrder(context, order.id);
  return 'over';
}

/** Stores what a step did to lines. @returns the order's lines as they are then */
async function storeLines(
  { tx }: OperationContext,
  { order, lines }: Claim,
  { failedLines = [], subscriptions = [] }: Done,
): Promise<readonly OrderLineRow[]> {
  const changes = [
    ...failedLines.map(({ lineId, code, facts }) => ({
      lineId,
      set: { status: 'failed', failureCode: code, failureFacts: facts } as const,
    })),
    ...subscriptions.map(({ lineId, subscriptionId }) => ({ lineId, set: { subscriptionId } })),
  ];
  const changed = new Map<OrderLineRow['id'], OrderLineRow>();
  for (const { lineId, set } of changes) {
    const [row] = await tx
      .update(orderLine)
      .set(set)
      .where(and(eq(orderLine.id, lineId), eq(orderLine.orderId, order.id)))
      .returning();
    if (row !== undefined) changed.set(row.id, row);
  }
  return lines.map((line) => changed.get(line.id) ?? line);
}

async function storeWait(context: OperationContext, claim: Claim, outcome: Wait): Promise<Next> {
  const { step } = claim;
  const isPolled = outcome.onWhom !== 'provider';
  await context.tx
    .update(orderStep)
    .set({
      waitingOn: outcome.onWhom,
      // The vendor answered: earlier failures are over, and the count of attempts starts again.
      attemptCount: 0,
      failureCode: null,
      failureFacts: null,
      providerNote: null,
      claimedUntil: null,
      checkAgainAt: isPolled ? machineClock.now().add({ seconds: outcome.checkAgainAfterSeconds }) : null,
      ...(outcome.result !== undefined && { result: { ...step.result, ...outcome.result } }),
    })
    .where(eq(orderStep.id, step.id));
  return isPolled ? { afterSeconds: outcome.checkAgainAfterSeconds } : 'over';
}

/** The steps from the earlier one on begin anew, with request ids of their own. */
async function storeRepeat({ tx, audit }: OperationContext, { order, step }: Claim, { from }: Repeat): Promise<Next> {
  const [first] = await tx
    .select({ position: orderStep.position })
    .from(orderStep)
    .where(and(eq(orderStep.orderId, order.id), eq(orderStep.name, from)));
  assert(first !== undefined && first.position < step.position, `${from} comes before ${step.name}`);
  await tx
    .update(orderStep)
    .set({
      ...ANSWERED,
      status: 'waiting',
      attemptCount: 0,
      requestId: null,
      vendorReference: null,
      result: null,
      startedAt: null,
      finishedAt: null,
    })
    .where(and(eq(orderStep.orderId, order.id), gte(orderStep.position, first.position)));
  await audit.record('orders.stepsRepeated', { orderId: order.id, step: step.name, from });
  return 'now';
}

async function storeRefused(context: OperationContext, claim: Claim, outcome: Refused): Promise<Next> {
  if (outcome.status === 'stuck') {
    await markStuck(context, claim, outcome);
    return 'over';
  }
  const { order, step } = claim;
  await context.tx
    .update(orderStep)
    .set({
      status: 'failed',
      ...ANSWERED,
      failureCode: outcome.code,
      failureFacts: outcome.facts,
      providerNote: outcome.note,
      finishedAt: context.clock.now(),
    })
    .where(eq(orderStep.id, step.id));
  await context.audit.record('orders.stepFailed', { orderId: order.id, step: step.name, code: outcome.code });
  await failOrder(context, order.id, outcome);
  return 'over';
}

async function markStuck(
  context: OperationContext,
  { order, step }: Claim,
  why: Omit<Refused, 'status'> & { correlationId?: string | undefined },
): Promise<void> {
  const isAnswered = why.code !== 'noAnswer';
  await context.tx
    .update(orderStep)
    .set({
      status: 'failed',
      claimedUntil: null,
      checkAgainAt: null,
      waitingOn: null,
      // Without an answer the request id is kept: the provider's retry sends the same request.
      ...(isAnswered && { requestId: null }),
      ...(why.correlationId !== undefined && { correlationId: why.correlationId }),
      failureCode: why.code,
      failureFacts: why.facts,
      providerNote: why.note,
    })
    .where(eq(orderStep.id, step.id));
  await context.tx
    .update(customerOrder)
    .set({ status: 'stuck', failureCode: why.code, failureFacts: why.facts })
    .where(eq(customerOrder.id, order.id));
  await context.audit.record('orders.stuck', { orderId: order.id, step: step.name, code: why.code });
  await notifyStuck(context, order.id);
}

/** The vendor has answered: the next request is a new one. */
const ANSWERED = {
  claimedUntil: null,
  checkAgainAt: null,
  waitingOn: null,
  failureCode: null,
  failureFacts: null,
  providerNote: null,
} as const;

function noteOf({ message, detail }: VendorFault): string {
  const code = detail.vendorCode === undefined ? '' : ` (${detail.vendorCode})`;
  return `${message}${code}`.slice(0, 1000);
}
