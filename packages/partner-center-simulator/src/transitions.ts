/**
 * Upgrades and conversions of trials. What may be done is judged when it is asked for; it takes effect a moment later, and until
 * then the subscription takes no other change.
 *
 *   all seats, nowhere named           `whole`  the same subscription is the other product from now on
 *   some seats, nowhere named          `part`   a new subscription beside it, with the same end
 *   any seats, a subscription named    `into`   the seats join that one
 *
 * Money moves by the days that are left of the charge cycle. An upgrade opens no window: a partial one inherits its parent's.
 *
 * @source Partner Center, "Transition a new commerce subscription", "Upgrade or transition a subscription", "Offer your customers
 * trials of Microsoft products"
 */
import { monthsInTerm, startOfUtcDay, termStarting, utcDate } from '@licence-portal/nce';
import { recordBilling } from './billing-history.ts';
import { availabilityIdOf, catalogItemIdOf, findCatalogItem, findOffer, type Sku, skuKey, skuOf } from './catalogue.ts';
import type { Fields } from './json.ts';
import { entryOf } from './json.ts';
import { blankSubscription } from './new-subscription.ts';
import { PartnerError } from './partner-error.ts';
import { priceOf } from './promotions.ts';
import { requestedFailureIn } from './requested-failures.ts';
import type { Call } from './route.ts';
import { openBatches, openWindows } from './seat-windows.ts';
import type { CustomerRecord, SubscriptionRecord, TransitionPlan } from './state.ts';
import { markChanged } from './subscription-resource.ts';
import { isDue, optionalCount, optionalText, text, textOr, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** A trial converts into so many seats at least. @source Partner Center, "Offer your customers trials of Microsoft products" */
const CONVERTED_SEATS_MIN = 25;

export const TRANSITION_TYPES = ['transition_only', 'transition_with_license_transfer'] as const;

/** The products that a subscription can become. */
export function targetsOf(world: World, record: SubscriptionRecord): Sku[] {
  const from = skuOf(world.catalogue, record.sku);
  if (record.resource.isTrial) {
    return world.catalogue.skus.filter(
      (sku) => !sku.isTrial && sku.segment === from.segment && sku.title === from.title,
    );
  }
  return from.conversions.flatMap((id) => world.catalogue.skuById.get(id) ?? []);
}

/** Services of the people's licences stand against those of the other product: licences cannot move. Provoked alone. */
export function hasConflict({ companyName }: CustomerRecord, { resource }: SubscriptionRecord, type: string): boolean {
  const isProvoked = requestedFailureIn(companyName, textOr(resource.friendlyName, '')) === 'conflicts';
  return isProvoked && type === 'transition_with_license_transfer';
}

/** Reasons against moving seats to an existing subscription; the numbers are Microsoft's. */
export function errorsAgainstTarget(
  record: SubscriptionRecord,
  target: SubscriptionRecord,
  now: Temporal.Instant,
): Fields[] {
  const errors: Fields[] = [];
  const say = (code: number, description: string) => errors.push({ code, description });
  if (target.resource.status !== 'active') say(1, 'The subscription is not active.');
  if (openBatches(target, now).length > 0) say(2, 'The subscription is in its cancellation window.');
  if (record.resource.isTrial) return errors;
  if (months(target.resource.termDuration) < months(record.resource.termDuration)) {
    say(3, "The subscription's term duration is shorter than the source subscription's term duration.");
  }
  if (Temporal.PlainDate.compare(target.termEndsBefore, record.termEndsBefore) < 0) {
    say(4, 'The subscription ends earlier than the source subscription.');
  }
  return errors;
}

/** What is asked for, as a plan; refused with Microsoft's codes. */
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
  const asked = optionalText(body, 'transitionType')?.toLowerCase() ?? 'transition_only';
  const transitionType = TRANSITION_TYPES.find((known) => known === asked);
  if (transitionType === undefined) throw new PartnerError(900126, [asked]);
  if (hasConflict(customer, record, transitionType)) throw new PartnerError(800020, [catalogItemIdOf(sku, now)]);
  const toSubscriptionId = optionalText(body, 'toSubscriptionId')?.toLowerCase();
  validateQuantity(record, sku, quantity, toSubscriptionId !== undefined);

  const [usualTerm, usualBilling] = resource.isTrial
    ? ['P1Y', 'monthly']
    : [resource.termDuration, resource.billingCycle];
  const target = toSubscriptionId === undefined ? undefined : entryOf(customer.subscriptions, toSubscriptionId);
  if (toSubscriptionId !== undefined) judgeTarget(call, record, sku, target, toSubscriptionId);
  const termDuration = optionalText(body, 'termDuration')?.toUpperCase() ?? usualTerm;
  const billingCycle = optionalText(body, 'billingCycle')?.toLowerCase() ?? usualBilling;
  if (monthsInTerm(termDuration) === undefined) throw new PartnerError(900268, [termDuration]);
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

function judgeTarget(
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

/** A transition is on its way; nothing else can change meanwhile. */
export function isInTransition(record: SubscriptionRecord): boolean {
  return record.transitions.some(({ appliesAt }) => appliesAt !== undefined);
}

/** Lets the transitions that are due take effect. @returns the subscriptions that changed */
export function settleTransitions(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  now: Temporal.Instant,
): SubscriptionRecord[] {
  const changedOnes: SubscriptionRecord[] = [];
  for (const transition of record.transitions) {
    if (transition.appliesAt === undefined || !isDue(transition.appliesAt, now)) continue;
    const at = Temporal.Instant.from(transition.appliesAt);
    delete transition.appliesAt;
    const events = Array.isArray(transition.resource.events) ? transition.resource.events : [];
    if (requestedFailureIn(customer.companyName, textOr(record.resource.friendlyName, '')) === 'breaks') {
      transition.resource.events = [...events, failedEvent(at)];
      transition.resource.status = 'Failed';
      markChanged(record, at);
      changedOnes.push(record);
      continue;
    }
    changedOnes.push(record, ...applyTransition(world, customer, record, transition.plan, at));
    const happened = transition.plan.movesLicences ? ['Conversion', 'LicenseReassignment'] : ['Conversion'];
    transition.resource.events = [...events, ...happened.map((name) => transitionEvent(name, 'Completed', at))];
    transition.resource.status = 'Completed';
  }
  return changedOnes;
}

/** Guess: what the errors of an event say; the documentation names their fields. */
function failedEvent(at: Temporal.Instant): Fields {
  const errors = [{ code: 900280, description: 'The transition could not be completed.' }];
  return { ...transitionEvent('Conversion', 'Failed', at), errors };
}

export function transitionEvent(name: string, status: string, at: Temporal.Instant): Fields {
  return { name, status, timestamp: wireInstant(at), attributes: { objectType: 'TransitionEvent' } };
}

function applyTransition(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  plan: TransitionPlan,
  at: Temporal.Instant,
): SubscriptionRecord[] {
  const toSku = skuOf(world.catalogue, plan.toSku);
  const fromPool = skuOf(world.catalogue, record.sku).provisioningId;
  if (plan.movesLicences) moveLicences(customer, fromPool, toSku.provisioningId, plan.quantity);
  if (plan.kind === 'whole') {
    convertTo(world, customer, record, plan, at);
    return [];
  }
  if (plan.kind === 'part') {
    const made = splitOff(world, customer, record, plan, at);
    leave(record, plan.quantity, at);
    return [made];
  }
  const target = customer.subscriptions[plan.toSubscriptionId];
  if (target === undefined) return [];
  const joined = record.resource.isTrial ? CONVERTED_SEATS_MIN : plan.quantity;
  target.resource.quantity += joined;
  recordBilling(target, 'moveQuantity', at);
  markChanged(target, at);
  leave(record, record.resource.isTrial ? record.resource.quantity : plan.quantity, at);
  return [target];
}

/** The subscription goes on as the other product, to the same end; a trial or a longer term begins anew. */
export function convertTo(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  plan: TransitionPlan,
  at: Temporal.Instant,
): void {
  const { resource } = record;
  const sku = skuOf(world.catalogue, plan.toSku);
  const wasTrial = resource.isTrial;
  const restartsTerm =
    wasTrial || plan.termDuration !== resource.termDuration || plan.billingCycle !== resource.billingCycle;
  applyPrice(world, customer, record, plan, at);
  resource.quantity = plan.quantity;
  resource.isTrial = false;
  clearSchedule(record);
  applyProduct(world, record, sku, at);
  if (restartsTerm) restartTerm(record, plan, at);
  recordBilling(record, 'convert', at, restartsTerm);
  if (wasTrial) openWindows(record, at);
  markChanged(record, at);
}

function splitOff(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  plan: TransitionPlan,
  at: Temporal.Instant,
): SubscriptionRecord {
  const sku = skuOf(world.catalogue, plan.toSku);
  const { resource } = record;
  const made = blankSubscription(world, customer, {
    id: plan.toSubscriptionId,
    sku,
    at,
    quantity: plan.quantity,
    orderId: resource.orderId,
    friendlyName: sku.title,
    term: {
      startsOn: record.termStartsOn,
      endsBefore: record.termEndsBefore,
      anchorDay: record.anchorDay,
    },
    termDuration: plan.termDuration,
    billingCycle: plan.billingCycle,
    provisionedAt: wireInstant(at),
  });
  applyPrice(world, customer, made, plan, at);
  const restartsTerm = plan.termDuration !== resource.termDuration || plan.billingCycle !== resource.billingCycle;
  if (restartsTerm) restartTerm(made, plan, at);
  // The new one inherits what is left of its parent's window.
  made.resource.cancellationAllowedUntilDate = resource.cancellationAllowedUntilDate ?? null;
  made.resource.refundOptions = resource.refundOptions ?? [];
  const [window] = openBatches(record, at);
  if (window !== undefined) made.seatBatches = [{ quantity: plan.quantity, allowedUntil: window.allowedUntil }];
  customer.subscriptions[made.resource.id] = made;
  recordBilling(made, 'convert', at, restartsTerm);
  markChanged(made, at);
  return made;
}

/** Seats go elsewhere; a subscription without seats is deleted. */
function leave(record: SubscriptionRecord, seatCount: number, at: Temporal.Instant): void {
  const { resource } = record;
  const left = resource.quantity - seatCount;
  clearSchedule(record);
  if (left <= 0) {
    resource.status = 'deleted';
    resource.autoRenewEnabled = false;
    record.seatBatches = [];
  } else {
    record.seatBatches = cappedBatches(record, left);
  }
  resource.quantity = Math.max(0, left);
  recordBilling(record, 'moveQuantity', at);
  if (left <= 0) resource.quantity = seatCount;
  markChanged(record, at);
}

/** No more seats can go back than there are. */
function cappedBatches(record: SubscriptionRecord, seatCount: number): SubscriptionRecord['seatBatches'] {
  let room = seatCount;
  return record.seatBatches.flatMap(({ quantity, allowedUntil }) => {
    const kept = Math.min(quantity, room);
    room -= kept;
    return kept > 0 ? [{ quantity: kept, allowedUntil }] : [];
  });
}

function applyPrice(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  plan: TransitionPlan,
  at: Temporal.Instant,
): void {
  const sku = skuOf(world.catalogue, plan.toSku);
  const offer = findOffer(sku, plan.termDuration, plan.billingCycle);
  if (offer === undefined) throw new Error(`${plan.toSku} was sold when the transition was judged`);
  const promotionId = plan.promotionId === '' ? undefined : plan.promotionId;
  // Promotions do not hold when a trial converts.
  const price = record.resource.isTrial
    ? { unitPrice: offer.unitPrice, promotionId: undefined }
    : priceOf(customer, sku, offer, { ...plan, promotionId, renewed: record }, at);
  record.sku = plan.toSku;
  record.unitPrice = price.unitPrice.toString();
  record.resource.promotionId = price.promotionId ?? '';
}

function restartTerm(record: SubscriptionRecord, plan: TransitionPlan, at: Temporal.Instant): void {
  const term = termStarting(utcDate(at), plan.termDuration);
  record.termStartsOn = term.startsOn.toString();
  record.termEndsBefore = term.endsBefore.toString();
  record.anchorDay = term.startsOn.day;
  record.isExtended = false;
  record.resource.renewalTermDuration = '';
  record.resource.termDuration = plan.termDuration;
  record.resource.billingCycle = plan.billingCycle;
  record.resource.effectiveStartDate = wireInstant(startOfUtcDay(term.startsOn));
}

function applyProduct(world: World, { resource }: SubscriptionRecord, sku: Sku, at: Temporal.Instant): void {
  resource.hasPurchasableAddons = world.catalogue.bases.has(skuKey(sku));
  resource.offerId = `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, at)}`;
  resource.offerName = sku.title;
}

function clearSchedule({ resource }: SubscriptionRecord): void {
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [];
}

/** People keep working: what they had of the old pool becomes the new one, for as many as the seats that move. */
function moveLicences(customer: CustomerRecord, fromPool: string, toPool: string, seatCount: number): void {
  let left = seatCount;
  for (const user of Object.values(customer.users)) {
    if (left === 0) return;
    if (!user.licences.some(({ skuId }) => skuId === fromPool)) continue;
    left -= 1;
    const kept = user.licences.filter(({ skuId }) => skuId !== fromPool && skuId !== toPool);
    user.licences = [...kept, { skuId: toPool, excludedPlans: [] }];
  }
}

function months(termDuration: string): number {
  return monthsInTerm(termDuration) ?? 0;
}
