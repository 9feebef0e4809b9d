import { createHash } from 'node:crypto';
import type { JobContext } from '#platform/job.ts';
import { parseChange } from '../change-kind.ts';
import type { StepContext } from '../vendor.ts';
import type { Claim } from './claim-step.ts';

/** The context of a vendor's step. @param signal  ends its calls */
export function stepContext(
  context: JobContext,
  { order, lines, step, results }: Claim,
  signal: AbortSignal,
): StepContext {
  return {
    clock: context.clock,
    services: context.services,
    log: context.log.child({ orderId: order.id, step: step.name, attempt: step.attemptCount }),
    signal,
    inTransaction: context.inTransaction,
    order: {
      id: order.id,
      accountId: order.accountId,
      number: order.number,
      change: parseChange(context.services, order.kind, order.change),
      tenantId: order.tenantId,
      subscriptionId: order.subscriptionId,
      personId: order.personId,
      placedAt: order.placedAt,
      lines: lines
        .filter(({ status }) => status === 'waiting')
        .map((line) => ({
          id: line.id,
          position: line.position,
          offerId: line.offerId,
          subscriptionId: line.subscriptionId,
          name: line.name,
          seatCount: line.seatCount,
          termDuration: line.termDuration,
          billingCycle: line.billingCycle,
          unitPricePerCycle: line.unitPricePerCycle.toFixed(),
          currency: line.currency,
          answers: line.answers,
        })),
    },
    requestId: step.requestId,
    requestIdOf: (request) => derivedRequestId(step.requestId, request),
    attempt: step.attemptCount,
    results,
    own: results[step.name],
  };
}

/** A UUID (version 8) made of another one and a name: the same two give the same one. */
export function derivedRequestId(requestId: string, request: string): string {
  const hex = createHash('sha256').update(`${requestId}:${request}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
