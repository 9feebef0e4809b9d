import { findCatalogItem } from './catalogue.ts';
import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { errorsAgainst, isRunning, PROMOTIONS, promotionResource } from './promotions.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import type { CustomerRecord } from './state.ts';
import { collection, fieldsOf, list, optionalCount, optionalText, text } from './wire-json.ts';

export const promotionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/productpromotions',
    token: 'appOrUser',
    source: 'Get a list of product promotions',
    handle: listPromotions,
  },
  {
    method: 'GET',
    path: '/v1/productpromotions/:promotionId',
    token: 'appOrUser',
    source: 'Get a product promotion by ID',
    handle: getPromotion,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customerId/promotionEligibilities',
    token: 'appOrUser',
    source: 'Verify promotion eligibility',
    handle: promotionEligibilities,
  },
];

function listPromotions(call: Call): Answer {
  const segment = call.query('segment')?.toLowerCase();
  const running = PROMOTIONS.filter(
    (known) => isRunning(known, call.now) && (segment === undefined || known.segment === segment),
  );
  const isHere = requestedCountry(call) === call.world.catalogue.market;
  return ok(collection(isHere ? running.map(promotionResource) : [], '/productpromotions'));
}

/** Guess: a promotion that is over is not found. */
function getPromotion(call: Call): Answer {
  const id = call.param('promotionId').toUpperCase();
  const known = PROMOTIONS.find((promotion) => promotion.id === id && isRunning(promotion, call.now));
  if (known === undefined || requestedCountry(call) !== call.world.catalogue.market) throw new PartnerError(1000, [id]);
  return ok(promotionResource(known));
}

function promotionEligibilities(call: Call): Answer {
  const customer = call.customer();
  const requested = list(call.body(), 'items').map((item) => fieldsOf(item, 'items'));
  if (requested.length === 0) throw new PartnerError(800002, ['items']);
  const items = requested.map((item) => eligibilitiesOf(call, customer, item));
  return ok(collection(items, `/customers/${customer.customer.id}/promotionEligibilities`));
}

/** The eligibilities of one item: for the named promotion, or for all that the SKU has now. */
function eligibilitiesOf(call: Call, customer: CustomerRecord, item: Fields): Fields {
  const catalogItemId = text(item, 'catalogItemId');
  const quantity = optionalCount(item, 'quantity') ?? 1;
  const termDuration = text(item, 'termDuration').toUpperCase();
  const billingCycle = text(item, 'billingCycle').toLowerCase();
  const promotionId = optionalText(item, 'promotionId')?.toUpperCase();
  const found = findCatalogItem(call.world.catalogue, catalogItemId, call.now);
  const purchase = { quantity, termDuration, billingCycle, promotionId };
  return {
    id: optionalCount(item, 'id') ?? 0,
    catalogItemId,
    quantity,
    termDuration,
    billingCycle,
    eligibilities: found.found === 'yes' ? eligibilitiesFor(found.sku) : [unknownItem(promotionId ?? '')],
    attributes: { objectType: 'PromotionEligibilities' },
  };

  function eligibilitiesFor(sku: Parameters<typeof errorsAgainst>[2]): Fields[] {
    const known = PROMOTIONS.filter((promotion) =>
      promotionId === undefined
        ? promotion.sku === `${sku.productId}:${sku.skuId}` && isRunning(promotion, call.now)
        : promotion.id === promotionId,
    );
    if (promotionId !== undefined && known.length === 0) {
      const errors = [{ type: 'InvalidPromotion', description: 'There is no such promotion.' }];
      return [{ promotionId, isEligible: false, errors }];
    }
    return known.map((promotion) => {
      const errors = errorsAgainst(promotion, customer, sku, purchase, call.now);
      return { promotionId: promotion.id, isEligible: errors.length === 0, errors };
    });
  }
}

function unknownItem(promotionId: string): Fields {
  const errors = [{ type: 'InvalidCatalogItemId', description: 'The catalog item ID is not valid.' }];
  return { promotionId, isEligible: false, errors };
}

function requestedCountry(call: Call): string {
  const country = call.query('country')?.toUpperCase();
  if (country === undefined) throw new PartnerError(800002, ['country']);
  return country;
}
