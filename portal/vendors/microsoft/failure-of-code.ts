import type { FailureCode } from '#features/orders/orders.ts';

/** The order's word for a code; undefined for one that has no sentence of its own. */
export function failureOfCode(vendorCode: number | string | undefined): FailureCode | undefined {
  return vendorCode === undefined ? undefined : FAILURES.get(Number(vendorCode));
}

/** Can the provider mend it, so that the same step may pass? */
export function isMendable(code: FailureCode): boolean {
  return MENDABLE.has(code);
}

const MENDABLE: ReadonlySet<FailureCode> = new Set(['partnerCreditLimit', 'noRelationship', 'providerAccess']);

/** @source Partner Center, "Error codes", and CartErrorCode in "Cart resources" */
const FAILURES: ReadonlyMap<number, FailureCode> = new Map<number, FailureCode>([
  [13605, 'agreementMissing'],
  [800069, 'riskCheck'],
  [800073, 'accountUnderReview'],
  [800074, 'accountUnderReview'],
  [800075, 'accountUnderReview'],
  [800023, 'partnerCreditLimit'],
  [800025, 'partnerCreditLimit'],
  [900121, 'partnerCreditLimit'],
  [400030, 'segmentNotAllowed'],
  [400036, 'segmentNotAllowed'],
  [400041, 'prerequisiteMissing'],
  [800066, 'limitReached'],
  [900419, 'limitReached'],
  [10002, 'limitReached'],
  [800067, 'seatCountOutOfRange'],
  [800088, 'seatCountOutOfRange'],
  [2002, 'seatCountOutOfRange'],
  [900275, 'seatCountOutOfRange'],
  [10015, 'seatCountOutOfRange'],
  [800089, 'offerNotAvailable'],
  [400013, 'offerNotAvailable'],
  [400018, 'offerNotAvailable'],
  [400019, 'offerNotAvailable'],
  [400072, 'offerNotAvailable'],
  [10001, 'offerNotAvailable'],
  [10003, 'offerNotAvailable'],
  [800070, 'notAvailableInCountry'],
  [800020, 'notEligible'],
  [2085, 'notEligible'],
  [2001, 'subscriptionSuspended'],
  [800091, 'subscriptionSuspended'],
  [2011, 'subscriptionGone'],
  [20003, 'subscriptionGone'],
  [800090, 'reductionWindowClosed'],
  [900214, 'reductionWindowClosed'],
  [900257, 'reductionWindowClosed'],
  [900117, 'cancellationWindowClosed'],
  [900213, 'cancellationWindowClosed'],
  [20002, 'noRelationship'],
  [3000, 'dataRefused'],
  [600002, 'dataRefused'],
  [600049, 'dataRefused'],
  [600050, 'dataRefused'],
  [600051, 'dataRefused'],
  [900308, 'providerAccess'],
  [900309, 'providerAccess'],
  [900316, 'providerAccess'],
  [900329, 'providerAccess'],
  [900420, 'providerAccess'],
]);
