import { PartnerCenterError, type TransitionEligibility } from '@licence-portal/partner-center';
import type { UpgradeReader, UpgradeTargetReading } from '#features/subscriptions/subscriptions.ts';
import { faultOf } from './error-outcome.ts';

/** What a subscription can become at once. @source Partner Center, "Transition a new commerce subscription" */
export const microsoftUpgrades: UpgradeReader = async ({
  services,
  vendorCustomerId: customerId,
  vendorSubscriptionId: subscriptionId,
  signal,
}) => {
  try {
    const { transitions } = services.microsoft.client;
    const { items } = await transitions.listEligibilities({ customerId, subscriptionId }, {}, { signal });
    return items.map(targetReadingOf);
  } catch (error) {
    throw error instanceof PartnerCenterError ? faultOf(error) : error;
  }
};

/** An eligibility in the portal's terms, with the id of the catalogue item that a transition names. */
export function targetReadingOf(
  eligibility: TransitionEligibility,
): UpgradeTargetReading & Readonly<{ catalogItemId: string }> {
  const { catalogItemId, title, eligibilities, subscriptionEligibilities } = eligibility;
  const [vendorProductId = '', vendorSkuId = ''] = catalogItemId.split(':');
  const descriptionOf = (errors: TransitionEligibility['eligibilities'][number]['errors']) =>
    errors.map(({ description }) => description ?? '').find((text) => text !== '') ?? null;
  return {
    catalogItemId,
    vendorProductId,
    vendorSkuId,
    title: title ?? catalogItemId,
    transitions: eligibilities.map(({ transitionType, isEligible, errors }) => ({
      type: transitionType,
      isEligible,
      description: descriptionOf(errors),
    })),
    subscriptions: subscriptionEligibilities.map(({ subscriptionId, isEligible, errors }) => ({
      vendorSubscriptionId: subscriptionId,
      isEligible,
      description: descriptionOf(errors),
    })),
  };
}
