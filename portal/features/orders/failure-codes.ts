/**
 * Why an order or a line of it failed or is stuck. Each has a sentence for the customer and one for the provider
 * (`orders.failure.<code>.customer`, `.provider`); what a vendor says beside that is a note for the provider.
 */
export const FAILURE_CODES = [
  /** The portal's own. */
  'creditTooLow',
  'creditLimitReached',
  'declined',
  'cancelled',
  'givenUp',
  'internal',
  'partlyDone',
  /** No clear answer came in all attempts. */
  'noAnswer',
  'agreementMissing',
  'accountUnderReview',
  'riskCheck',
  'qualificationDenied',
  'segmentNotAllowed',
  'prerequisiteMissing',
  'limitReached',
  'seatCountOutOfRange',
  'offerNotAvailable',
  'notAvailableInCountry',
  'notEligible',
  'subscriptionSuspended',
  'subscriptionGone',
  'reductionWindowClosed',
  'cancellationWindowClosed',
  'noRelationship',
  'domainTaken',
  'dataRefused',
  'tenantNotReady',
  'vendorOrderFailed',
  'purchaseUnclear',
  /** No more is known than what can be done about it. */
  'requestRefused',
  'customerMustAct',
  'notAllowed',
  'needsProvider',
  'refusedByVendor',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** A stored code as one that has sentences. */
export function failureCode(stored: string): FailureCode {
  return FAILURE_CODES.find((code) => code === stored) ?? 'refusedByVendor';
}
