import type { CatalogueVendor } from '#features/catalogue/catalogue.ts';
import type { Vendor } from '#features/orders/orders.ts';
import { applyChange } from './apply-change.ts';
import { awaitProvider } from './await-provider.ts';
import { MANUAL_POLICY } from './cancellation-policy.ts';
import { endTerms } from './end-terms.pass.ts';
import { startService } from './start-service.ts';

/** The steps of an order at a supplier without an interface. */
export type ManualStep =
  | 'fulfil'
  | 'startService'
  | 'sendSeatChange'
  | 'sendRenewalChoice'
  | 'sendCancellation'
  | 'readBackChange';

/** A supplier without an interface: the provider's people carry out an order by hand and mark it done. */
export const manual: Vendor<ManualStep> = {
  id: 'manual',
  steps: {
    fulfil: awaitProvider,
    startService,
    sendSeatChange: awaitProvider,
    sendRenewalChoice: awaitProvider,
    sendCancellation: awaitProvider,
    readBackChange: applyChange,
  },
  stepsOf: {
    purchase: ['fulfil', 'startService'],
    seats: ['sendSeatChange', 'readBackChange'],
    renewal: ['sendRenewalChoice', 'readBackChange'],
    cancel: ['sendCancellation', 'readBackChange'],
    upgrade: null,
  },
  cancellableSteps: [],
  isManual: true,
  needsTenant: false,
};

/** The passes of this vendor, for the registry of the shell. */
export const manualPasses = [endTerms];

/**
 * Its services are entered in the portal, in Italian. Their windows open on fulfilment, so none is known at the
 * purchase.
 */
export const manualCatalogue: CatalogueVendor = {
  descriptionLanguage: 'it',
  publishesPriceSheets: false,
  policyOf: () => MANUAL_POLICY,
  opensWindowsAtPurchase: false,
};
