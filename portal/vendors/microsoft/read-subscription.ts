import { PartnerCenterError, PartnerCenterHttpError } from '@licence-portal/partner-center';
import type { SubscriptionReader } from '#features/subscriptions/subscriptions.ts';
import { faultOf } from './error-outcome.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Reads subscriptions from Partner Center. */
export const microsoftSubscriptions: SubscriptionReader = {
  async readOne({ services, vendorCustomerId: customerId, vendorSubscriptionId: subscriptionId, signal }) {
    try {
      return readingOfSubscription(
        await services.microsoft.client.subscriptions.get({ customerId, subscriptionId }, { signal }),
      );
    } catch (error) {
      if (error instanceof PartnerCenterHttpError && error.status === 404) return undefined;
      throw inTermsOfThePortal(error);
    }
  },
  async *readAll({ services, vendorCustomerId, signal }) {
    try {
      for await (const { items } of services.microsoft.client.subscriptions.pages(vendorCustomerId, {}, { signal })) {
        yield items.map(readingOfSubscription);
      }
    } catch (error) {
      throw inTermsOfThePortal(error);
    }
  },
};

function inTermsOfThePortal(error: unknown): unknown {
  return error instanceof PartnerCenterError ? faultOf(error) : error;
}
