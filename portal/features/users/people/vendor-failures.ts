/**
 * Why something could not be done for a person at the vendor of a service. Each has a sentence with the next step for
 * the customer and one for the provider (`licences.failure.<code>.customer`, `.provider`).
 */
export const VENDOR_FAILURES = [
  'userNotFound',
  'loginRefused',
  'usageLocationMissing',
  'noFreeLicence',
  'conflictingPlans',
  'dependentPlans',
  'poolUnknown',
  'needsConsent',
  'needsProvider',
  'refusedByVendor',
  /** The portal's own. */
  'noAnswer',
  'internal',
] as const;
export type VendorFailure = (typeof VENDOR_FAILURES)[number];
