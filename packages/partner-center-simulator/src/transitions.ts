/**
 * Upgrades and conversions of trials: how they take effect. A transition is validated when it is requested
 * (`transition-plan.ts`) and takes effect a moment later; until then the subscription takes no other change.
 *
 *   all seats, no target named         `whole`  the same subscription is the other product from now on
 *   some seats, no target named        `part`   a new subscription beside it, with the same end
 *   any seats, a target named          `into`   the seats join that subscription
 *
 * Money moves by the days that are left of the charge cycle; the lines of both subscriptions of a partial upgrade are
 * called `convert`. Guess: those of seats that join another one are called `moveQuantity`. An upgrade opens no refund
 * window: a partial one inherits its parent's.
 *
 * @source Partner Center, "Transition a new commerce subscription", "Upgrade or transition a subscription", "Offer your
 * customers trials of Microsoft products"
 */

import { recordBilling } from './billing-history.ts';
import { dayOf, midnightOf, wholeTerm } from './calendar.ts';
import { availabilityIdOf, findOffer, type Sku, skuKey, skuOf } from './catalogue.ts';
import type { Fields } from './json.ts';
import { blankSubscription } from './new-subscription.ts';
import { priceOf } from './promotions.ts';
import { requestedFailureIn } from './requested-failures.ts';
import { openBatches, openWindows } from './seat-windows.ts';
import type { CustomerRecord, SubscriptionRecord, TransitionPlan } from './state.ts';
import { markChanged } from './subscription-resource.ts';
import { isDue, textOr, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/**
 * The seats that a trial converts into, at least.
 *
 * @source Partner Center, "Offer your customers trials of Microsoft products"
 */
export const CONVERTED_SEATS_MIN = 25;

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

/** Whether a transition is pending; no other change is allowed meanwhile. */
export function isInTransition(record: SubscriptionRecord): boolean {
  return record.transitions.some(({ appliesAt }) => appliesAt !== undefined);
}

/** Applies the transitions that are due. @returns the subscriptions that changed */
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

/** Guess: code and description of the errors; the documentation gives their fields only. */
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
    removeMovedSeats(record, plan.quantity, at, 'convert');
    return [made];
  }
  const target = customer.subscriptions[plan.toSubscriptionId];
  if (target === undefined) return [];
  const joined = record.resource.isTrial ? CONVERTED_SEATS_MIN : plan.quantity;
  target.resource.quantity += joined;
  recordBilling(target, 'moveQuantity', at);
  markChanged(target, at);
  removeMovedSeats(record, record.resource.isTrial ? record.resource.quantity : plan.quantity, at);
  return [target];
}

/** Turns the subscription into the other product, to the same end; a trial or a longer term starts a new term. */
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
  // A transition does not move the renewal date, whatever its billing plan.
  const restartsTerm = wasTrial || plan.termDuration !== resource.termDuration;
  applyPrice(world, customer, record, plan, at);
  resource.quantity = plan.quantity;
  resource.isTrial = false;
  clearSchedule(record);
  applyProduct(world, record, sku, at);
  if (restartsTerm) restartTerm(record, plan, at);
  resource.billingCycle = plan.billingCycle;
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
  const restartsTerm = plan.termDuration !== resource.termDuration;
  if (restartsTerm) restartTerm(made, plan, at);
  // The new subscription inherits the rest of its parent's window.
  if (typeof resource.cancellationAllowedUntilDate === 'string')
    made.resource.cancellationAllowedUntilDate = resource.cancellationAllowedUntilDate;
  made.resource.refundOptions = resource.refundOptions ?? [];
  const [window] = openBatches(record, at);
  if (window !== undefined) made.seatBatches = [{ quantity: plan.quantity, allowedUntil: window.allowedUntil }];
  customer.subscriptions[made.resource.id] = made;
  recordBilling(made, 'convert', at, restartsTerm);
  markChanged(made, at);
  return made;
}

/** Removes seats that move to another subscription; a subscription without seats is deleted. */
function removeMovedSeats(
  record: SubscriptionRecord,
  seatCount: number,
  at: Temporal.Instant,
  chargeType?: 'convert',
): void {
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
  recordBilling(record, 'moveQuantity', at, false, chargeType);
  if (left <= 0) resource.quantity = seatCount;
  markChanged(record, at);
}

/** The batches, limited to the seats that are left. */
function cappedBatches(record: SubscriptionRecord, seatCount: number): SubscriptionRecord['seatBatches'] {
  let left = seatCount;
  return record.seatBatches.flatMap(({ quantity, allowedUntil }) => {
    const kept = Math.min(quantity, left);
    left -= kept;
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
  if (offer === undefined) throw new Error(`${plan.toSku} was sold when the transition was validated`);
  const promotionId = plan.promotionId === '' ? undefined : plan.promotionId;
  // Promotions do not apply when a trial converts.
  const price = record.resource.isTrial
    ? { unitPrice: offer.unitPrice, promotionId: undefined }
    : priceOf(customer, sku, offer, { ...plan, promotionId, renewed: record }, at);
  record.sku = plan.toSku;
  record.unitPrice = price.unitPrice.toString();
  record.resource.promotionId = price.promotionId ?? '';
}

function restartTerm(record: SubscriptionRecord, plan: TransitionPlan, at: Temporal.Instant): void {
  const term = wholeTerm(dayOf(at), plan.termDuration);
  record.termStartsOn = term.startsOn.toString();
  record.termEndsBefore = term.endsBefore.toString();
  record.anchorDay = term.startsOn.day;
  record.isExtended = false;
  record.resource.renewalTermDuration = '';
  record.resource.termDuration = plan.termDuration;
  record.resource.billingCycle = plan.billingCycle;
  record.resource.effectiveStartDate = wireInstant(midnightOf(term.startsOn));
}

function applyProduct(world: World, { resource }: SubscriptionRecord, sku: Sku, at: Temporal.Instant): void {
  resource.hasPurchasableAddons = world.catalogue.baseSkus.has(skuKey(sku));
  resource.offerId = `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, at)}`;
  resource.offerName = sku.title;
}

function clearSchedule({ resource }: SubscriptionRecord): void {
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [];
}

/** Moves licences from the old pool to the new one, for as many people as seats move. */
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
