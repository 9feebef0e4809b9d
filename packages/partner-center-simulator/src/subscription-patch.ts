/**
 * One PATCH of a subscription. The caller sends the whole resource with its changes in it; what differs from ours is what is
 * wanted. Two traps of the real thing are kept: a resource without `autoRenewEnabled` switches auto-renew off, and with
 * `scheduledActions` present, `scheduledNextTermInstructions` is not looked at.
 *
 * All that is asked is judged before anything is changed.
 *
 * @source Partner Center, "Change the quantity of a subscription", "Suspend a subscription", "Reactivate a suspended a
 * subscription", "Cancel a subscription", "Manage scheduled changes for new commerce subscriptions"
 */
import { monthsInTerm, utcDate } from '@licence-portal/nce';
import { findOffer, findSku, skuOf } from './catalogue.ts';
import { isAlignedEnd } from './custom-term-end.ts';
import type { Fields, Json } from './json.ts';
import { PartnerError } from './partner-error.ts';
import type { Answer, Call } from './route.ts';
import { refundableSeatCount, setSeats, WINDOW_DAYS } from './seat-windows.ts';
import type { CustomerRecord, SubscriptionRecord } from './state.ts';
import { isRenewing, scheduledActionAtTermEnd } from './subscription-life.ts';
import { changed } from './subscription-shown.ts';
import { fieldsOf, instantFrom, optionalCount, optionalFields, optionalText, wireInstant } from './wire-json.ts';

/** @source Partner Center, "Error codes", 900311 */
const UPDATE_LIMIT = 1200;
const RETRY_AFTER_SECONDS = '120';

type Wanted = Readonly<{
  status: string;
  quantity: number;
  autoRenewEnabled: boolean;
  friendlyName: string | undefined;
  partnerId: string | undefined;
  /** `undefined`: not spoken of, stays as it is. */
  scheduledActions: Fields[] | undefined;
  scheduledNextTermInstructions: Fields | null | undefined;
}>;

export function patchSubscription(call: Call, customer: CustomerRecord, record: SubscriptionRecord): Answer {
  const { resource } = record;
  refuseStale(call, record);
  if (resource.status === 'deleted') throw new PartnerError(2011, [resource.id]);
  if (!['active', 'suspended'].includes(resource.status)) throw new PartnerError(900279, [resource.id]);
  if (isRenewing(record, call.now)) {
    throw new PartnerError(900278, [resource.id], { 'Retry-After': RETRY_AFTER_SECONDS });
  }
  if (record.pendingQuantity !== undefined) {
    throw new PartnerError(800082, [resource.id], { 'Retry-After': RETRY_AFTER_SECONDS });
  }
  if (record.updateCount >= UPDATE_LIMIT) throw new PartnerError(900311, [resource.id]);

  const wanted = wantedFrom(call.body(), record);
  const isCancelled = wanted.status === 'deleted';
  if (isCancelled) judgeCancellation(call, record);
  else {
    judgeStatus(record, wanted);
    judgeTerms(call.body(), record);
    judgeQuantity(call, record, wanted);
    judgeAutoRenew(record, wanted);
    judgeSchedule(call, customer, record, wanted);
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
    const known = ['TermEnd'].find((type) => type.toLowerCase() === scheduleType.toLowerCase());
    if (known === undefined) throw new PartnerError(900126, [scheduleType]);
    const asked = optionalText(action, 'actionType') ?? '';
    const actionType = ACTION_TYPES.find((type) => type.toLowerCase() === asked.toLowerCase());
    if (actionType === undefined) throw new PartnerError(900126, [asked]);
    return { ...action, scheduleType: known, actionType };
  });
}

const ACTION_TYPES = ['Cancel', 'RenewToNewTerm', 'RenewToExtendedServiceTerm'] as const;

function judgeCancellation(call: Call, { resource }: SubscriptionRecord): void {
  if (resource.isTrial) throw new PartnerError(900280, [resource.id]);
  const until = typeof resource.cancellationAllowedUntilDate === 'string' ? resource.cancellationAllowedUntilDate : '';
  const allowedUntil = instantFrom(until);
  if (allowedUntil === undefined || Temporal.Instant.compare(allowedUntil, call.now) <= 0) {
    throw new PartnerError(900117, [String(WINDOW_DAYS)]);
  }
}

function judgeStatus({ resource }: SubscriptionRecord, wanted: Wanted): void {
  if (!['active', 'suspended'].includes(wanted.status)) throw new PartnerError(900126, [wanted.status]);
  if (resource.isTrial && wanted.status !== resource.status) throw new PartnerError(900280, [resource.id]);
}

/** A term that becomes longer at once is a transition, which is not imitated. */
function judgeTerms(body: Fields, { resource }: SubscriptionRecord): void {
  const termDuration = optionalText(body, 'termDuration')?.toUpperCase() ?? resource.termDuration;
  const billingCycle = optionalText(body, 'billingCycle')?.toLowerCase() ?? resource.billingCycle;
  if (termDuration !== resource.termDuration) {
    if (resource.isTrial) throw new PartnerError(800107);
    const [wanted, present] = [monthsInTerm(termDuration), monthsInTerm(resource.termDuration) ?? 0];
    if (wanted === undefined) throw new PartnerError(800121);
    if (wanted < present) throw new PartnerError(800122);
    throw new PartnerError(900280, [resource.id]);
  }
  if (billingCycle !== resource.billingCycle) throw new PartnerError(900269);
}

function judgeQuantity(call: Call, record: SubscriptionRecord, wanted: Wanted): void {
  const { resource } = record;
  if (wanted.quantity === resource.quantity) return;
  if (resource.status === 'suspended' || wanted.status === 'suspended') throw new PartnerError(2001);
  if (resource.isTrial) throw new PartnerError(900280, [resource.id]);
  const sku = skuOf(call.world.catalogue, record.sku);
  if (wanted.quantity < Math.max(1, sku.minimumQuantity) || wanted.quantity > sku.maximumQuantity) {
    throw new PartnerError(2002, [String(sku.minimumQuantity), String(sku.maximumQuantity)]);
  }
  const removed = resource.quantity - wanted.quantity;
  const refundable = refundableSeatCount(record, call.now);
  if (removed > 0 && refundable === 0) throw new PartnerError(900257, [String(WINDOW_DAYS)]);
  if (removed > refundable) throw new PartnerError(800090);
}

function judgeAutoRenew({ resource }: SubscriptionRecord, wanted: Wanted): void {
  if (wanted.autoRenewEnabled && !resource.autoRenewEnabled && wanted.status === 'suspended') {
    throw new PartnerError(800091);
  }
}

/** What comes back as it was read is not judged: the change beside it decides whether it stays. */
function judgeSchedule(call: Call, customer: CustomerRecord, record: SubscriptionRecord, wanted: Wanted): void {
  const { scheduledActions = [], scheduledNextTermInstructions } = wanted;
  if (scheduledActions.length > 1) throw new PartnerError(800002, ['scheduledActions']);
  const action = scheduledActions[0];
  if (action === undefined) {
    const before = record.resource.scheduledNextTermInstructions ?? null;
    const instructions = scheduledNextTermInstructions ?? null;
    if (instructions === null || sameJson(instructions, before)) return;
    if (wanted.status !== 'active' || !wanted.autoRenewEnabled) throw new PartnerError(800093);
    judgeInstructions(call, customer, record, instructions);
    return;
  }
  if (sameJson(action, scheduledActionAtTermEnd(record.resource) ?? null)) return;
  if (wanted.status !== 'active') throw new PartnerError(800091);
  // An action has to agree with the flag: on renews, off ends or extends.
  const renews = action.actionType === 'RenewToNewTerm';
  if (renews !== wanted.autoRenewEnabled) throw new PartnerError(800002, ['scheduledActions', 'autoRenewEnabled']);
  const instructions = optionalFields(action, 'instructions');
  if (instructions !== undefined) judgeInstructions(call, customer, record, instructions);
}

/** Can the next term be as scheduled? Any SKU that is sold, in one of its terms, within its seats. */
function judgeInstructions(
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
  const termDuration = optionalText(product, 'termDuration')?.toUpperCase() ?? record.resource.termDuration;
  const billingCycle = optionalText(product, 'billingCycle') ?? record.resource.billingCycle;
  if (findOffer(sku, termDuration, billingCycle) === undefined) throw new PartnerError(800121, [termDuration]);
  const quantity = optionalCount(instructions, 'quantity') ?? record.resource.quantity;
  if (quantity < Math.max(1, sku.minimumQuantity) || quantity > sku.maximumQuantity) throw new PartnerError(2002);
  const customTermEndDate = optionalText(instructions, 'customTermEndDate');
  if (customTermEndDate === undefined) return;
  const endsAt = instantFrom(customTermEndDate);
  const renewsOn = Temporal.PlainDate.from(record.termEndsBefore);
  if (endsAt === undefined || !isAlignedEnd(customer, termDuration, renewsOn, utcDate(endsAt))) {
    throw new PartnerError(900246, [customTermEndDate]);
  }
}

/** Access is lost at once and cannot come back. */
function cancel(call: Call, record: SubscriptionRecord): Answer {
  record.resource.status = 'deleted';
  record.resource.autoRenewEnabled = false;
  record.resource.scheduledNextTermInstructions = null;
  record.resource.scheduledActions = [];
  record.seatBatches = [];
  changed(record, call.now);
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

  const { seatChange } = call.world.settings.latency;
  if (changesQuantity && !seatChange.blank) {
    record.pendingQuantity = {
      quantity: wanted.quantity,
      acceptedAt: wireInstant(call.now),
      appliesAt: wireInstant(call.now.add(seatChange)),
    };
    changed(record, call.now);
    const location = `/v1/customers/${customer.customer.id}/subscriptions/${resource.id}`;
    return { status: 202, headers: { Location: location, 'Retry-After': '2' } };
  }
  if (changesQuantity) setSeats(record, wanted.quantity, call.now);
  changed(record, call.now);
  return answerWith(record);
}

/**
 * What stays scheduled, and what is scheduled anew. Suspension voids everything; a change of seats voids what was planned for the
 * next term; an action that disagrees with the new choice of renewal goes too. What the caller sends back unchanged counts as
 * not spoken of. Guess: an explicit `Cancel` outlives a change of seats.
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
      const { actionType, instructions } = fieldsOf(action);
      const agrees = (actionType === 'RenewToNewTerm') === wanted.autoRenewEnabled;
      return agrees && !isSuspended && !(changesQuantity && instructions !== undefined);
    });
  }
  const saysInstructions =
    scheduledNextTermInstructions !== undefined && !sameJson(scheduledNextTermInstructions, instructionsBefore);
  const keepsInstructions = wanted.autoRenewEnabled && !isSuspended && !changesQuantity;
  if (resource.scheduledActions.length > 0) resource.scheduledNextTermInstructions = null;
  else if (saysInstructions) resource.scheduledNextTermInstructions = scheduledNextTermInstructions;
  else resource.scheduledNextTermInstructions = keepsInstructions ? instructionsBefore : null;
}

function answerWith({ resource }: SubscriptionRecord): Answer {
  return { status: 200, body: resource, headers: { ETag: `"${resource.attributes.etag}"` } };
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Names in a fixed order, so that two objects that say the same compare as equal. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, sorted(value[name] ?? null)]),
  );
}
