import { PartnerCenterError, PartnerCenterHttpError, type Sku } from '@licence-portal/partner-center';
import type { SkuFacts, SkuFactsReader } from '#features/catalogue/catalogue.ts';
import { attestationForm } from './attestation.ts';
import { faultOf } from './error-outcome.ts';

/** Reads seat bounds, prerequisites and licence pools of a product's SKUs; none where it is not sold in the market. */
export const readMicrosoftSkuFacts: SkuFactsReader = async ({ services, vendorProductId, segment, market, signal }) => {
  try {
    const { items } = await services.microsoft.client.catalogue.listSkus(
      vendorProductId,
      { country: market, targetSegment: segment === 'charity' ? 'nonprofit' : segment },
      { signal },
    );
    return items.map(factsOf);
  } catch (error) {
    if (error instanceof PartnerCenterHttpError && error.status === 404) return [];
    if (error instanceof PartnerCenterError) throw faultOf(error);
    throw error;
  }
};

function factsOf(sku: Sku): SkuFacts {
  const { minimumQuantity = 1, maximumQuantity, isTrial, dynamicAttributes } = sku;
  const seatCountMin = Math.max(1, minimumQuantity);
  return {
    vendorSkuId: sku.id.toUpperCase(),
    seatCountMin,
    // Partner Center reports 0, or a number that means no limit.
    seatCountMax:
      maximumQuantity === undefined || maximumQuantity < seatCountMin || maximumQuantity >= UNLIMITED
        ? null
        : maximumQuantity,
    isTrial: isTrial ?? false,
    isAddOn: dynamicAttributes?.isAddon ?? false,
    prerequisites: dynamicAttributes?.prerequisiteSkus?.map((pair) => pair.toUpperCase().replace('/', ':')) ?? [],
    provisioningId: dynamicAttributes?.provisioningId ?? null,
    orderForm: attestationForm(sku.attestationProperties),
  };
}

/** Guess: answers have 10,000,000 and the like; no offer has a real limit of this size. */
const UNLIMITED = 1_000_000;
