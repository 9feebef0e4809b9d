import type { CatalogueVendor } from '#features/catalogue/catalogue.ts';
import type { Vendor } from '#features/orders/orders.ts';
import { awaitAgreement } from './await-agreement.ts';
import { awaitProvisioning } from './await-provisioning.ts';
import { policyOf } from './cancellation-policy.ts';
import { checkout } from './checkout.ts';
import { createCart } from './create-cart.ts';
import { explain } from './explain-failure.ts';
import { prepareTenant } from './prepare-tenant.ts';
import { readBack } from './read-back.ts';
import { readBackChange } from './read-back-change.ts';
import { readBackUpgrade } from './read-back-upgrade.ts';
import { readMicrosoftSkuFacts } from './read-sku-facts.ts';
import { submitCancellation } from './submit-cancellation.ts';
import { submitRenewalChoice } from './submit-renewal-choice.ts';
import { submitSeatChange } from './submit-seat-change.ts';
import { submitUpgrade } from './submit-upgrade.ts';

/** The steps of an order at Microsoft. */
export type MicrosoftStep =
  | 'awaitAgreement'
  | 'prepareTenant'
  | 'createCart'
  | 'checkout'
  | 'awaitProvisioning'
  | 'readBack'
  | 'sendSeatChange'
  | 'sendRenewalChoice'
  | 'sendCancellation'
  | 'readBackChange'
  | 'sendUpgrade'
  | 'readBackUpgrade';

/** Microsoft, through Partner Center. */
export const microsoft: Vendor<MicrosoftStep> = {
  id: 'microsoft',
  steps: {
    awaitAgreement,
    prepareTenant,
    createCart,
    checkout,
    awaitProvisioning,
    readBack,
    sendSeatChange: submitSeatChange,
    sendRenewalChoice: submitRenewalChoice,
    sendCancellation: submitCancellation,
    readBackChange,
    sendUpgrade: submitUpgrade,
    readBackUpgrade,
  },
  stepsOf: {
    purchase: ['awaitAgreement', 'prepareTenant', 'createCart', 'checkout', 'awaitProvisioning', 'readBack'],
    seats: ['sendSeatChange', 'readBackChange'],
    renewal: ['sendRenewalChoice', 'readBackChange'],
    cancel: ['sendCancellation', 'readBackChange'],
    upgrade: ['sendUpgrade', 'readBackUpgrade'],
  },
  cancellableSteps: ['awaitAgreement'],
  isManual: false,
  needsTenant: true,
  explain,
};

/**
 * Microsoft as the catalogue sees it. Guess: its descriptions are English; the price sheet has a market and no
 * language, and the sheets that were seen are English.
 *
 * @source Partner Center, "Get a price sheet": `Market`
 */
export const microsoftCatalogue: CatalogueVendor = {
  descriptionLanguage: 'en',
  publishesPriceSheets: true,
  policyOf,
  opensWindowsAtPurchase: true,
  readSkuFacts: readMicrosoftSkuFacts,
};
