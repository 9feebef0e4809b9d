import { ERROR_CODES, type ErrorCategory, type ErrorMessageKey } from '@licence-portal/partner-center';
import type { Remedy } from '#features/connections/connections.ts';

const BY_MEANING: Readonly<Partial<Record<ErrorMessageKey, Remedy>>> = {
  applicationUnknown: 'checkSettings',
  clientAssertionRefused: 'checkSettings',
  clientSecretExpired: 'replaceSecret',
  clientSecretWrong: 'replaceSecret',
  conditionalAccess: 'changePolicies',
  consentMissing: 'grantConsent',
  multiFactorMissing: 'signInAgain',
  partnerTenantUnknown: 'checkSettings',
  personNotAllowed: 'signInAgain',
  privilegesMissing: 'grantRoles',
  redirectAddressUnknown: 'checkSettings',
  signInAgain: 'signInAgain',
  signInBlocked: 'changePolicies',
  signInFailed: 'signInAgain',
  tokenKind: 'checkSettings',
};

const BY_CATEGORY: Readonly<Partial<Record<ErrorCategory, Remedy>>> = { retry: 'tryLater' };

/** What the provider can do about a refusal, by its meaning. */
export function remedyOf(meaning: string): Remedy {
  const known = (BY_MEANING as Readonly<Record<string, Remedy | undefined>>)[meaning];
  if (known !== undefined) return known;
  const fact = [...ERROR_CODES.values()].find(({ message }) => message === meaning);
  return (fact && BY_CATEGORY[fact.category]) ?? 'askSupport';
}
