import type { ErrorCategory, ErrorMessageKey } from '@licence-portal/partner-center';
import type { FailureCode } from '#features/orders/orders.ts';

/**
 * Why an order failed, in the portal's words: by what Microsoft's answer means, where customers are told something of their
 * own about it, else by what can be done about it.
 */
export function failureOf(meaning: ErrorMessageKey | undefined, category: ErrorCategory): FailureCode {
  return (meaning && BY_MEANING[meaning]) ?? BY_CATEGORY[category];
}

/** Has it a word of its own, so that it is a clear no whatever the category? */
export function isClear(meaning: ErrorMessageKey | undefined): boolean {
  return meaning !== undefined && meaning in BY_MEANING;
}

const BY_CATEGORY: Readonly<Record<ErrorCategory, FailureCode>> = {
  // Of a part of what was asked: the whole would be asked again.
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
