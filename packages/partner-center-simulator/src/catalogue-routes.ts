import { availabilityIdOf, catalogItemIdOf, findSku, type Offer, type Segment, type Sku, skuKey } from './catalogue.ts';
import { entryOf, type Fields, type Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { isRenewable } from './renewable-skus.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import { segmentsOf } from './segments.ts';
import { collection, link } from './wire-json.ts';

export const catalogueRoutes: readonly Route[] = [
  route('/v1/products', 'Get a list of products (by country)', listProducts),
  route('/v1/products/:productId', 'Get a product by ID', getProduct),
  route('/v1/products/:productId/skus', 'Get a list of SKUs for a product (by country)', listSkus),
  route('/v1/products/:productId/skus/:skuId', 'Get a SKU by ID', getSku),
  route(
    '/v1/products/:productId/skus/:skuId/availabilities',
    'Get a list of availabilities for a SKU (by country)',
    listAvailabilities,
  ),
  route(
    '/v1/products/:productId/skus/:skuId/availabilities/:availabilityId',
    'Get an availability by ID',
    getAvailability,
  ),
  route('/v1/customers/:customerId/products', 'Get a list of products (by customer)', listProducts),
  route('/v1/customers/:customerId/products/:productId', 'Get a product by ID (by customer)', getProduct),
  route(
    '/v1/customers/:customerId/products/:productId/skus',
    'Get a list of SKUs for a product (by customer)',
    listSkus,
  ),
  route('/v1/customers/:customerId/products/:productId/skus/:skuId', 'Get a SKU by ID (by customer)', getSku),
  route(
    '/v1/customers/:customerId/products/:productId/skus/:skuId/availabilities',
    'Get a list of availabilities for a SKU (by customer)',
    listAvailabilities,
  ),
  route(
    '/v1/customers/:customerId/products/:productId/skus/:skuId/availabilities/:availabilityId',
    'Get an availability by ID (by customer)',
    getAvailability,
  ),
];

function route(path: string, source: string, handle: (call: Call) => Answer): Route {
  return { method: 'GET', path, token: 'appOrUser', source, handle };
}

const TARGET_VIEWS = [
  'onlineservices',
  'azure',
  'microsoftazure',
  'azurereservations',
  'software',
  'marketplace',
  'saas',
];

function listProducts(call: Call): Answer {
  const targetView = call.query('targetView')?.toLowerCase();
  if (targetView === undefined) throw new PartnerError(800002, ['targetView']);
  if (!TARGET_VIEWS.includes(targetView)) throw new PartnerError(400036, [targetView]);
  const skus = targetView === 'onlineservices' ? sellable(call) : [];
  const products = Map.groupBy(skus, (sku) => sku.productId);
  return ok(
    collection(
      [...products.values()].map((ofProduct) => productOf(call, ofProduct)),
      call.world.catalogue.market,
    ),
  );
}

function getProduct(call: Call): Answer {
  return ok(productOf(call, skusOfProduct(call)));
}

function listSkus(call: Call): Answer {
  const skus = skusOfProduct(call);
  return ok(
    collection(
      skus.map((sku) => skuResource(call, sku)),
      `/products/${skus[0]?.productId}/skus`,
    ),
  );
}

function getSku(call: Call): Answer {
  return ok(skuResource(call, requestedSku(call)));
}

function listAvailabilities(call: Call): Answer {
  const sku = requestedSku(call);
  return ok(collection([availability(call, sku)], `/products/${sku.productId}/skus/${sku.skuId}/availabilities`));
}

function getAvailability(call: Call): Answer {
  const sku = requestedSku(call);
  const availabilityId = call.param('availabilityId').toUpperCase();
  if (availabilityId !== availabilityIdOf(sku, call.now)) throw new PartnerError(400019, [availabilityId]);
  return ok(availability(call, sku));
}

function productOf(call: Call, skus: Sku[]): Fields {
  const sku = skus[0];
  if (sku === undefined) throw new PartnerError(400013, [call.param('productId')]);
  const country = call.world.catalogue.market;
  return {
    id: sku.productId,
    title: sku.productTitle,
    description: sku.description,
    productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
    isMicrosoftProduct: true,
    publisherName: sku.publisherName,
    links: {
      skus: link(`/products/${sku.productId}/skus?country=${country}`),
      self: link(`/products/${sku.productId}?country=${country}`),
    },
  };
}

function skuResource(call: Call, sku: Sku): Fields {
  const uri = `/products/${sku.productId}/skus/${sku.skuId}`;
  const country = call.world.catalogue.market;
  return {
    id: sku.skuId,
    productId: sku.productId,
    title: sku.title,
    description: sku.description,
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    isTrial: sku.isTrial,
    supportedBillingCycles: [...new Set(sku.offers.map((offer) => offer.billingCycle))],
    purchasePrerequisites: ['MicrosoftCustomerAgreement'],
    inventoryVariables: [],
    provisioningVariables: [],
    actions: ['Refund'],
    dynamicAttributes: {
      isMicrosoftProduct: true,
      hasConstraints: sku.minimumQuantity > 1 || sku.maximumQuantity < 10_000_000,
      isAddon: sku.isAddOn,
      prerequisiteSkus: [...sku.prerequisites],
      isSoftwareAssuranceApplicable: false,
      upgradeTargetOffers: [...sku.conversions],
      provisioningId: sku.provisioningId,
      internal: false,
    },
    ...(sku.attestationType === undefined
      ? {}
      : { attestationProperties: { attestationType: sku.attestationType, enforceAttestation: true } }),
    links: {
      availabilities: link(`${uri}/availabilities?country=${country}`),
      self: link(`${uri}?country=${country}`),
    },
  };
}

function availability(call: Call, sku: Sku): Fields {
  const { market, currency } = call.world.catalogue;
  const uri = `/products/${sku.productId}/skus/${sku.skuId}/availabilities`;
  return {
    id: availabilityIdOf(sku, call.now),
    productId: sku.productId,
    skuId: sku.skuId,
    catalogItemId: catalogItemIdOf(sku, call.now),
    defaultCurrency: { code: currency.code, symbol: currency.symbol },
    segment: sku.segment,
    country: market,
    isPurchasable: true,
    isRenewable: isRenewable(call.world, sku),
    renewalInstructions: sku.offers.map((offer) => renewalInstruction(sku, offer)),
    terms: sku.offers.map((offer) => ({
      id: termIdOf(sku, offer),
      duration: offer.termDuration,
      description: `${offer.termDuration} commitment, billed ${offer.billingCycle}`,
      billingCycle: offer.billingCycle,
      cancellationPolicies: sku.isTrial
        ? []
        : [
            {
              refundOptions: [
                { sequenceId: 0, type: 'Full', expiresAfter: 'P1D' },
                { sequenceId: 1, type: 'Partial', expiresAfter: 'P7D' },
              ],
            },
          ],
    })),
    links: { self: link(`${uri}/${availabilityIdOf(sku, call.now)}?country=${market}`) },
  };
}

function renewalInstruction(sku: Sku, offer: Offer): Json {
  return {
    applicableTermIds: [termIdOf(sku, offer)],
    renewalOptions: [{ renewToId: `${sku.productId}:${sku.skuId}`, isAutoRenewable: true }],
  };
}

function termIdOf(sku: Sku, offer: Offer): string {
  return `${sku.skuId}${offer.termDuration}${offer.billingCycle}`.toLowerCase();
}

function skusOfProduct(call: Call): Sku[] {
  const productId = call.param('productId').toUpperCase();
  const known = call.world.catalogue.skus.filter((sku) => sku.productId.toUpperCase() === productId);
  if (known.length === 0) throw new PartnerError(400013, [productId]);
  const sellableKeys = new Set(sellable(call).map(skuKey));
  return known.filter((sku) => sellableKeys.has(skuKey(sku)));
}

function requestedSku(call: Call): Sku {
  const [productId, skuId] = [call.param('productId'), call.param('skuId').padStart(4, '0')];
  const sku = findSku(call.world.catalogue, productId, skuId);
  if (sku === undefined) {
    skusOfProduct(call);
    throw new PartnerError(400018, [skuId.toUpperCase()]);
  }
  if (!sellable(call).includes(sku)) throw new PartnerError(400030, [sku.segment]);
  return sku;
}

/**
 * The SKUs that may be shown: those of the requested segment, for a customer only if its qualifications open it. Other
 * countries have none.
 */
function sellable(call: Call): Sku[] {
  const targetSegment = call.query('targetSegment')?.toLowerCase();
  const segments = segmentsShown(call, targetSegment);
  return call.world.catalogue.skus.filter((sku) => segments.includes(sku.segment));
}

function segmentsShown(call: Call, targetSegment: string | undefined): readonly Segment[] {
  const requested = targetSegment === undefined ? undefined : entryOf(SEGMENTS_BY_NAME, targetSegment);
  if (targetSegment !== undefined && requested === undefined) throw new PartnerError(900126, [targetSegment]);
  if (call.param('customerId') === '') {
    const country = call.query('country')?.toUpperCase();
    if (country === undefined) throw new PartnerError(800002, ['country']);
    return country === call.world.catalogue.market ? [requested ?? 'commercial'] : [];
  }
  const open = segmentsOf(call.customer());
  if (requested === undefined) return open;
  if (!open.includes(requested)) throw new PartnerError(400030, [requested]);
  return [requested];
}

const SEGMENTS_BY_NAME: Record<string, Segment> = {
  commercial: 'commercial',
  education: 'education',
  government: 'government',
  nonprofit: 'nonprofit',
};
