import { monthsOf } from './calendar.ts';
import { catalogItemIdOf, findCatalogItem, findOffer, type Sku, skuKey } from './catalogue.ts';
import { entryOf, type Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { requestedFailureIn } from './requested-failures.ts';
import type { Call } from './route.ts';
import { openBatches } from './seat-windows.ts';
import type { CustomerRecord, SubscriptionRecord, TransitionPlan } from './state.ts';
import { CONVERTED_SEATS_MIN, isInTransition, targetsOf } from './transitions.ts';
import { optionalCount, optionalText, text, textOr } from './wire-json.ts';

export const TRANSITION_TYPES = ['transition_only', 'transition_with_license_transfer'] as const;

/**
 * Services of the assigned licences conflict with the other product's, so that licences cannot move. On request only.
 */
export function hasConflict({ companyName }: CustomerRecord, { resource }: SubscriptionRecord, type: string): boolean {
  const isRequested = requestedFailureIn(companyName, textOr(resource.friendlyName, '')) === 'conflicts';
  return isRequested && type === 'transition_with_license_transfer';
}

/** Reasons against moving seats to an existing subscription; the numbers are Microsoft's. */
export function errorsAgainstTarget(
  record: SubscriptionRecord,
  target: SubscriptionRecord,
  now: Temporal.Instant,
): Fields[] {
  const errors: Fields[] = [];
  const add = (code: number, description: string) => errors.push({ code, description });
  if (target.resource.status !== 'active') add(1, 'The subscription is not active.');
  if (openBatches(target, now).length > 0) add(2, 'The subscription is in its cancellation window.');
  if (record.resource.isTrial) return errors;
  if (months(target.resource.termDuration) < months(record.resource.termDuration)) {
    add(3, "The subscription's term duration is shorter than the source subscription's term duration.");
  }
  if (Temporal.PlainDate.compare(target.termEndsBefore, record.termEndsBefore) < 0) {
    add(4, 'The subscription ends earlier than the source subscription.');
  }
  return errors;
}

/** The plan of a requested transition. @throws PartnerError with Microsoft's codes where it is not allowed */
export function planFrom(
  call: Call,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  body: Fields,
): TransitionPlan {
  const { world, now } = call;
  const { resource } = record;
  const fromId = optionalText(body, 'fromSubscriptionId')?.toLowerCase() ?? resource.id;
  if (fromId !== resource.id) throw new PartnerError(3000, ['fromSubscriptionId']);
  const item = findCatalogItem(world.catalogue, text(body, 'toCatalogItemId'), now);
  if (item.found !== 'yes') throw new PartnerError(400019, [text(body, 'toCatalogItemId')]);
  const { sku } = item;
  if (!targetsOf(world, record).includes(sku)) throw new PartnerError(800020, [catalogItemIdOf(sku, now)]);
  const quantity = optionalCount(body, 'quantity') ?? resource.quantity;
  const requestedType = optionalText(body, 'transitionType')?.toLowerCase() ?? 'transition_only';
  const transitionType = TRANSITION_TYPES.find((known) => known === requestedType);
  if (transitionType === undefined) throw new PartnerError(900126, [requestedType]);
  if (hasConflict(customer, record, transitionType)) throw new PartnerError(800020, [catalogItemIdOf(sku, now)]);
  const toSubscriptionId = optionalText(body, 'toSubscriptionId')?.toLowerCase();
  validateQuantity(record, sku, quantity, toSubscriptionId !== undefined);

  const [usualTerm, usualBilling] = resource.isTrial
    ? ['P1Y', 'monthly']
    : [resource.termDuration, resource.billingCycle];
  const target = toSubscriptionId === undefined ? undefined : entryOf(customer.subscriptions, toSubscriptionId);
  if (toSubscriptionId !== undefined) validateTarget(call, record, sku, target, toSubscriptionId);
  const termDuration = optionalText(body, 'termDuration')?.toUpperCase() ?? usualTerm;
  const billingCycle = optionalText(body, 'billingCycle')?.toLowerCase() ?? usualBilling;
  if (monthsOf(termDuration) === undefined) throw new PartnerError(900268, [termDuration]);
  if (!resource.isTrial && months(termDuration) < months(resource.termDuration)) {
    throw new PartnerError(900267, [termDuration]);
  }
  if (findOffer(sku, termDuration, billingCycle) === undefined) throw new PartnerError(900269, [billingCycle]);
  const kind = target !== undefined ? 'into' : quantity === resource.quantity || resource.isTrial ? 'whole' : 'part';
  return {
    toSku: skuKey(sku),
    quantity,
    termDuration,
    billingCycle,
    promotionId: optionalText(body, 'promotionId') ?? '',
    movesLicences: kind === 'whole' || transitionType === 'transition_with_license_transfer',
    kind,
    toSubscriptionId: toSubscriptionId ?? (kind === 'whole' ? resource.id : world.newGuid()),
  };
}

function validateQuantity(record: SubscriptionRecord, sku: Sku, quantity: number, joins: boolean): void {
  const { resource } = record;
  if (resource.isTrial) {
    const isEnough = joins ? quantity >= 1 : quantity >= CONVERTED_SEATS_MIN;
    if (!isEnough || quantity > sku.maximumQuantity) throw new PartnerError(900275, [String(CONVERTED_SEATS_MIN)]);
    return;
  }
  const isTooFew = quantity < 1 || (!joins && quantity < sku.minimumQuantity);
  if (isTooFew || quantity > Math.min(resource.quantity, sku.maximumQuantity)) {
    throw new PartnerError(2002, [String(sku.minimumQuantity), String(resource.quantity)]);
  }
}

function validateTarget(
  call: Call,
  record: SubscriptionRecord,
  sku: Sku,
  target: SubscriptionRecord | undefined,
  id: string,
): asserts target is SubscriptionRecord {
  if (target === undefined) throw new PartnerError(20003, [id]);
  if (target === record) throw new PartnerError(900259, [id]);
  if (target.sku !== skuKey(sku)) throw new PartnerError(900260, [id]);
  if (target.pendingQuantity !== undefined || isInTransition(target)) throw new PartnerError(900261, [id]);
  const codes = errorsAgainstTarget(record, target, call.now).map(({ code }) => code);
  if (codes.includes(1)) throw new PartnerError(900258, [id]);
  if (codes.includes(3)) throw new PartnerError(900267, [id]);
  if (codes.length > 0) throw new PartnerError(900236, [id]);
}

function months(termDuration: string): number {
  return monthsOf(termDuration) ?? 0;
}
