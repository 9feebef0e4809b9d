import { type CancellationPolicy, newCommercePolicy, OTHER_POLICIES } from '@licence-portal/nce';
import { isSoftware } from './software.ts';

/** The policy of an offer of Microsoft's, for what has not been bought yet: afterwards its own dates decide. */
export function policyOf({
  isTrial,
  vendorProductId,
}: Readonly<{ isTrial: boolean; vendorProductId: string }>): CancellationPolicy {
  if (isTrial) return OTHER_POLICIES.trial;
  return isSoftware(vendorProductId) ? OTHER_POLICIES.softwareSubscription : newCommercePolicy();
}
