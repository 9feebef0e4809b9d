import type { VendorStep } from '#features/orders/orders.ts';
import { assert } from '#platform/refusal.ts';
import { sendChange } from './changed-subscription.ts';
import { doomed } from './doomed-change.ts';

/** Ends the subscription at once, inside its window. @source Partner Center, "Cancel a new commerce subscription" */
export const sendCancellation: VendorStep = async (context) => {
  assert(context.order.change.kind === 'cancel', `order ${context.order.number} cancels nothing`);
  return sendChange(context, {
    refuse: (reading) => doomed('cancelNow', reading, context.clock.now()),
    send: (at, read, options) => context.services.microsoft.client.subscriptions.cancel(at.customerId, read, options),
  });
};
