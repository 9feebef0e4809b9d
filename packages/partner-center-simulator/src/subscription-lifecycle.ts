/**
 * The life cycle of a subscription: it runs in terms, and at the end of each term it renews, moves to the extended
 * service term, or ends. There are no timers: `settleSubscription` catches up with the clock when the subscription is
 * read, so a year passes in one step with the same result as day by day.
 *
 * At 00:00 UTC after the last day of a term:
 *
 *   suspended                         disabled, and deleted 120 days later
 *   a scheduled `Cancel`              disabled at once, and deleted 90 days later
 *   auto-renew on                     a new term, with what was scheduled for it, at the price of that day
 *   auto-renew off, since 4 May 2026  the extended service term: month by month, 3 % dearer than the monthly term
 *   auto-renew off, before            expired for 30 days, disabled for 90, then deleted
 *   auto-renew on, an add-on whose
 *   base is gone                      expired, as the line above
 *
 * @source Partner Center, "Subscription lifecycle"; announcements of 2025 and 2026 on the extended service term, whose
 *          statuses after a `Cancel` are a guess, because no full text is public.
 */
import { alignedTerm } from './aligned-term-ends.ts';
import { lacksBase } from './base-subscriptions.ts';
import { recordBilling } from './billing-history.ts';
import { dayOf, midnightOf, wholeTerm } from './calendar.ts';
import { availabilityIdOf, findOffer, findSku, type Sku, skuKey, skuOf } from './catalogue.ts';
import { extendedTermPrice } from './extended-term-price.ts';
import { type Fields, isFields } from './json.ts';
import { newOrderId } from './new-order.ts';
import { priceOf } from './promotions.ts';
import { isRenewable } from './renewable-skus.ts';
import { scheduledActionAtTermEnd, scheduledActionOnDate } from './scheduled-actions.ts';
import { openWindows, setSeats } from './seat-windows.ts';
import type { CustomerRecord, SubscriptionRecord, SubscriptionResource } from './state.ts';
import { refreshDerivedFields, renewEtag } from './subscription-resource.ts';
import { instantFrom, isDue, textOr, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** Terms that end on this day or later. @source announcements of 2025 and 2026 on the extended service term */
const EXTENDED_SERVICE_TERM_SINCE = Temporal.PlainDate.from('2026-05-04');
const EXPIRED_DAYS = 30;
const DISABLED_DAYS = 90;
const DAY_MS = 86_400_000;

/** Settles a subscription. @returns whether anything happened to it */
export function settleSubscription(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  now: Temporal.Instant,
): boolean {
  let happened = false;
  while (nextEvent(world, customer, record, now)) happened = true;
  refreshDerivedFields(record, now);
  return happened;
}

/**
 * The next instant after now at which something happens to a subscription, or a field of its answer changes, in
 * milliseconds since 1970. It may be too early, but not too late.
 */
export function nextInstantOf(record: SubscriptionRecord, now: Temporal.Instant): number {
  const { resource, pendingQuantity, decline } = record;
  const options = Array.isArray(resource.refundOptions) ? resource.refundOptions.filter(isFields) : [];
  const texts = [
    pendingQuantity?.appliesAt,
    decline?.at,
    record.provisionedAt,
    ...record.transitions.map(({ appliesAt }) => appliesAt),
    ...record.seatBatches.map(({ allowedUntil }) => allowedUntil),
    ...options.map(({ expiresAt }) => textOr(expiresAt, '')),
  ];
  const instants = texts.map((text) => (text === undefined || text === '' ? 0 : millisecondsOf(text)));
  const onDate = scheduledActionOnDate(resource);
  if (onDate !== undefined) instants.push(instantFrom(textOr(onDate.effectiveDate, ''))?.epochMilliseconds ?? 0);
  if (isInTerm(record)) {
    const termEnd = termEndOf(record).epochMilliseconds;
    const cycleEnd = millisecondsOf(String(resource.billingCycleEndDate));
    // A renewal in progress is checked at every call.
    if (termEnd <= now.epochMilliseconds) return now.epochMilliseconds;
    instants.push(termEnd, cycleEnd + DAY_MS);
  }
  return Math.min(...instants.filter((at) => at > now.epochMilliseconds));
}

/** Whether the term is over and its renewal not yet done. Changes are refused meanwhile. */
export function isRenewing(record: SubscriptionRecord, now: Temporal.Instant): boolean {
  return isInTerm(record) && Temporal.Instant.compare(termEndOf(record), now) <= 0;
}

function nextEvent(world: World, customer: CustomerRecord, record: SubscriptionRecord, now: Temporal.Instant): boolean {
  const { pendingQuantity, nextCharge, decline } = record;
  if (pendingQuantity !== undefined && isDue(pendingQuantity.appliesAt, now)) {
    delete record.pendingQuantity;
    const kind = pendingQuantity.quantity > record.resource.quantity ? 'addQuantity' : 'removeQuantity';
    setSeats(record, pendingQuantity.quantity, Temporal.Instant.from(pendingQuantity.acceptedAt));
    recordBilling(record, kind, Temporal.Instant.from(pendingQuantity.acceptedAt));
    renewEtag(record);
    return true;
  }
  if (decline !== undefined) {
    if (!isDue(decline.at, now)) return false;
    record.resource.status = decline.status;
    delete record.decline;
    const at = Temporal.Instant.from(decline.at);
    if (decline.status === 'disabled') scheduleDecline(record, 'deleted', at, DISABLED_DAYS);
    renewEtag(record);
    return true;
  }
  if (!isInTerm(record)) return false;
  if (nextCharge !== undefined && applyBillingPlan(world, record, nextCharge, now)) return true;
  const endsAt = termEndOf(record);
  if (Temporal.Instant.compare(endsAt, now) > 0) return false;
  const endOfTerm = outcomeAtTermEnd(world, customer, record);
  const doneAt =
    endOfTerm === 'renews' || endOfTerm === 'extends' ? endsAt.add(world.settings.latency.renewal) : endsAt;
  if (Temporal.Instant.compare(doneAt, now) > 0) return false;

  if (endOfTerm === 'renews') renewTerm(world, customer, record, doneAt);
  else if (endOfTerm === 'extends') extendTerm(world, record, doneAt);
  else endTerm(record, endOfTerm, endsAt);
  renewEtag(record);
  return true;
}

/** What was bought or renewed before keeps the free grace period. @source distributors' notices of 2025 */
const EXTENDED_WHEN_BOUGHT_SINCE = '2025-04-01';

type EndOfTerm = 'renews' | 'extends' | 'suspended' | 'cancelled' | 'expires';

function outcomeAtTermEnd(world: World, customer: CustomerRecord, record: SubscriptionRecord): EndOfTerm {
  const planned = plannedOutcome(record);
  if (planned !== 'renews') return planned;
  const next = nextSkuOf(world, record);
  const isSame = skuKey(next) === record.sku;
  return lacksBase(customer, next) || (isSame && !isRenewable(world, next)) ? 'expires' : planned;
}

function plannedOutcome(record: SubscriptionRecord): EndOfTerm {
  if (record.resource.status === 'suspended') return 'suspended';
  const action = scheduledActionAtTermEnd(record.resource);
  if (action?.actionType === 'Cancel') return 'cancelled';
  if (action?.actionType === 'RenewToExtendedServiceTerm') return 'extends';
  if (action?.actionType === 'Transition') return 'renews';
  if (record.resource.autoRenewEnabled) return 'renews';
  // Guess: a trial that does not become paid ends; it is never billed.
  if (record.resource.isTrial) return 'expires';
  const endsBefore = Temporal.PlainDate.from(record.termEndsBefore);
  const isExtended =
    Temporal.PlainDate.compare(endsBefore, EXTENDED_SERVICE_TERM_SINCE) >= 0 &&
    record.termStartsOn >= EXTENDED_WHEN_BOUGHT_SINCE;
  return isExtended ? 'extends' : 'expires';
}

/** Starts a new term, as scheduled or as before; a trial becomes its paid plan. */
function renewTerm(
  world: World,
  customer: CustomerRecord,
  record: SubscriptionRecord,
  renewedAt: Temporal.Instant,
): void {
  const { resource } = record;
  const instructions = nextTermInstructions(resource);
  const product = isFields(instructions?.product) ? instructions.product : {};
  const sku = nextSkuOf(world, record);
  const [usualTerm, usualBilling] = resource.isTrial
    ? ['P1Y', 'monthly']
    : [textOr(resource.renewalTermDuration, resource.termDuration), resource.billingCycle];
  const termDuration = textOr(product.termDuration, usualTerm);
  const billingCycle = textOr(product.billingCycle, usualBilling).toLowerCase();
  const offer = findOffer(sku, termDuration, billingCycle);

  const quantity =
    typeof instructions?.quantity === 'number' && instructions.quantity > 0 ? instructions.quantity : resource.quantity;
  const promotionId = textOr(product.promotionId, textOr(resource.promotionId, '')) || undefined;
  const price =
    offer === undefined || resource.isTrial
      ? // Promotions do not apply when a trial converts.
        offer && { unitPrice: offer.unitPrice, promotionId: undefined }
      : priceOf(
          customer,
          sku,
          offer,
          { quantity, termDuration, billingCycle, promotionId, renewed: record },
          renewedAt,
        );

  resource.hasPurchasableAddons = world.catalogue.baseSkus.has(skuKey(sku));
  startTerm(record, sku, { termDuration, billingCycle }, price?.unitPrice.toString() ?? record.unitPrice);
  resource.promotionId = price?.promotionId ?? '';
  const customTermEndDate = instantFrom(textOr(instructions?.customTermEndDate, ''));
  if (customTermEndDate !== undefined) {
    const term = alignedTerm(Temporal.PlainDate.from(record.termStartsOn), dayOf(customTermEndDate).toString());
    record.termEndsBefore = term.endsBefore.toString();
    record.anchorDay = term.anchorDay;
  }
  resource.quantity = quantity;
  record.isExtended = false;
  resource.isTrial = sku.isTrial;
  resource.renewalTermDuration = '';
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [];
  openWindows(record, renewedAt);
  orderNextTerm(world, record);
}

/** The SKU of the next term: the scheduled one, the paid plan of a trial, or the same. */
function nextSkuOf(world: World, { resource, sku }: SubscriptionRecord): Sku {
  const instructions = nextTermInstructions(resource);
  const product = isFields(instructions?.product) ? instructions.product : {};
  const planned =
    product.productId === undefined
      ? undefined
      : findSku(world.catalogue, textOr(product.productId, ''), textOr(product.skuId, '').padStart(4, '0'));
  const current = skuOf(world.catalogue, sku);
  return planned ?? (resource.isTrial ? paidPlanOf(world, current) : current);
}

/** Starts a month of the extended service term, at its price. It can be cancelled on any day. */
function extendTerm(world: World, record: SubscriptionRecord, extendedAt: Temporal.Instant): void {
  const { resource } = record;
  const sku = skuOf(world.catalogue, record.sku);
  if (!record.isExtended) resource.renewalTermDuration = resource.termDuration;
  const terms = { termDuration: 'P1M', billingCycle: 'monthly' };
  startTerm(record, sku, terms, extendedTermPrice(sku)?.toString() ?? record.unitPrice);
  record.isExtended = true;
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }];
  openWindows(record, extendedAt);
  orderNextTerm(world, record);
  const endsAt = wireInstant(termEndOf(record));
  resource.cancellationAllowedUntilDate = endsAt;
  resource.refundOptions = [{ type: 'Partial', expiresAt: endsAt }];
}

/** Each term has an order of its own, created by Microsoft: see `renewalOrders`. */
function orderNextTerm(world: World, record: SubscriptionRecord): void {
  record.resource.orderId = newOrderId(world);
  recordBilling(record, 'renew', midnightOf(Temporal.PlainDate.from(record.termStartsOn)), true);
}

/**
 * Applies another billing plan from the first day of a charge cycle on, at the plan's price of that day. Its cycles are
 * those of the term: the first is charged for its remaining days.
 *
 * @source Partner Center, "Common billing scenarios", changing billing plans: eleven months that are left of a year
 */
function applyBillingPlan(
  world: World,
  record: SubscriptionRecord,
  nextCharge: { billingCycle: string; appliesOn: string },
  now: Temporal.Instant,
): boolean {
  const at = midnightOf(Temporal.PlainDate.from(nextCharge.appliesOn));
  if (Temporal.Instant.compare(at, now) > 0) return false;
  const { resource } = record;
  const offer = findOffer(skuOf(world.catalogue, record.sku), resource.termDuration, nextCharge.billingCycle);
  delete record.nextCharge;
  resource.nextChargeInstructions = null;
  resource.billingCycle = nextCharge.billingCycle;
  if (offer !== undefined) record.unitPrice = offer.unitPrice.toString();
  recordBilling(record, 'changeBillingPlan', at);
  renewEtag(record);
  return true;
}

function endTerm(
  record: SubscriptionRecord,
  outcome: 'suspended' | 'cancelled' | 'expires',
  at: Temporal.Instant,
): void {
  const { resource } = record;
  resource.status = outcome === 'expires' ? 'expired' : 'disabled';
  resource.autoRenewEnabled = false;
  resource.scheduledNextTermInstructions = null;
  resource.scheduledActions = [];
  record.seatBatches = [];
  if (outcome === 'expires') scheduleDecline(record, 'disabled', at, EXPIRED_DAYS);
  else if (outcome === 'suspended') scheduleDecline(record, 'deleted', at, EXPIRED_DAYS + DISABLED_DAYS);
  else scheduleDecline(record, 'deleted', at, DISABLED_DAYS);
}

/** Starts the term that follows the present one, at a price that is fixed for all of it. */
function startTerm(
  record: SubscriptionRecord,
  sku: Sku,
  terms: { termDuration: string; billingCycle: string },
  unitPrice: string,
): void {
  const startsOn = Temporal.PlainDate.from(record.termEndsBefore);
  const term = wholeTerm(startsOn, terms.termDuration, record.anchorDay);
  const { resource } = record;
  record.sku = skuKey(sku);
  record.unitPrice = unitPrice;
  record.termStartsOn = term.startsOn.toString();
  delete record.nextCharge;
  resource.nextChargeInstructions = null;
  record.termEndsBefore = term.endsBefore.toString();
  resource.offerId = `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, midnightOf(startsOn))}`;
  resource.offerName = sku.title;
  resource.termDuration = terms.termDuration;
  resource.billingCycle = terms.billingCycle;
  resource.effectiveStartDate = wireInstant(midnightOf(startsOn));
}

function millisecondsOf(wireInstant: string): number {
  return Temporal.Instant.from(wireInstant).epochMilliseconds;
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

function scheduleDecline(
  record: SubscriptionRecord,
  status: 'disabled' | 'deleted',
  from: Temporal.Instant,
  days: number,
) {
  record.decline = { status, at: wireInstant(from.add({ hours: days * 24 })) };
}

function isInTerm(record: SubscriptionRecord): boolean {
  return record.resource.status === 'active' || record.resource.status === 'suspended';
}

/** The end of the term: 00:00 UTC after its last day. */
export function termEndOf(record: SubscriptionRecord): Temporal.Instant {
  return midnightOf(Temporal.PlainDate.from(record.termEndsBefore));
}
