import { type CallOptions, instantOf, type PartnerCenterClient } from '@licence-portal/partner-center';
import { isDirectSignatureTried, isValidAcceptance } from './rules.ts';

/** Does Microsoft have an acceptance of the agreement that counts for orders of this customer? */
export async function hasValidAgreement(
  client: PartnerCenterClient,
  given: { customerId: string; refusedAt: Temporal.Instant | null; now: Temporal.Instant },
  options: CallOptions,
): Promise<boolean> {
  const { customerId, refusedAt, now } = given;
  const { items } = await client.agreements.list(customerId, {}, options);
  if (items.some(({ dateAgreed }) => isValidAcceptance(instantOf(dateAgreed), refusedAt))) return true;
  return isDirectSignatureTried(refusedAt, now) && client.agreements.isDirectlySigned(customerId, options);
}
