import { PartnerError } from './partner-error.ts';
import { requestedFailureIn } from './requested-failures.ts';
import type { CustomerRecord, SubscriptionRecord } from './state.ts';
import { isRenewing } from './subscription-lifecycle.ts';
import { isInTransition } from './transitions.ts';
import { isDue, textOr } from './wire-json.ts';

const RETRY_AFTER_SECONDS = '120';

/** Refuses a change of a subscription that has ended, is being renewed, or has another change pending. */
export function refuseUnready(record: SubscriptionRecord, now: Temporal.Instant): void {
  const { resource } = record;
  if (resource.status === 'deleted') throw new PartnerError(2011, [resource.id]);
  if (!['active', 'suspended'].includes(resource.status)) throw new PartnerError(900279, [resource.id]);
  if (isRenewing(record, now)) {
    throw new PartnerError(900278, [resource.id], { 'Retry-After': RETRY_AFTER_SECONDS });
  }
  if (record.pendingQuantity !== undefined || isInTransition(record)) {
    throw new PartnerError(800082, [resource.id], { 'Retry-After': RETRY_AFTER_SECONDS });
  }
}

/** @source Partner Center, "Get subscription provisioning status" */
export function provisioned(
  customer: CustomerRecord,
  { resource, provisionedAt }: SubscriptionRecord,
  now: Temporal.Instant,
): 'success' | 'pending' | 'failed' {
  if (!isDue(provisionedAt, now)) return 'pending';
  const isBroken = requestedFailureIn(customer.companyName, textOr(resource.friendlyName, '')) === 'breaks';
  return isBroken ? 'failed' : 'success';
}
