import type { CatalogueVendor } from '#features/catalogue/catalogue.ts';
import type { Vendor } from '#features/orders/orders.ts';
import { applyChange } from './apply-change.ts';
import { awaitProvider } from './await-provider.ts';
import { startService } from './start-service.ts';

/** A supplier without an interface: the provider's people do by hand what an order asks, and mark it done. */
export const manual: Vendor = {
  id: 'manual',
  purchase: { steps: ['fulfil', 'startService'], needsTenant: false },
  steps: {
    fulfil: awaitProvider,
    startService,
    sendSeatChange: awaitProvider,
    sendRenewalChoice: awaitProvider,
    sendCancellation: awaitProvider,
    readBackChange: applyChange,
  },
  goesOnMonthly: false,
};

/** Its services are entered in the portal, in Italian. Their windows open on fulfilment, so none is known at the purchase. */
export const manualCatalogue: CatalogueVendor = {
  descriptionLanguage: 'it',
  publishesPriceSheets: false,
  undoUntil: () => null,
};
