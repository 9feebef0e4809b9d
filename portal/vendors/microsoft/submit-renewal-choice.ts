import type { VendorStep } from '#features/orders/orders.ts';
import { assert } from '#platform/refusal.ts';
import { submitChange } from './submit-change.ts';

/**
 * Sets auto-renew and the action for the end of the term in one write: on with `RenewToNewTerm`, off with `Cancel` or
 * `RenewToExtendedServiceTerm`. Off alone would extend the subscription month to month without anybody's choice.
 */
export const submitRenewalChoice: VendorStep = async (context) => {
  const { order, services } = context;
  assert(order.change.kind === 'renewal', `order ${order.number} chooses no renewal`);
  const endOfTerm = ENDS_OF_TERM[order.change.outcome];
  const { subscriptions } = services.microsoft.client;
  return submitChange(context, (at, read, options) =>
    subscriptions.setEndOfTerm(at.customerId, read, endOfTerm, options),
  );
};

const ENDS_OF_TERM = { renews: 'renew', ends: 'cancel', extendsMonthly: 'extend' } as const;
