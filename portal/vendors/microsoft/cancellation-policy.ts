import { type CancellationPolicy, newCommercePolicy, OTHER_POLICIES } from '@licence-portal/nce';

/**
 * The policy of an offer of Microsoft's, for what has not been bought yet: afterwards its own dates decide.
 *
 * Guess: products whose id begins with DG7 are software; those of New Commerce seats begin with CFQ7. In all ids of
 * public price sheets it is so, and no document says it.
 */
export function policyOf({
  isTrial,
  vendorProductId,
}: Readonly<{ isTrial: boolean; vendorProductId: string }>): CancellationPolicy {
  if (isTrial) return OTHER_POLICIES.trial;
  return vendorProductId.toUpperCase().startsWith('DG7') ? OTHER_POLICIES.softwareSubscription : newCommercePolicy();
}
