import { and, eq, inArray } from 'drizzle-orm';
import { machineClock } from '#platform/clock.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { VendorFault } from '#platform/refusal.ts';
import { tellStuck } from '../notify/order-notifications.ts';
import { FAULT_ATTEMPTS_MAX, retryAfterSeconds } from '../rules.ts';
import { customerOrder, orderLine, orderStep } from '../tables.ts';
import type { StepOutcome } from '../vendor.ts';
import { type Claim, isStillClaimed } from './claim-step.ts';
import { completeOrder, failOrder } from './finish-order.ts';

type Done = Extract<StepOutcome, { status: 'done' }>;
type Wait = Extract<StepOutcome, { status: 'wait' }>;
type No = Extract<StepOutcome, { status: 'failed' | 'stuck' }>;

/** Whether the order goes on, at once or after a while; `over`: nothing more to do, or not before somebody acts. */
export type Next = 'now' | 'over' | Readonly<{ afterSeconds: number }>;

/** Stores what came of a step and says what follows. What a worker brings whose claim another has taken over is dropped. */
export async function storeOutcome(context: OperationContext, claim: Claim, outcome: StepOutcome): Promise<Next> {
  if (!(await isStillClaimed(context, claim))) return 'over';
  switch (outcome.status) {
    case 'done':
      return storeDone(context, claim, outcome);
    case 'wait':
      return storeWait(context, claim, outcome);
    case 'failed':
    case 'stuck':
      return storeNo(context, claim, outcome);
  }
}

/** No clear answer came: the same request again, later; after the last time the order is stuck. */
export async function storeFault(context: OperationContext, claim: Claim, fault: VendorFault): Promise<Next> {
  if (!(await isStillClaimed(context, claim))) return 'over';
  const { step } = claim;
  const note = noteOf(fault);
  const isLast = fault.detail.resend === 'never' || step.attemptCount >= FAULT_ATTEMPTS_MAX;
  if (isLast) {
    await stick(context, claim, { code: 'noAnswer', facts: {}, note, correlationId: fault.detail.correlationId });
    return 'over';
  }
  const afterSeconds = retryAfterSeconds(step.attemptCount, fault.detail.retryAfterSeconds);
  await context.tx
    .update(orderStep)
    .set({
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

/** Something of ours went wrong, several times. The log has the error; the page has where to look. */
export async function storeBug(context: OperationContext, claim: Claim): Promise<void> {
  if (!(await isStillClaimed(context, claim))) return;
  await stick(context, claim, { code: 'internal', facts: {}, note: `request ${context.requestId}` });
}

async function storeDone(context: OperationContext, claim: Claim, outcome: Done): Promise<Next> {
  const { tx, clock, audit } = context;
  const { order, step } = claim;
  await tx
    .update(orderStep)
    .set({
      status: 'done',
      ...(outcome.vendorReference !== undefined && { vendorReference: outcome.vendorReference }),
      ...(outcome.result !== undefined && { result: { ...step.result, ...outcome.result } }),
      ...ANSWERED,
      finishedAt: clock.now(),
    })
    .where(eq(orderStep.id, step.id));
  for (const { lineId, code, facts } of outcome.failedLines ?? []) {
    await tx
      .update(orderLine)
      .set({ status: 'failed', failureCode: code, failureFacts: facts })
      .where(and(eq(orderLine.id, lineId), eq(orderLine.orderId, order.id)));
  }
  for (const { lineId, subscriptionId } of outcome.subscriptions ?? []) {
    await tx
      .update(orderLine)
      .set({ subscriptionId })
      .where(and(eq(orderLine.id, lineId), eq(orderLine.orderId, order.id)));
  }
  const refused = (outcome.failedLines ?? []).map(({ note }) => note).join('; ');
  if (refused !== '') await tx.update(orderStep).set({ providerNote: refused }).where(eq(orderStep.id, step.id));
  await audit.record('orders.stepDone', { orderId: order.id, step: step.name, attempts: step.attemptCount });

  const [open] = await tx
    .select({ id: orderStep.id })
    .from(orderStep)
    .where(and(eq(orderStep.orderId, order.id), inArray(orderStep.status, ['waiting', 'running'])))
    .limit(1);
  if (open !== undefined) return 'now';
  await completeOrder(context, order.id);
  return 'over';
}

async function storeWait(context: OperationContext, claim: Claim, outcome: Wait): Promise<Next> {
  const { step } = claim;
  const isPolled = outcome.onWhom !== 'provider';
  await context.tx
    .update(orderStep)
    .set({
      waitingOn: outcome.onWhom,
      // An answer came: what failed before is over, and the count of attempts begins anew.
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

async function storeNo(context: OperationContext, claim: Claim, outcome: No): Promise<Next> {
  if (outcome.status === 'stuck') {
    await stick(context, claim, outcome);
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

async function stick(
  context: OperationContext,
  { order, step }: Claim,
  why: Omit<No, 'status'> & { correlationId?: string | undefined },
): Promise<void> {
  const isAnswered = why.code !== 'noAnswer';
  await context.tx
    .update(orderStep)
    .set({
      status: 'failed',
      claimedUntil: null,
      checkAgainAt: null,
      waitingOn: null,
      // Where no answer came, the same request id is sent again when the provider says so.
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
  await tellStuck(context, order.id);
}

/** An answer has come: the next request is another one. */
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
