import type { ErrorCategory, ErrorMessageKey } from '@licence-portal/partner-center';
import type { FailureCode } from '#features/orders/orders.ts';

/**
 * The portal's code for the failure of an order: by the meaning of Microsoft's answer where customers have a sentence
 * of their own about it, else by its category.
 */
export function failureCodeOf(meaning: ErrorMessageKey | undefined, category: ErrorCategory): FailureCode {
  return (meaning && BY_MEANING[meaning]) ?? BY_CATEGORY[category];
}

/** The meaning has a failure code of its own, so it is a clear refusal whatever the category. */
export function hasOwnFailureCode(meaning: ErrorMessageKey | undefined): boolean {
  return meaning !== undefined && meaning in BY_MEANING;
}

const BY_CATEGORY: Readonly<Record<ErrorCategory, FailureCode>> = {
  // For a part of a request: the whole would be sent again.
  retry: 'refusedByVendor',
  reRead: 'refusedByVendor',
  fixInput: 'requestRefused',
  customerMustAct: 'customerMustAct',
  providerMustAct: 'needsProvider',
  never: 'notAllowed',
};

const BY_MEANING: Readonly<Partial<Record<ErrorMessageKey, FailureCode>>> = {
  agreementMissing: 'agreementMissing',
  baseProductMissing: 'prerequisiteMissing',
  cancellationWindowPassed: 'cancellationWindowClosed',
  cannotDecrease: 'reductionWindowClosed',
  countryNotServed: 'notAvailableInCountry',
  customerUnderReview: 'accountUnderReview',
  deleted: 'subscriptionGone',
  itemNotFound: 'offerNotAvailable',
  noRelationship: 'noRelationship',
  notEligible: 'notEligible',
  offerWithdrawn: 'offerNotAvailable',
  organisationNumber: 'dataRefused',
  phoneMissing: 'dataRefused',
  quantityOutOfRange: 'seatCountOutOfRange',
  reductionWindowPassed: 'reductionWindowClosed',
  riskCheck: 'riskCheck',
  segmentNotAllowed: 'segmentNotAllowed',
  subscriptionNotFound: 'subscriptionGone',
  suspended: 'subscriptionSuspended',
  tooManySeats: 'seatCountOutOfRange',
  tooManySubscriptions: 'limitReached',
};
