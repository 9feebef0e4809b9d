import { isAlignedEnd } from './aligned-term-ends.ts';
import { lacksBase } from './base-subscriptions.ts';
import { dayOf, wholeTerm } from './calendar.ts';
import { findCatalogItem, findOffer, type Offer, type Sku, skuKey } from './catalogue.ts';
import type { Fields, Json } from './json.ts';
import { linePricing } from './line-pricing.ts';
import { minimumSeatCount } from './multi-geo.ts';
import { descriptionOf, PartnerError } from './partner-error.ts';
import { type LinePrice, priceOf } from './promotions.ts';
import type { Call } from './route.ts';
import { segmentsOf } from './segments.ts';
import type { CartLine, CustomerRecord } from './state.ts';
import { fieldsOf, instantFrom, list, optionalCount, optionalText, text } from './wire-json.ts';

/**
 * The lines of a cart as the API shows them: priced, or each with its error. A cart with errors is created
 * nevertheless.
 *
 * @source Partner Center, "Create a cart" and "Cart resources" (`CartErrorCode`)
 */
export function cartLinesFrom(call: Call, customer: CustomerRecord, body: Fields): CartLine[] {
  const requested = list(body, 'lineItems').map((item) => fieldsOf(item, 'lineItems'));
  if (requested.length === 0) throw new PartnerError(800002, ['lineItems']);
  const lines = requested.map((item, index) => lineFrom(item, index));
  const cyclesInOrder = [...new Set(lines.map((line) => line.billingCycle))];
  for (const line of lines) {
    // An order has one billing cycle.
    line.orderGroup = String(cyclesInOrder.indexOf(line.billingCycle));
    const evaluated = evaluateLine(call, customer, line, lines);
    line.resource = {
      ...line.resource,
      currencyCode: call.world.catalogue.currency.code,
      orderGroup: line.orderGroup,
      ...('error' in evaluated ? { error: evaluated.error } : { pricing: pricingOf(line, evaluated, call.now) }),
    };
  }
  return lines;
}

/** @source Partner Center, "Cart resources", CartErrorCode */
export const ATTESTATION_NOT_ACCEPTED = 10012;

/** The error of a line that cannot be bought now, or its SKU and price. */
export function evaluateLine(
  call: Call,
  customer: CustomerRecord,
  line: CartLine,
  allLines: readonly CartLine[],
): { sku: Sku; offer: Offer; price: LinePrice } | { error: Fields } {
  const { catalogue } = call.world;
  const item = findCatalogItem(catalogue, line.catalogItemId, call.now);
  if (item.found === 'no') return lineError(10001, 'The catalog item ID is not valid.');
  if (item.found === 'rotated') return lineError(10001, descriptionOf(400019));
  const { sku } = item;
  if (!segmentsOf(customer).includes(sku.segment)) return lineError(400030, descriptionOf(400030));
  const offer = findOffer(sku, line.termDuration, line.billingCycle);
  if (offer === undefined)
    return lineError(10010, 'The term duration and billing cycle are not offered for this item.');
  if (line.renewsTo !== undefined && findOffer(sku, line.renewsTo, line.billingCycle) === undefined) {
    return lineError(10010, 'The term duration to renew to is not offered for this item.');
  }

  const others = purchasesIn(
    call,
    allLines.filter((other) => other !== line),
  );
  const fewest = Math.max(1, sku.minimumQuantity, minimumSeatCount(customer, sku, { others }));
  if (line.quantity < fewest) return lineError(10010, `The quantity must be at least ${fewest}.`);
  const owned = ownedSeatCount(customer, sku);
  if (line.quantity > sku.maximumQuantity) {
    return lineError(10015, `The quantity exceeds the ${sku.maximumQuantity} seats allowed per subscription.`, {
      availableQuantity: sku.maximumQuantity,
      purchasedQuantity: owned,
    });
  }
  if (sku.isTrial && hasUsedTrial(customer, sku)) return lineError(10002, 'The trial has already been used.');
  if (lacksBase(customer, sku, others)) {
    return lineError(400041, descriptionOf(400041));
  }
  if (sku.attestationType !== undefined && !line.isAttested) {
    return lineError(ATTESTATION_NOT_ACCEPTED, "Attestation hasn't been accepted.");
  }
  if (line.customTermEndsOn !== undefined) {
    const lastDay = Temporal.PlainDate.from(line.customTermEndsOn);
    if (!isAlignedEnd(customer, line.termDuration, dayOf(call.now), lastDay)) {
      return lineError(900242, descriptionOf(900242));
    }
  }
  return { sku, offer, price: priceOf(customer, sku, offer, line, call.now) };
}

function lineFrom(item: Fields, index: number): CartLine {
  const catalogItemId = text(item, 'catalogItemId');
  const quantity = optionalCount(item, 'quantity');
  if (quantity === undefined) throw new PartnerError(800002, ['quantity']);
  const termDuration = text(item, 'termDuration').toUpperCase();
  const billingCycle = text(item, 'billingCycle').toLowerCase();
  const customTermEnd = optionalText(item, 'customTermEndDate');
  const customTermEndsAt = customTermEnd === undefined ? undefined : instantFrom(customTermEnd);
  if (customTermEnd !== undefined && customTermEndsAt === undefined) {
    throw new PartnerError(800002, ['customTermEndDate']);
  }
  const friendlyName = optionalText(item, 'friendlyName');
  const kept = Object.fromEntries(
    Object.entries(item).filter(([name, value]) => value !== null && !SERVER_FIELDS.has(name)),
  );
  return {
    resource: { ...kept, id: index, catalogItemId, quantity, termDuration, billingCycle },
    catalogItemId,
    quantity,
    termDuration,
    billingCycle,
    friendlyName,
    customTermEndsOn: customTermEndsAt === undefined ? undefined : dayOf(customTermEndsAt).toString(),
    promotionId: optionalText(item, 'promotionId'),
    isAttested: item.attestationAccepted === true,
    renewsTo: renewalTermFrom(item.renewsTo),
    orderGroup: '0',
  };
}

/**
 * Documented as a list of terms for carts and as one term for orders; Microsoft's own SDK sends null if there is none.
 */
function renewalTermFrom(renewsTo: Json | undefined): string | undefined {
  const first = Array.isArray(renewsTo) ? renewsTo[0] : renewsTo;
  if (first === undefined || first === null) return undefined;
  return optionalText(fieldsOf(first, 'renewsTo'), 'termDuration')?.toUpperCase();
}

/** Fields of a line that the server sets, even if a client sends back the cart that it read. */
const SERVER_FIELDS = new Set(['error', 'pricing', 'orderGroup', 'currencyCode']);

function pricingOf(line: CartLine, of: { offer: Offer; price: LinePrice }, now: Temporal.Instant): Json {
  const startsOn = dayOf(now);
  const endsBefore =
    line.customTermEndsOn === undefined
      ? wholeTerm(startsOn, line.termDuration).endsBefore
      : Temporal.PlainDate.from(line.customTermEndsOn).add({ days: 1 });
  return linePricing({ ...line, startsOn, endsBefore }, { listed: of.offer.unitPrice, discounted: of.price.unitPrice });
}

function lineError(errorCode: number, errorDescription: string, additionalInformation?: Fields): { error: Fields } {
  return {
    error: {
      errorCode: String(errorCode),
      errorDescription,
      ...(additionalInformation === undefined ? {} : { additionalInformation }),
    },
  };
}

function ownedSeatCount(customer: CustomerRecord, sku: Sku): number {
  return Object.values(customer.subscriptions)
    .filter((subscription) => subscription.sku === skuKey(sku) && subscription.resource.status === 'active')
    .reduce((total, subscription) => total + subscription.resource.quantity, 0);
}

function hasUsedTrial(customer: CustomerRecord, sku: Sku): boolean {
  return Object.values(customer.orders).some((order) => order.lines.some((line) => line.sku === skuKey(sku)));
}

function purchasesIn(call: Call, lines: readonly CartLine[]): { sku: Sku; quantity: number }[] {
  return lines.flatMap((line) => {
    const item = findCatalogItem(call.world.catalogue, line.catalogItemId, call.now);
    return item.found === 'yes' ? [{ sku: item.sku, quantity: line.quantity }] : [];
  });
}
