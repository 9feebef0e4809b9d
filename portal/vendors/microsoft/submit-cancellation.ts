import type { VendorStep } from '#features/orders/orders.ts';
import { assert } from '#platform/refusal.ts';
import { submitChange } from './submit-change.ts';

/** Ends the subscription at once, inside its window. @source Partner Center, "Cancel a new commerce subscription" */
export const submitCancellation: VendorStep = async (context) => {
  const { order, services } = context;
  assert(order.change.kind === 'cancel', `order ${order.number} cancels nothing`);
  const { subscriptions } = services.microsoft.client;
  return submitChange(context, (at, read, options) => subscriptions.cancel(at.customerId, read, options));
};
