import type { VendorStep } from '#features/orders/orders.ts';
import { assert } from '#platform/refusal.ts';
import { submitChange } from './submit-change.ts';

/** Sets the number of seats. @source Partner Center, "Change the quantity of a subscription" */
export const submitSeatChange: VendorStep = async (context) => {
  const { order, services } = context;
  assert(order.change.kind === 'seats', `order ${order.number} changes no seats`);
  const quantity = order.change.seatCount;
  const { subscriptions } = services.microsoft.client;
  return submitChange(context, (at, read, options) => subscriptions.patch(at.customerId, read, { quantity }, options));
};
