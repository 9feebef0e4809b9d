import type { Vendor } from '#features/orders/orders.ts';
import { awaitProvisioning } from './await-provisioning.ts';
import { checkout } from './checkout.ts';
import { createCart } from './create-cart.ts';
import { explain } from './explain-failure.ts';
import { prepareTenant } from './prepare-tenant.ts';
import { readBack } from './read-back.ts';
import { readBackChange } from './read-back-change.ts';
import { sendCancellation } from './submit-cancellation.ts';
import { sendRenewalChoice } from './submit-renewal-choice.ts';
import { sendSeatChange } from './submit-seat-change.ts';

/** Microsoft, through Partner Center. */
export const microsoft: Vendor = {
  id: 'microsoft',
  purchase: {
    steps: ['prepareTenant', 'createCart', 'checkout', 'awaitProvisioning', 'readBack'],
    needsTenant: true,
  },
  steps: {
    prepareTenant,
    createCart,
    checkout,
    awaitProvisioning,
    readBack,
    sendSeatChange,
    sendRenewalChoice,
    sendCancellation,
    readBackChange,
  },
  goesOnMonthly: true,
  explain,
};
