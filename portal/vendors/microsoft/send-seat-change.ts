import { answerReduction } from '@licence-portal/nce';
import type { StepOutcome, VendorStep } from '#features/orders/orders.ts';
import type { SubscriptionReading } from '#features/subscriptions/subscriptions.ts';
import { assert } from '#platform/refusal.ts';
import { sendChange } from './changed-subscription.ts';
import { doomed, notSent } from './doomed-change.ts';

/** Sets the number of seats. @source Partner Center, "Change the quantity of a subscription" */
export const sendSeatChange: VendorStep = async (context) => {
  const { change } = context.order;
  assert(change.kind === 'seats', `order ${context.order.number} changes no seats`);
  const { seatCount } = change;
  return sendChange(context, {
    refuse: (reading) => refuse(reading, seatCount, context.clock.now()),
    send: (at, read, options) =>
      context.services.microsoft.client.subscriptions.patch(at.customerId, read, { quantity: seatCount }, options),
  });
};

function refuse(reading: SubscriptionReading, seatCount: number, now: Temporal.Instant): StepOutcome | undefined {
  const action = seatCount < reading.seatCount ? 'removeSeats' : 'addSeats';
  const refused = doomed(action, reading, now);
  if (refused || action === 'addSeats') return refused;
  const answer = answerReduction(reading.refundable, reading.seatCount - seatCount, now);
  if (answer.allowed) return undefined;
  return notSent(action, answer.reason);
}
