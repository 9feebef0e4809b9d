import type { VendorStep } from '#features/orders/orders.ts';
import { assert } from '#platform/refusal.ts';
import { sendChange } from './changed-subscription.ts';
import { doomed } from './doomed-change.ts';

/**
 * Auto-renew and the action for the end of the term, in one write: on with `RenewToNewTerm`, off with `Cancel`. Off
 * alone would let the subscription go on month by month.
 */
export const sendRenewalChoice: VendorStep = async (context) => {
  const { change } = context.order;
  assert(change.kind === 'renewal', `order ${context.order.number} chooses no renewal`);
  const ends = change.outcome === 'ends';
  return sendChange(context, {
    refuse: (reading) => doomed(ends ? 'cancelAtTermEnd' : 'turnAutoRenewOn', reading, context.clock.now()),
    send: (at, read, options) =>
      context.services.microsoft.client.subscriptions.setEndOfTerm(
        at.customerId,
        read,
        ends ? 'cancel' : 'renew',
        options,
      ),
  });
};
