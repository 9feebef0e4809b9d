import { PartnerCenterError, PartnerCenterHttpError } from '@licence-portal/partner-center';
import type { SubscriptionReader } from '#features/subscriptions/subscriptions.ts';
import { faultOf } from './error-outcome.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Reads one subscription from Partner Center; undefined when it is no longer known there. */
export const readMicrosoftSubscription: SubscriptionReader = async (query) => {
  const { services, vendorCustomerId: customerId, vendorSubscriptionId: subscriptionId, signal } = query;
  try {
    return readingOfSubscription(
      await services.microsoft.client.subscriptions.get({ customerId, subscriptionId }, { signal }),
    );
  } catch (error) {
    if (error instanceof PartnerCenterHttpError && error.status === 404) return undefined;
    if (error instanceof PartnerCenterError) throw faultOf(error);
    throw error;
  }
};
