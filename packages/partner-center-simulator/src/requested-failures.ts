import type { DocumentedCode } from './partner-error.ts';

/**
 * Failures that a person can ask for by what they type. The words stand in brackets, so that no real name means one by accident:
 * a company called `Rossi S.r.l. (rischio)` is refused at checkout, and so is a cart line whose friendly name ends in it.
 * Italian and English mean the same. The README lists them.
 */
export type RequestedFailure =
  | 'risk'
  | 'underReview'
  | 'creditLimit'
  | 'orderFails'
  | 'breaks'
  | 'conflicts'
  | 'slow'
  | 'noPrivileges';

const PATTERNS: readonly (readonly [RequestedFailure, RegExp])[] = [
  ['risk', /\((rischio|risk)\)/i],
  ['underReview', /\((verifica|review)\)/i],
  ['creditLimit', /\((credito|credit)\)/i],
  ['orderFails', /\((fallito|failed)\)/i],
  ['breaks', /\((guasto|broken)\)/i],
  ['conflicts', /\((conflitto|conflict)\)/i],
  ['slow', /\((lento|slow)\)/i],
  ['noPrivileges', /\((permessi|privileges)\)/i],
];

/** Order and provisioning of a slow customer take so many times as long. */
export const SLOWER = 10;

export function requestedFailureIn(...texts: (string | undefined)[]): RequestedFailure | undefined {
  return PATTERNS.find(([, word]) => texts.some((text) => text !== undefined && word.test(text)))?.[0];
}

/** With which a whole order group is refused at checkout. */
export function checkoutErrorOf(failure: RequestedFailure | undefined): DocumentedCode | undefined {
  if (failure === 'risk') return 800069;
  if (failure === 'underReview') return 800074;
  if (failure === 'creditLimit') return 800023;
  return undefined;
}

/** A domain prefix that somebody else has: `preso…` or `taken…`. */
export function isTakenDomainPrefix(domainPrefix: string): boolean {
  return /^(preso|taken)/i.test(domainPrefix);
}
