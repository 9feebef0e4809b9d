/**
 * The PATCH of a subscription. The caller sends the whole resource with its changes in it; fields that differ are the
 * changes. Two pitfalls of Partner Center are imitated: a resource without `autoRenewEnabled` turns auto-renewal off,
 * and if `scheduledActions` is present, `scheduledNextTermInstructions` is ignored.
 *
 * All changes are validated before any is applied.
 *
 * @source Partner Center, "Change the quantity of a subscription", "Suspend a subscription", "Reactivate a suspended a
 *          subscription", "Cancel a subscription", "Manage scheduled changes for new commerce subscriptions"
 */

import { isAlignedEnd } from './aligned-term-ends.ts';
import { lacksBase } from './base-subscriptions.ts';
import { nextCycleStart, recordBilling } from './billing-history.ts';
import { dayOf, midnightOf, monthsOf, wholeTerm } from './calendar.ts';
import { findOffer, findSku, type Sku, skuOf } from './catalogue.ts';
import { customDatePlan } from './custom-date-actions.ts';
import type { Fields, Json } from './json.ts';
import { minimumSeatCount } from './multi-geo.ts';
import { PartnerError } from './partner-error.ts';
import { priceOf } from './promotions.ts';
import { isRenewable } from './renewable-skus.ts';
import type { Answer, Call } from './route.ts';
import { scheduledActionAtTermEnd, scheduledActionOnDate } from './scheduled-actions.ts';
import { refundableSeatCount, setSeats, WINDOW_DAYS } from './seat-windows.ts';
import type { CustomerRecord, SubscriptionRecord } from './state.ts';
import { refuseUnready } from './subscription-readiness.ts';
import { markChanged } from './subscription-resource.ts';
import { fieldsOf, instantFrom, optionalCount, optionalFields, optionalText, wireInstant } from './wire-json.ts';

/** @source Partner Center, "Error codes", 900311 */
const UPDATE_LIMIT = 1200;

type Wanted = Readonly<{
  status: string;
  quantity: number;
  autoRenewEnabled: boolean;
  friendlyName: string | undefined;
  partnerId: string | undefined;
  /** `undefined` if absent: it stays unchanged. */
  scheduledActions: Fields[] | undefined;
  scheduledNextTermInstructions: Fields | null | undefined;
  termDuration: string;
  billingCycle: string;
}>;

export function patchSubscription(call: Call, customer: CustomerRecord, record: SubscriptionRecord): Answer {
  const { resource } = record;
  refuseStale(call, record);
  refuseUnready(record, call.now);
  if (record.updateCount >= UPDATE_LIMIT) throw new PartnerError(900311, [resource.id]);

  const wanted = wantedFrom(call.body(), record);
  const isCancelled = wanted.status === 'deleted';
  if (isCancelled) validateCancellation(call, record);
  else {
    validateStatus(record, wanted);
    validateTerms(call, record, wanted);
    validateQuantity(call, customer, record, wanted);
    validateAutoRenew(call, customer, record, wanted);
    validateSchedule(call, customer, record, wanted);
  }
  record.updateCount += 1;
  return isCancelled ? cancel(call, record) : apply(call, customer, record, wanted);
}

function refuseStale(call: Call, record: SubscriptionRecord): void {
  const ifMatch = call.header('If-Match')?.replace(/^W\//, '').replaceAll('"', '');
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== record.resource.attributes.etag)
    throw new PartnerError(2055);
}

function wantedFrom(body: Fields, { resource }: SubscriptionRecord): Wanted {
  const id = optionalText(body, 'id');
  if (id !== undefined && id.toLowerCase() !== resource.id) throw new PartnerError(3000, ['id']);
  const autoRenew = body.autoRenewEnabled;
  if (autoRenew !== undefined && autoRenew !== null && typeof autoRenew !== 'boolean') {
    throw new PartnerError(800002, ['autoRenewEnabled']);
  }
  const actions = body.scheduledActions;
  return {
    status: optionalText(body, 'status')?.toLowerCase() ?? resource.status,
    quantity: optionalCount(body, 'quantity') ?? resource.quantity,
    autoRenewEnabled: autoRenew === true,
    friendlyName: optionalText(body, 'friendlyName'),
    partnerId: optionalText(body, 'partnerId'),
    scheduledActions: actions === undefined ? undefined : actionsFrom(actions),
    scheduledNextTermInstructions:
      body.scheduledNextTermInstructions === undefined
        ? undefined
        : (optionalFields(body, 'scheduledNextTermInstructions') ?? null),
    termDuration: optionalText(body, 'termDuration')?.toUpperCase() ?? resource.termDuration,
    billingCycle: optionalText(body, 'billingCycle')?.toLowerCase() ?? resource.billingCycle,
  };
}

/** Both spellings of the schedule's kind are accepted; `scheduleType` is shown. */
function actionsFrom(actions: Json): Fields[] {
  if (actions === null) return [];
  if (!Array.isArray(actions)) throw new PartnerError(800002, ['scheduledActions']);
  return actions.map((item) => {
    const { scheduledType, ...action } = fieldsOf(item, 'scheduledActions');
    const scheduleType =
      optionalText(action, 'scheduleType') ?? (typeof scheduledType === 'string' ? scheduledType : '');
    const known = SCHEDULE_TYPES.find((type) => type.toLowerCase() === scheduleType.toLowerCase());
    if (known === undefined) throw new PartnerError(900126, [scheduleType]);
    const requested = optionalText(action, 'actionType') ?? '';
    const actionType = ACTION_TYPES.find((type) => type.toLowerCase() === requested.toLowerCase());
    if (actionType === undefined) throw new PartnerError(900126, [requested]);
    if (known === 'CustomDate' && instantFrom(optionalText(action, 'effectiveDate') ?? '') === undefined) {
      throw new PartnerError(800002, ['effectiveDate']);
    }
    return { ...action, scheduleType: known, actionType };
  });
}

const SCHEDULE_TYPES = ['TermEnd', 'CustomDate'] as const;
const ACTION_TYPES = ['Cancel', 'RenewToNewTerm', 'RenewToExtendedServiceTerm', 'Transition'] as const;

function validateCancellation(call: Call, { resource }: SubscriptionRecord): void {
  if (resource.isTrial) throw new PartnerError(900280, [resource.id]);
  const until = typeof resource.cancellationAllowedUntilDate === 'string' ? resource.cancellationAllowedUntilDate : '';
  const allowedUntil = instantFrom(until);
  if (allowedUntil === undefined || Temporal.Instant.compare(allowedUntil, call.now) <= 0) {
    throw new PartnerError(900117, [String(WINDOW_DAYS)]);
  }
}

function validateStatus({ resource }: SubscriptionRecord, wanted: Wanted): void {
  if (!['active', 'suspended'].includes(wanted.status)) throw new PartnerError(900126, [wanted.status]);
  if (resource.isTrial && wanted.status !== resource.status) throw new PartnerError(900280, [resource.id]);
}

/**
 * A longer term begins at once; a three-year term can change its billing cycle from the next charge cycle on. Nothing
 * else changes mid-term.
 */
function validateTerms(call: Call, record: SubscriptionRecord, wanted: Wanted): void {
  const { resource } = record;
  const { termDuration, billingCycle } = wanted;
  if (!changesTerms(record, wanted)) return;
  if (resource.isTrial) throw new PartnerError(800107);
  if (resource.status !== 'active' || wanted.status !== 'active') throw new PartnerError(800091);
  const [wantedMonths, months] = [monthsOf(termDuration), monthsOf(resource.termDuration) ?? 0];
  if (wantedMonths === undefined) throw new PartnerError(800121);
  if (wantedMonths < months) throw new PartnerError(800122);
  const isBillingAlone = wantedMonths === months;
  const isKnownChange = resource.termDuration === 'P3Y' && ['monthly', 'annual'].includes(billingCycle);
  if (isBillingAlone && (!isKnownChange || !['monthly', 'annual'].includes(resource.billingCycle))) {
    throw new PartnerError(900269);
  }
  if (findOffer(skuOf(call.world.catalogue, record.sku), termDuration, billingCycle) === undefined) {
    throw new PartnerError(isBillingAlone ? 900269 : 800121, [termDuration]);
  }
}

function changesTerms({ resource }: SubscriptionRecord, wanted: Wanted): boolean {
  return wanted.termDuration !== resource.termDuration || wanted.billingCycle !== resource.billingCycle;
}

function validateQuantity(call: Call, customer: CustomerRecord, record: SubscriptionRecord, wanted: Wanted): void {
  const { resource } = record;
  if (wanted.quantity === resource.quantity) return;
  if (resource.status === 'suspended' || wanted.status === 'suspended') throw new PartnerError(2001);
  if (resource.isTrial) throw new PartnerError(900280, [resource.id]);
  // Month to month the seats are fixed; the conversion to a term may carry other seats.
  if (record.isExtended && !changesTerms(record, wanted)) throw new PartnerError(900279, [resource.id]);
  const sku = skuOf(call.world.catalogue, record.sku);
  refuseSeatsOutOfBounds(customer, record, sku, wanted.quantity);
  if (wanted.quantity > resource.quantity && lacksBase(customer, sku)) throw new PartnerError(400041);
  const removed = resource.quantity - wanted.quantity;
  const refundable = refundableSeatCount(record, call.now);
  if (removed > 0 && refundable === 0) throw new PartnerError(900257, [String(WINDOW_DAYS)]);
  if (removed > refundable) throw new PartnerError(800090);
}

function validateAutoRenew(
  call: Call,
  customer: CustomerRecord,
  { resource, sku }: SubscriptionRecord,
  wanted: Wanted,
): void {
  if (!wanted.autoRenewEnabled || resource.autoRenewEnabled) return;
  if (wanted.status === 'suspended') throw new PartnerError(800091);
  const present = skuOf(call.world.catalogue, sku);
  if (lacksBase(customer, present)) throw new PartnerError(800093);
  if (!isRenewable(call.world, present) && !renewsAsOther(wanted)) throw new PartnerError(800093);
}

/** Whether the next term is to be one of another product. */
function renewsAsOther({ scheduledActions = [], scheduledNextTermInstructions }: Wanted): boolean {
  const [atTermEnd] = ofType(scheduledActions, 'TermEnd');
  const instructions = (atTermEnd && optionalFields(atTermEnd, 'instructions')) ?? scheduledNextTermInstructions ?? {};
  return optionalText(optionalFields(instructions, 'product') ?? {}, 'skuId') !== undefined;
}

/** A schedule that is sent back unchanged is not validated: the other changes decide whether it stays. */
function validateSchedule(call: Call, customer: CustomerRecord, record: SubscriptionRecord, wanted: Wanted): void {
  const { scheduledActions = [], scheduledNextTermInstructions } = wanted;
  const [atTermEnd, onDates] = [ofType(scheduledActions, 'TermEnd'), ofType(scheduledActions, 'CustomDate')];
  if (atTermEnd.length > 1 || onDates.length > 1) throw new PartnerError(800002, ['scheduledActions']);
  for (const action of onDates) validateCustomDate(call, customer, record, wanted, action);
  const action = atTermEnd[0];
  if (action === undefined) {
    const before = record.resource.scheduledNextTermInstructions ?? null;
    const instructions = scheduledNextTermInstructions ?? null;
    if (instructions === null || sameJson(instructions, before)) return;
    if (wanted.status !== 'active' || !wanted.autoRenewEnabled) throw new PartnerError(800093);
    validateInstructions(call, customer, record, instructions);
    return;
  }
  if (sameJson(action, scheduledActionAtTermEnd(record.resource) ?? null)) return;
  if (wanted.status !== 'active') throw new PartnerError(800091);
  const extendsTrial = record.resource.isTrial && action.actionType === 'RenewToExtendedServiceTerm';
  if (extendsTrial) throw new PartnerError(900280, [record.resource.id]);
  // The action must agree with the flag: on for a renewal, off for an end or an extension.
  if (renews(action) !== wanted.autoRenewEnabled)
    throw new PartnerError(800002, ['scheduledActions', 'autoRenewEnabled']);
  const instructions = optionalFields(action, 'instructions');
  if (instructions !== undefined || renews(action)) validateInstructions(call, customer, record, instructions ?? {});
}

/**
 * Validates an action on a day within the term: the end, if the subscription can still be cancelled then, or an
 * upgrade.
 *
 * Guess: no public page says what a `CustomDate` can do; the clients that know it name the four actions.
 */
function validateCustomDate(
  call: Call,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  wanted: Wanted,
  action: Fields,
): void {
  const { resource } = record;
  if (sameJson(action, scheduledActionOnDate(resource) ?? null)) return;
  if (wanted.status !== 'active') throw new PartnerError(800091);
  const at = instantFrom(optionalText(action, 'effectiveDate') ?? '');
  const termEnd = midnightOf(Temporal.PlainDate.from(record.termEndsBefore));
  const isWithinTerm =
    at !== undefined && Temporal.Instant.compare(call.now, at) < 0 && Temporal.Instant.compare(at, termEnd) < 0;
  if (!isWithinTerm) throw new PartnerError(800002, ['effectiveDate']);
  if (action.actionType === 'Cancel') {
    const until =
      typeof resource.cancellationAllowedUntilDate === 'string' ? resource.cancellationAllowedUntilDate : '';
    const allowedUntil = instantFrom(until);
    if (allowedUntil === undefined || Temporal.Instant.compare(allowedUntil, at) < 0) {
      throw new PartnerError(900117, [String(WINDOW_DAYS)]);
    }
    return;
  }
  if (action.actionType !== 'Transition') throw new PartnerError(800002, ['scheduledActions']);
  customDatePlan(call.world, record, action);
  validateInstructions(call, customer, record, fieldsOf(action.instructions, 'instructions'));
}

function ofType(actions: readonly Fields[], scheduleType: (typeof SCHEDULE_TYPES)[number]): Fields[] {
  return actions.filter((action) => action.scheduleType === scheduleType);
}

function renews({ actionType }: Fields): boolean {
  return actionType === 'RenewToNewTerm' || actionType === 'Transition';
}

/** Validates the next term: any SKU that is sold, in one of its terms, within its limits of seats. */
function validateInstructions(
  call: Call,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  instructions: Fields,
): void {
  const product = optionalFields(instructions, 'product') ?? {};
  const [productId, skuId] = [optionalText(product, 'productId'), optionalText(product, 'skuId')];
  const current = skuOf(call.world.catalogue, record.sku);
  const sku =
    productId === undefined || skuId === undefined
      ? current
      : findSku(call.world.catalogue, productId, skuId.padStart(4, '0'));
  if (sku === undefined) throw new PartnerError(400018, [skuId ?? '']);
  if (lacksBase(customer, sku)) throw new PartnerError(400041);
  const termDuration = optionalText(product, 'termDuration')?.toUpperCase() ?? record.resource.termDuration;
  const billingCycle = optionalText(product, 'billingCycle') ?? record.resource.billingCycle;
  if (findOffer(sku, termDuration, billingCycle) === undefined) throw new PartnerError(800121, [termDuration]);
  const quantity = optionalCount(instructions, 'quantity') ?? record.resource.quantity;
  refuseSeatsOutOfBounds(customer, record, sku, quantity);
  const customTermEndDate = optionalText(instructions, 'customTermEndDate');
  if (customTermEndDate === undefined) return;
  const endsAt = instantFrom(customTermEndDate);
  const renewsOn = Temporal.PlainDate.from(record.termEndsBefore);
  if (endsAt === undefined || !isAlignedEnd(customer, termDuration, renewsOn, dayOf(endsAt))) {
    throw new PartnerError(900246, [customTermEndDate]);
  }
}

function refuseSeatsOutOfBounds(
  customer: CustomerRecord,
  record: SubscriptionRecord,
  sku: Sku,
  quantity: number,
): void {
  const fewest = Math.max(1, sku.minimumQuantity, minimumSeatCount(customer, sku, { except: record }));
  if (quantity < fewest || quantity > sku.maximumQuantity) {
    throw new PartnerError(2002, [String(fewest), String(sku.maximumQuantity)]);
  }
}

/** Access ends at once and cannot be restored. */
function cancel(call: Call, record: SubscriptionRecord): Answer {
  record.resource.status = 'deleted';
  record.resource.autoRenewEnabled = false;
  record.resource.scheduledNextTermInstructions = null;
  record.resource.scheduledActions = [];
  record.seatBatches = [];
  recordBilling(record, 'cancelImmediate', call.now);
  markChanged(record, call.now);
  return answerWith(record);
}

function apply(call: Call, customer: CustomerRecord, record: SubscriptionRecord, wanted: Wanted): Answer {
  const { resource } = record;
  const changesQuantity = wanted.quantity !== resource.quantity;
  schedule(record, wanted);
  if (wanted.friendlyName !== undefined) resource.friendlyName = wanted.friendlyName;
  if (wanted.partnerId !== undefined) resource.partnerId = wanted.partnerId;
  resource.status = wanted.status;
  resource.suspensionReasons = wanted.status === 'suspended' ? ['CustomerCancellation'] : [];
  resource.autoRenewEnabled = wanted.autoRenewEnabled && wanted.status === 'active';

  if (changesTerms(record, wanted)) changeTerms(call, customer, record, wanted);
  const { seatChange } = call.world.settings.latency;
  if (changesQuantity && !seatChange.blank) {
    record.pendingQuantity = {
      quantity: wanted.quantity,
      acceptedAt: wireInstant(call.now),
      appliesAt: wireInstant(call.now.add(seatChange)),
    };
    markChanged(record, call.now);
    const location = `/v1/customers/${customer.customer.id}/subscriptions/${resource.id}`;
    return { status: 202, headers: { Location: location, 'Retry-After': '2' } };
  }
  if (changesQuantity) {
    const kind = wanted.quantity > resource.quantity ? 'addQuantity' : 'removeQuantity';
    setSeats(record, wanted.quantity, call.now);
    recordBilling(record, kind, call.now);
  }
  markChanged(record, call.now);
  return answerWith(record);
}

/**
 * A longer term replaces the present one from today on, at today's price; the rest of the old one is refunded. Another
 * billing plan waits for the next charge cycle.
 *
 * @source Partner Center, "Update a subscription", "Subscription resources" (`nextChargeInstructions`). Guess: no new
 *          window opens.
 */
function changeTerms(call: Call, customer: CustomerRecord, record: SubscriptionRecord, wanted: Wanted): void {
  const { resource } = record;
  const { termDuration, billingCycle } = wanted;
  const { now, world } = call;
  const sku = skuOf(world.catalogue, record.sku);
  const offer = findOffer(sku, termDuration, billingCycle);
  if (offer === undefined) throw new Error('the terms were validated before');
  if (termDuration === resource.termDuration) {
    const appliesOn = nextCycleStart(record, now)?.toString();
    if (appliesOn === undefined) throw new PartnerError(900269);
    record.nextCharge = { billingCycle, appliesOn };
    const product = { productId: sku.productId, skuId: sku.skuId, termDuration, billingCycle };
    resource.nextChargeInstructions = { product, quantity: wanted.quantity };
    return;
  }
  const startsOn = dayOf(now);
  const term = wholeTerm(startsOn, termDuration);
  const price = priceOf(customer, sku, offer, { ...wanted, promotionId: undefined, renewed: record }, now);
  record.termStartsOn = startsOn.toString();
  record.termEndsBefore = term.endsBefore.toString();
  record.anchorDay = startsOn.day;
  record.isExtended = false;
  resource.renewalTermDuration = '';
  record.unitPrice = price.unitPrice.toString();
  delete record.nextCharge;
  resource.nextChargeInstructions = null;
  resource.promotionId = price.promotionId ?? '';
  resource.termDuration = termDuration;
  resource.billingCycle = billingCycle;
  resource.effectiveStartDate = wireInstant(now);
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [];
  recordBilling(record, 'extendTerm', now, true);
}

/**
 * Updates the schedule. Suspension clears it; a change of seats clears the plan for the next term; an action that
 * contradicts the new renewal flag is removed too. Values that are sent back unchanged count as absent. Guess: an
 * explicit `Cancel` survives a change of seats.
 */
function schedule(record: SubscriptionRecord, wanted: Wanted): void {
  const { resource } = record;
  const actionsBefore = Array.isArray(resource.scheduledActions) ? resource.scheduledActions : [];
  const instructionsBefore = resource.scheduledNextTermInstructions ?? null;
  const isSuspended = wanted.status === 'suspended';
  const changesQuantity = wanted.quantity !== resource.quantity;

  const { scheduledActions, scheduledNextTermInstructions } = wanted;
  if (scheduledActions !== undefined && !sameJson(scheduledActions, actionsBefore)) {
    resource.scheduledActions = scheduledActions;
  } else {
    resource.scheduledActions = actionsBefore.filter((action) => {
      const fields = fieldsOf(action);
      const { instructions } = fields;
      const agrees = fields.scheduleType === 'CustomDate' || renews(fields) === wanted.autoRenewEnabled;
      return agrees && !isSuspended && !(changesQuantity && instructions !== undefined);
    });
  }
  const saysInstructions =
    scheduledNextTermInstructions !== undefined && !sameJson(scheduledNextTermInstructions, instructionsBefore);
  const keepsInstructions = wanted.autoRenewEnabled && !isSuspended && !changesQuantity;
  if (scheduledActionAtTermEnd(resource) !== undefined) resource.scheduledNextTermInstructions = null;
  else if (saysInstructions) resource.scheduledNextTermInstructions = scheduledNextTermInstructions;
  else resource.scheduledNextTermInstructions = keepsInstructions ? instructionsBefore : null;
}

function answerWith({ resource }: SubscriptionRecord): Answer {
  return { status: 200, body: resource, headers: { ETag: `"${resource.attributes.etag}"` } };
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** With names in a fixed order, so that equal objects compare as equal. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, sorted(value[name] ?? null)]),
  );
}
