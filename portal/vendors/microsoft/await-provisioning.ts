import { PartnerCenterHttpError } from '@licence-portal/partner-center';
import type { JsonObject, StepContext, StepOutcome } from '#features/orders/orders.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { BoughtLine } from './checkout.ts';
import { customerIdFor } from './create-cart.ts';
import { microsoftStep } from './error-outcome.ts';

/** Waits until Microsoft has carried the orders out and the licences can be used. It only reads. */
export const awaitProvisioning = microsoftStep(async (context) => {
  const customerId = await customerIdFor(context);
  const found: ProvisionedLine[] = [];
  const failed: string[] = [];
  for (const orderId of new Set(boughtLines(context).map((line) => line.orderId))) {
    const state = await stateOf(context, customerId, orderId);
    if (state === 'pending') return READ_AGAIN;
    const lines = boughtLines(context).filter((line) => line.orderId === orderId);
    if (state === 'failed') failed.push(...lines.map(({ lineId }) => lineId));
    else found.push(...lines.map((line) => ({ lineId: line.lineId, subscriptionId: state(line.lineItemNumber) })));
  }
  if (found.length === 0) {
    return { status: 'failed', code: 'vendorOrderFailed', facts: {}, note: 'Microsoft closed the order with an error' };
  }
  return {
    status: 'done',
    result: { lines: found } satisfies JsonObject,
    failedLines: failed.map((lineId) => ({
      lineId: lineId as Id<'orderLine'>,
      code: 'vendorOrderFailed',
      facts: {},
      note: 'Microsoft closed the order with an error',
    })),
  };
});

/** A line whose subscription exists and is ready. */
export type ProvisionedLine = Readonly<{ lineId: string; subscriptionId: string }>;

export function provisionedLines({ results }: StepContext): readonly ProvisionedLine[] {
  const lines = results.awaitProvisioning?.lines;
  assert(Array.isArray(lines), 'the subscriptions are known');
  return lines as unknown as readonly ProvisionedLine[];
}

const READ_AGAIN: StepOutcome = { status: 'wait', checkAgainAfterSeconds: 2, onWhom: 'vendor' };

/** Final statuses of an order that failed. @source Partner Center, "Order resources" */
const FAILED: ReadonlySet<string> = new Set(['error', 'cancelled', 'po review rejected']);

function boughtLines({ results }: StepContext): readonly BoughtLine[] {
  const lines = results.checkout?.lines;
  assert(Array.isArray(lines), 'the order was sent');
  return lines as unknown as readonly BoughtLine[];
}

async function stateOf(
  { services, signal }: StepContext,
  customerId: string,
  orderId: string,
): Promise<'pending' | 'failed' | ((lineItemNumber: number) => string)> {
  const { client } = services.microsoft;
  const path = { customerId, orderId };
  const order = await client.orders.get(path, { signal }).catch(undefinedWhenNotYetThere);
  if (order === undefined) return 'pending';
  if (FAILED.has(order.status?.toLowerCase() ?? '')) return 'failed';
  if (order.lineItems.some(({ subscriptionId }) => subscriptionId === undefined)) return 'pending';

  const provisioning = await client.orders.getProvisioningStatus(path, { signal });
  if (provisioning.items.some(({ status }) => status.toLowerCase() !== 'fulfilled')) return 'pending';
  return (lineItemNumber) => {
    const item = order.lineItems.find((found) => found.lineItemNumber === lineItemNumber);
    assert(item?.subscriptionId !== undefined, `order ${orderId} has line ${lineItemNumber}`);
    return item.subscriptionId;
  };
}

/** @source Partner Center, "Error codes": 20000, an order may not be found for some minutes after its creation */
function undefinedWhenNotYetThere(error: unknown): undefined {
  if (error instanceof PartnerCenterHttpError && error.code === 20000) return undefined;
  throw error;
}
