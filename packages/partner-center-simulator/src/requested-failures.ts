import type { DocumentedCode } from './partner-error.ts';

/**
 * Failures that a person can request by typing a marker. Markers are in brackets, so that no real name contains one by
 * accident: a company called `Rossi S.r.l. (rischio)` is refused at checkout, and so is a cart line whose friendly name
 * ends in it. Each has an Italian and an English form. The README lists them.
 */
export type RequestedFailure =
  | 'risk'
  | 'underReview'
  | 'creditLimit'
  | 'orderFails'
  | 'breaks'
  | 'conflicts'
  | 'slow'
  | 'noPrivileges'
  | 'noConsent'
  | 'unverified';

const PATTERNS: readonly (readonly [RequestedFailure, RegExp])[] = [
  ['risk', /\((rischio|risk)\)/i],
  ['underReview', /\((verifica|review)\)/i],
  ['creditLimit', /\((credito|credit)\)/i],
  ['orderFails', /\((fallito|failed)\)/i],
  ['breaks', /\((guasto|broken)\)/i],
  ['conflicts', /\((conflitto|conflict)\)/i],
  ['slow', /\((lento|slow)\)/i],
  ['noPrivileges', /\((permessi|privileges)\)/i],
  ['noConsent', /\((consenso|consent)\)/i],
  ['unverified', /\((identità|identity)\)/i],
];

/** The factor by which order and provisioning of a slow customer take longer. */
export const SLOW_FACTOR = 10;

export function requestedFailureIn(...texts: (string | undefined)[]): RequestedFailure | undefined {
  return PATTERNS.find(([, pattern]) => texts.some((text) => text !== undefined && pattern.test(text)))?.[0];
}

/** The code with which a whole order group is refused at checkout. */
export function checkoutErrorOf(failure: RequestedFailure | undefined): DocumentedCode | undefined {
  if (failure === 'risk') return 800069;
  if (failure === 'underReview') return 800074;
  if (failure === 'creditLimit') return 800023;
  return undefined;
}

/** Whether a domain prefix counts as taken: `preso…` or `taken…`. */
export function isTakenDomainPrefix(domainPrefix: string): boolean {
  return /^(preso|taken)/i.test(domainPrefix);
}
