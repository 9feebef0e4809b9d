/**
 * The life of one subscription: it starts when its order completes, runs in terms, and at the end of each term renews, moves to
 * the extended service term, or ends. Nothing runs by itself: `settleSubscription` catches up with the clock whenever somebody
 * looks, so a year passes in one step and in the same order as day by day.
 *
 * At 00:00 UTC after the last day of a term:
 *
 *   suspended                         disabled, and deleted 120 days later
 *   a scheduled `Cancel`              disabled at once, and deleted 90 days later
 *   auto-renew on                     a new term, with what was scheduled for it, at the price of that day
 *   auto-renew off, since 4 May 2026  the extended service term: month by month, 3 % dearer than the monthly term
 *   auto-renew off, before            expired for 30 days, disabled for 90, then deleted
 *
 * @source Partner Center, "Subscription lifecycle"; announcements of 2025 and 2026 on the extended service term, whose statuses
 * after a `Cancel` are a guess: no full text is public.
 */
import { createHash } from 'node:crypto';
import {
  chargeCycleAt,
  EXTENDED_SERVICE_TERM_SINCE,
  extendedServiceTermUnitPrice,
  money,
  REFUND_WINDOW,
  startOfUtcDay,
  type Term,
  termStarting,
  utcDate,
  withoutSeats,
} from '@licence-portal/nce';
import type { Decimal } from 'decimal.js';
import { availabilityIdOf, findOffer, findSku, type Offer, type Sku, skuKey } from './catalogue.ts';
import type { Fields, Json } from './json.ts';
import type { CustomerRecord, OrderLine, SubscriptionRecord, SubscriptionResource } from './state.ts';
import { instantFrom, link, wireDay, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** For the sentences of Microsoft's refusals. */
export const WINDOW_DAYS = REFUND_WINDOW.total('days');
const FULL_REFUND_WINDOW = Temporal.Duration.from({ hours: 24 });
const EXPIRED_DAYS = 30;
const DISABLED_DAYS = 90;

/** The subscription that an order line becomes, at the instant its order completes. */
export function startSubscription(
  world: World,
  customer: CustomerRecord,
  line: OrderLine,
  order: { id: string; completedAt: Temporal.Instant; provisionedAt: string },
): SubscriptionRecord {
  const sku = skuOf(world, line.sku);
  const purchasedAt = order.completedAt;
  const startsOn = utcDate(purchasedAt);
  const term =
    line.customTermEndsOn === undefined
      ? { ...termStarting(startsOn, line.termDuration), anchorDay: startsOn.day }
      : endingOn(startsOn, line.customTermEndsOn);
  const id = line.subscriptionId;
  const resource: SubscriptionResource = {
    id,
    offerId: `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, purchasedAt)}`,
    offerName: sku.title,
    friendlyName: line.friendlyName,
    productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
    quantity: line.quantity,
    unitType: 'Licenses',
    hasPurchasableAddons: false,
    creationDate: wireInstant(purchasedAt),
    effectiveStartDate: wireInstant(purchasedAt),
    status: 'active',
    autoRenewEnabled: true,
    isTrial: sku.isTrial,
    billingType: 'license',
    billingCycle: line.billingCycle,
    termDuration: line.termDuration,
    renewalTermDuration: '',
    isMicrosoftProduct: true,
    partnerId: '',
    attentionNeeded: false,
    actionTaken: false,
    contractType: 'subscription',
    consumptionType: 'none',
    publisherName: sku.publisherName,
    suspensionReasons: [],
    orderId: order.id,
    links: subscriptionLinks(world, customer.customer.id, id, sku, purchasedAt),
    attributes: { etag: '', objectType: 'Subscription' },
  };
  const record: SubscriptionRecord = {
    resource,
    sku: line.sku,
    unitPrice: line.unitPrice,
    termStartsOn: term.startsOn.toString(),
    termEndsBefore: term.endsBefore.toString(),
    anchorDay: term.anchorDay,
    seatBatches: [],
    provisionedAt: order.provisionedAt,
    updateCount: 0,
    revision: 0,
    isExtended: false,
  };
  openWindows(record, purchasedAt);
  changed(record, purchasedAt);
  return record;
}

/** Brings a subscription up to now. @returns whether anything happened to it */
export function settleSubscription(world: World, record: SubscriptionRecord, now: Temporal.Instant): boolean {
  let happened = false;
  while (nextEvent(world, record, now)) happened = true;
  showWhatTimeChanges(record, now);
  return happened;
}

/** The term is over and its renewal not yet done: changes are refused meanwhile. */
export function isRenewing(record: SubscriptionRecord, now: Temporal.Instant): boolean {
  return isInTerm(record) && Temporal.Instant.compare(termEndOf(record), now) <= 0;
}

/** After a change of the resource: a new etag, and the fields that follow from the rest. */
export function changed(record: SubscriptionRecord, now: Temporal.Instant): void {
  record.revision += 1;
  const digest = createHash('sha256').update(`${record.resource.id}:${record.revision}`).digest();
  record.resource.attributes = { etag: digest.readBigInt64BE().toString(), objectType: 'Subscription' };
  showWhatTimeChanges(record, now);
}

/** Seats added now may go back for seven days, whatever the windows of the others. */
export function addSeatBatch(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  record.seatBatches.push({ quantity, allowedUntil: wireInstant(now.add(REFUND_WINDOW)) });
}

/** Seats that may go back now. */
export function refundableSeatCount(record: SubscriptionRecord, now: Temporal.Instant): number {
  return openBatches(record, now).reduce((total, batch) => total + batch.quantity, 0);
}

/** Takes seats out of the open batches. Guess, as in the rules of New Commerce: out of the one that closes first. */
export function takeSeats(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  const batches = openBatches(record, now).map((batch) => ({
    seatCount: batch.quantity,
    refundableUntil: Temporal.Instant.from(batch.allowedUntil),
  }));
  record.seatBatches = withoutSeats(batches, quantity, now).map((batch) => ({
    quantity: batch.seatCount,
    allowedUntil: wireInstant(batch.refundableUntil),
  }));
}

export function skuOf(world: World, key: string): Sku {
  const [productId = '', skuId = ''] = key.split(':');
  const sku = findSku(world.catalogue, productId, skuId);
  if (sku === undefined) throw new Error(`the state names ${key}, which the catalogue does not have`);
  return sku;
}

export function subscriptionLinks(
  world: World,
  customerId: string,
  subscriptionId: string,
  sku: Sku,
  at: Temporal.Instant,
): Fields {
  const country = world.catalogue.market;
  const skuUri = `/products/${sku.productId}/skus/${sku.skuId}`;
  return {
    product: link(`/products/${sku.productId}?country=${country}`),
    sku: link(`${skuUri}?country=${country}`),
    availability: link(`${skuUri}/availabilities/${availabilityIdOf(sku, at)}?country=${country}`),
    self: link(`/customers/${customerId}/subscriptions/${subscriptionId}`),
  };
}

function nextEvent(world: World, record: SubscriptionRecord, now: Temporal.Instant): boolean {
  const { pendingQuantity, decline } = record;
  if (pendingQuantity !== undefined && isDue(pendingQuantity.appliesAt, now)) {
    delete record.pendingQuantity;
    setQuantity(record, pendingQuantity.quantity, Temporal.Instant.from(pendingQuantity.appliesAt));
    return true;
  }
  if (decline !== undefined) {
    if (!isDue(decline.at, now)) return false;
    record.resource.status = decline.status;
    delete record.decline;
    const at = Temporal.Instant.from(decline.at);
    if (decline.status === 'disabled') declineLater(record, 'deleted', at, DISABLED_DAYS);
    changed(record, at);
    return true;
  }
  if (!isInTerm(record)) return false;
  const endOfTerm = endOfTermOutcome(record);
  const endsAt = termEndOf(record);
  const doneAt =
    endOfTerm === 'renews' || endOfTerm === 'extends' ? endsAt.add(world.settings.latency.renewal) : endsAt;
  if (Temporal.Instant.compare(doneAt, now) > 0) return false;

  if (endOfTerm === 'renews') renew(world, record, doneAt);
  else if (endOfTerm === 'extends') extend(world, record, doneAt);
  else end(record, endOfTerm, endsAt);
  changed(record, doneAt);
  return true;
}

/** Sets the number of seats, with its windows. Whether that is allowed has been decided before. */
export function setQuantity(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  const added = quantity - record.resource.quantity;
  if (added > 0) addSeatBatch(record, added, now);
  else takeSeats(record, -added, now);
  record.resource.quantity = quantity;
  changed(record, now);
}

type EndOfTerm = 'renews' | 'extends' | 'suspended' | 'cancelled' | 'expires';

function endOfTermOutcome(record: SubscriptionRecord): EndOfTerm {
  if (record.resource.status === 'suspended') return 'suspended';
  const action = scheduledActionAtTermEnd(record.resource);
  if (action?.actionType === 'Cancel') return 'cancelled';
  if (action?.actionType === 'RenewToExtendedServiceTerm') return 'extends';
  if (record.resource.autoRenewEnabled) return 'renews';
  const endsBefore = Temporal.PlainDate.from(record.termEndsBefore);
  return Temporal.PlainDate.compare(endsBefore, EXTENDED_SERVICE_TERM_SINCE) >= 0 ? 'extends' : 'expires';
}

export function scheduledActionAtTermEnd(resource: SubscriptionResource): Fields | undefined {
  const actions = Array.isArray(resource.scheduledActions) ? resource.scheduledActions : [];
  return actions.filter(isFields).find((action) => (action.scheduleType ?? action.scheduledType) === 'TermEnd');
}

/** A new term, as scheduled or as before; a trial becomes the plan that it tried. */
function renew(world: World, record: SubscriptionRecord, renewedAt: Temporal.Instant): void {
  const { resource } = record;
  const instructions = nextTermInstructions(resource);
  const product = isFields(instructions?.product) ? instructions.product : {};
  const current = skuOf(world, record.sku);
  const sku =
    findSku(world.catalogue, textOr(product.productId, ''), textOr(product.skuId, '').padStart(4, '0')) ??
    (resource.isTrial ? paidPlanOf(world, current) : current);
  const [usualTerm, usualBilling] = resource.isTrial
    ? ['P1Y', 'monthly']
    : [textOr(resource.renewalTermDuration, resource.termDuration), resource.billingCycle];
  const termDuration = textOr(product.termDuration, usualTerm);
  const billingCycle = textOr(product.billingCycle, usualBilling).toLowerCase();
  const offer = findOffer(sku, termDuration, billingCycle);

  startTerm(record, sku, { termDuration, billingCycle }, offer?.unitPrice.toString() ?? record.unitPrice);
  const customTermEndDate = instantFrom(textOr(instructions?.customTermEndDate, ''));
  if (customTermEndDate !== undefined) {
    const term = endingOn(Temporal.PlainDate.from(record.termStartsOn), utcDate(customTermEndDate).toString());
    record.termEndsBefore = term.endsBefore.toString();
    record.anchorDay = term.anchorDay;
  }
  if (typeof instructions?.quantity === 'number' && instructions.quantity > 0)
    resource.quantity = instructions.quantity;
  record.isExtended = false;
  resource.isTrial = sku.isTrial;
  resource.renewalTermDuration = '';
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [];
  openWindows(record, renewedAt);
}

/** One more month at the price of the extended service term. It can be ended on any day. */
function extend(world: World, record: SubscriptionRecord, extendedAt: Temporal.Instant): void {
  const { resource } = record;
  const sku = skuOf(world, record.sku);
  if (!record.isExtended) resource.renewalTermDuration = resource.termDuration;
  const terms = { termDuration: 'P1M', billingCycle: 'monthly' };
  startTerm(record, sku, terms, extendedTermPrice(world, sku)?.toString() ?? record.unitPrice);
  record.isExtended = true;
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }];
  openWindows(record, extendedAt);
  const endsAt = wireInstant(termEndOf(record));
  resource.cancellationAllowedUntilDate = endsAt;
  resource.refundOptions = [{ type: 'Partial', expiresAt: endsAt }];
}

/** Rounded to the cent, as prices of Microsoft's sheet are. */
function extendedTermPrice(world: World, sku: Sku): Decimal | undefined {
  const { code } = world.catalogue.currency;
  const priceOf = (offer: Offer | undefined) => (offer === undefined ? undefined : money(offer.unitPrice, code));
  const price = extendedServiceTermUnitPrice({
    monthlyTermPrice: priceOf(findOffer(sku, 'P1M', 'monthly')),
    annualTermPrice: priceOf(findOffer(sku, 'P1Y', 'annual')),
  });
  return price?.amount.toDecimalPlaces(2);
}

function end(record: SubscriptionRecord, outcome: 'suspended' | 'cancelled' | 'expires', at: Temporal.Instant): void {
  const { resource } = record;
  resource.status = outcome === 'expires' ? 'expired' : 'disabled';
  resource.autoRenewEnabled = false;
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [];
  record.seatBatches = [];
  if (outcome === 'expires') declineLater(record, 'disabled', at, EXPIRED_DAYS);
  else if (outcome === 'suspended') declineLater(record, 'deleted', at, EXPIRED_DAYS + DISABLED_DAYS);
  else declineLater(record, 'deleted', at, DISABLED_DAYS);
}

/** The term that follows the present one, at a price that holds for all of it. */
function startTerm(
  record: SubscriptionRecord,
  sku: Sku,
  terms: { termDuration: string; billingCycle: string },
  unitPrice: string,
): void {
  const startsOn = Temporal.PlainDate.from(record.termEndsBefore);
  const term = termStarting(startsOn, terms.termDuration, record.anchorDay);
  const { resource } = record;
  record.sku = skuKey(sku);
  record.unitPrice = unitPrice;
  record.termStartsOn = term.startsOn.toString();
  record.termEndsBefore = term.endsBefore.toString();
  resource.offerId = `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, startOfUtcDay(startsOn))}`;
  resource.offerName = sku.title;
  resource.termDuration = terms.termDuration;
  resource.billingCycle = terms.billingCycle;
  resource.effectiveStartDate = wireInstant(startOfUtcDay(startsOn));
}

function openWindows(record: SubscriptionRecord, since: Temporal.Instant): void {
  record.seatBatches = [];
  if (record.resource.isTrial) return;
  addSeatBatch(record, record.resource.quantity, since);
  record.resource.cancellationAllowedUntilDate = wireInstant(since.add(REFUND_WINDOW));
  record.resource.refundOptions = [
    { type: 'Full', expiresAt: wireInstant(since.add(FULL_REFUND_WINDOW)) },
    { type: 'Partial', expiresAt: wireInstant(since.add(REFUND_WINDOW)) },
  ];
}

function showWhatTimeChanges(record: SubscriptionRecord, now: Temporal.Instant): void {
  const { resource } = record;
  const term: Term = {
    startsOn: Temporal.PlainDate.from(record.termStartsOn),
    endsBefore: Temporal.PlainDate.from(record.termEndsBefore),
  };
  const lastDay = term.endsBefore.subtract({ days: 1 });
  resource.commitmentEndDate = wireDay(lastDay);
  resource.commitmentEndDateTime = wireDay(lastDay, 'end');
  const { billingCycle } = resource;
  const cycle = chargeCycleAt(term, billingCycle, utcDate(now)) ?? chargeCycleAt(term, billingCycle, lastDay);
  const cycleEnd = cycle?.endsBefore.subtract({ days: 1 }) ?? lastDay;
  resource.billingCycleEndDate = wireDay(cycleEnd);
  resource.billingCycleEndDateTime = wireDay(cycleEnd, 'end');

  const open = openBatches(record, now);
  resource.refundableQuantity =
    resource.status !== 'active' || resource.isTrial
      ? null
      : {
          totalQuantity: refundableSeatCount(record, now),
          details: open.map((batch) => ({ quantity: batch.quantity, allowedUntilDateTime: batch.allowedUntil })),
        };
  const options = Array.isArray(resource.refundOptions) ? resource.refundOptions : [];
  resource.refundOptions = options.filter(isFields).filter((option) => !isDue(textOr(option.expiresAt, ''), now));
}

function paidPlanOf(world: World, trial: Sku): Sku {
  const paid = world.catalogue.skus.find(
    (sku) => !sku.isTrial && sku.segment === trial.segment && sku.title === trial.title,
  );
  return paid ?? trial;
}

function nextTermInstructions(resource: SubscriptionResource): Fields | undefined {
  const action = scheduledActionAtTermEnd(resource);
  const instructions = action === undefined ? resource.scheduledNextTermInstructions : action.instructions;
  return isFields(instructions) ? instructions : undefined;
}

function endingOn(startsOn: Temporal.PlainDate, lastDay: string) {
  const endsBefore = Temporal.PlainDate.from(lastDay).add({ days: 1 });
  return { startsOn, endsBefore, anchorDay: endsBefore.day };
}

function declineLater(
  record: SubscriptionRecord,
  status: 'disabled' | 'deleted',
  from: Temporal.Instant,
  days: number,
) {
  record.decline = { status, at: wireInstant(from.add({ hours: days * 24 })) };
}

function openBatches(record: SubscriptionRecord, now: Temporal.Instant) {
  return record.seatBatches.filter((batch) => !isDue(batch.allowedUntil, now));
}

function isInTerm(record: SubscriptionRecord): boolean {
  return record.resource.status === 'active' || record.resource.status === 'suspended';
}

function termEndOf(record: SubscriptionRecord): Temporal.Instant {
  return startOfUtcDay(Temporal.PlainDate.from(record.termEndsBefore));
}

function isDue(at: string, now: Temporal.Instant): boolean {
  return at !== '' && Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0;
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function isFields(value: Json | undefined): value is Fields {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value);
}
