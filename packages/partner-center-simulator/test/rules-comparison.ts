import {
  type ActionName,
  type AvailableOffers,
  endOfTerm,
  monthsInTerm,
  type NextTermInstructions,
  newCommercePolicy,
  type ScheduledAction,
  type SubscriptionChange,
  type SubscriptionState,
  startOfUtcDay,
  subscriptionAfter,
  utcDate,
} from '@licence-portal/nce';
import { openBatches } from '@licence-portal/nce/internals';
import { zero } from '@licence-portal/nce/money';
import { lacksBase } from '../src/base-subscriptions.ts';
import { catalogItemIdOf, findOffer, type Sku, skuOf } from '../src/catalogue.ts';
import { type Fields, isFields, type Json } from '../src/json.ts';
import {
  createSimulator,
  DEMO_APPLICATION,
  DEMO_PARTNER_TENANT_ID,
  DEMO_REFRESH_TOKEN,
  type Simulator,
} from '../src/partner-center-simulator.ts';
import type { SubscriptionRecord } from '../src/state.ts';
import { targetsOf } from '../src/transitions.ts';
import { fieldsOf, instantFrom, textOr } from '../src/wire-json.ts';
import type { World } from '../src/world.ts';
import { CONTOSO, type Reply, replyOf } from './test-simulator.ts';

export type Bought = Readonly<{
  sku: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  /** The base that an add-on is bought with, which is suspended at once. */
  base?: string;
}>;

type CallSimulator = (method: string, path: string, body?: Json) => Promise<Reply>;

/** A simulator with one customer whose subscriptions are changed at random, and whose state can be restored. */
export async function startRulesComparison(startsAt: string) {
  const machineNow = Temporal.Instant.from(startsAt);
  const simulator = createSimulator({
    seed: 'test',
    now: () => machineNow,
    latency: {
      order: Temporal.Duration.from('PT0S'),
      provisioning: Temporal.Duration.from('PT0S'),
      transition: Temporal.Duration.from('PT0S'),
    },
  });
  const { world } = simulator;
  const origin = 'http://simulator.test';
  const token = await signIn(simulator, origin);
  const fresh = structuredClone(world.state);
  const restore = (state: typeof fresh) => {
    world.state = state;
    world.customersByName = undefined;
  };

  async function call(method: string, path: string, body?: Json) {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return replyOf(await simulator.fetch(new Request(`${origin}${path}`, { method, headers, ...text })));
  }

  return {
    now: () => world.clock.now(),
    /** Restores the initial state, at an instant. */
    async startFresh(at: string) {
      restore(structuredClone(fresh));
      world.state.clockOffsetMs = Temporal.Instant.from(at).epochMilliseconds - machineNow.epochMilliseconds;
    },
    wait: (duration: string) => call('POST', '/control/clock/advance', { duration }),
    waitUntil: (now: Temporal.Instant) => call('PUT', '/control/clock', { now: now.toString() }),
    /** Runs a function and restores the state afterwards. */
    async withRestoredState<Result>(run: () => Promise<Result>): Promise<Result> {
      const kept = structuredClone(world.state);
      const result = await run();
      restore(kept);
      return result;
    },
    async buy(start: Bought) {
      const customer = `/v1/customers/${CONTOSO}`;
      const { quantity, termDuration, billingCycle } = start;
      const lineItems = [start.sku, ...(start.base === undefined ? [] : [start.base])].map((key, id) => {
        const catalogItemId = catalogItemIdOf(skuOf(world.catalogue, key), world.clock.now());
        return { id, catalogItemId, quantity, termDuration, billingCycle };
      });
      const cart = await call('POST', `${customer}/carts`, { lineItems });
      const checkout = await call('POST', `${customer}/carts/${cart.text('id')}/checkout`);
      const order = await call('GET', `${customer}/orders/${checkout.text('orders', 0, 'id')}`);
      const id = order.text('lineItems', 0, 'subscriptionId');
      if (start.base !== undefined) {
        const basePath = `${customer}/subscriptions/${order.text('lineItems', 1, 'subscriptionId')}`;
        await call('PATCH', basePath, { ...fieldsOf((await call('GET', basePath)).body), status: 'suspended' });
      }
      return comparedSubscription(world, call, id);
    },
  };
}

/** One subscription of the customer, as the rules and as the simulator see it. */
function comparedSubscription(world: World, call: CallSimulator, id: string) {
  const path = `/v1/customers/${CONTOSO}/subscriptions/${id}`;
  const read = async () => fieldsOf((await call('GET', path)).body, 'subscription');
  const recordNow = (): SubscriptionRecord => {
    const record = world.state.customers[CONTOSO]?.subscriptions[id];
    if (record === undefined) throw new Error(`${id} is gone`);
    return record;
  };
  const skuNow = () => skuOf(world.catalogue, recordNow().sku);
  return {
    async state(): Promise<SubscriptionState> {
      const resource = await read();
      const owner = world.state.customers[CONTOSO];
      const isPrerequisiteMissing = owner !== undefined && lacksBase(owner, skuNow());
      return { ...stateOf(resource, recordNow(), skuNow()), isPrerequisiteMissing };
    },
    async availableOffers(): Promise<AvailableOffers> {
      const eligibilities = await call('GET', `${path}/transitionEligibilities?eligibilityType=immediate`);
      const items = eligibilities.at('items');
      return {
        plans: skuNow().offers,
        upgradeCount: Array.isArray(items) ? items.length : 0,
      };
    },
    async ask(action: ActionName) {
      const resource = await read();
      const patch = patchFor(action, recordNow(), skuNow());
      if (patch) return call('PATCH', path, { ...resource, ...patch });
      const toCatalogItemId = catalogItemIdOf(targetFor(world, recordNow()), world.clock.now());
      const quantity = { upgrade: recordNow().resource.quantity, upgradeSomeSeats: 1, convertTrial: 25 }[
        String(action)
      ];
      return call('POST', `${path}/transitions`, { toCatalogItemId, quantity: quantity ?? 0 });
    },
    /** The state that the rules predict after an action; undefined for an action that is no change in the rules. */
    predict(before: SubscriptionState, action: ActionName, at: Temporal.Instant): SubscriptionState | undefined {
      const change = changeFor(action, before, skuNow());
      return change && subscriptionAfter(before, change, at, zero('EUR'));
    },
  };
}

/** The facts on which rules and simulator must agree. Whether partly moved seats can be returned is not documented. */
export function comparableFacts(subscription: SubscriptionState, at: Temporal.Instant, action?: ActionName): Fields {
  const { status, seatCount, autoRenewEnabled, isTrial, term, termDuration, billingCycle } = subscription;
  const { refundable, nextCharge } = subscription;
  const end = endOfTerm(subscription);
  const windows = refundable === 'unknown' ? [] : openBatches(refundable, at);
  return {
    status,
    seatCount: status === 'deleted' ? 0 : seatCount,
    autoRenewEnabled: status !== 'deleted' && autoRenewEnabled,
    isTrial,
    term: `${term.startsOn}/${term.endsBefore}`,
    termDuration,
    billingCycle,
    nextBilling: nextCharge?.billingCycle ?? null,
    end: end ? `${end.outcome} ${end.seatCount} ${end.termDuration} ${end.billingCycle}` : null,
    windows:
      action === 'upgradeSomeSeats' ? [] : windows.map((batch) => `${batch.seatCount} until ${batch.refundableUntil}`),
  };
}

const MONTHS_OF_LONGEST = 36;

/** The target of an upgrade or a conversion; if there is none, a product that Microsoft must refuse. */
function targetFor(world: World, record: SubscriptionRecord): Sku {
  const { termDuration, billingCycle } = record.resource.isTrial ? MONTHLY_YEAR : record.resource;
  const targets = targetsOf(world, record);
  const target = targets.find((sku) => findOffer(sku, termDuration, billingCycle) !== undefined);
  return target ?? skuOf(world.catalogue, 'CFQ7TTC0LFNJ:0001');
}

/** The changes of the resource that request an action; undefined for an action that is requested as a transition. */
function patchFor(action: ActionName, { resource }: SubscriptionRecord, sku: Sku): Fields | undefined {
  const { quantity } = resource;
  const plan = (actionType: string) => ({
    autoRenewEnabled: false,
    scheduledActions: [{ scheduleType: 'TermEnd', actionType }],
    scheduledNextTermInstructions: null,
  });
  const next = (terms: Fields, nextQuantity: number) => ({
    scheduledActions: [],
    scheduledNextTermInstructions: {
      product: { productId: sku.productId, skuId: sku.skuId, ...terms },
      quantity: nextQuantity,
    },
  });
  switch (action) {
    case 'addSeats':
      return { quantity: quantity + 1 };
    case 'removeSeats':
      return { quantity: quantity - 1 };
    case 'scheduleSeats':
      return next(
        { termDuration: resource.termDuration, billingCycle: resource.billingCycle },
        otherSeatCount(quantity),
      );
    case 'scheduleNextTerm':
      return next(MONTHLY, quantity);
    case 'cancelNow':
      return { status: 'deleted' };
    case 'cancelAtTermEnd':
      return plan('Cancel');
    case 'extendMonthlyAtTermEnd':
      return plan('RenewToExtendedServiceTerm');
    case 'turnAutoRenewOff':
      return { autoRenewEnabled: false, scheduledActions: [], scheduledNextTermInstructions: null };
    case 'turnAutoRenewOn':
      return { autoRenewEnabled: true, scheduledActions: [] };
    case 'suspend':
      return { status: 'suspended' };
    case 'reactivate':
      return { status: 'active' };
    case 'changeToLongerTerm':
      return longerTermOf(sku, resource.termDuration);
    case 'changeBilling':
      return { billingCycle: otherBilling(resource.billingCycle) };
    case 'scheduleTrialConversion':
      return next({ ...PAID, ...MONTHLY_YEAR }, 3);
    case 'upgrade':
    case 'upgradeSomeSeats':
    case 'convertTrial':
      return undefined;
  }
}

function changeFor(action: ActionName, before: SubscriptionState, sku: Sku): SubscriptionChange | undefined {
  const { seatCount, billingCycle, termDuration } = before;
  const to = { eligibility: { isEligible: true }, transfersLicences: true, termDuration, billingCycle };
  switch (action) {
    case 'addSeats':
      return { kind: 'seats', seatCount: seatCount + 1 };
    case 'removeSeats':
      return { kind: 'seats', seatCount: seatCount - 1 };
    case 'scheduleSeats':
      // As requested above: with the present plan, whatever is set for the next charge.
      return { kind: 'nextTerm', instructions: { seatCount: otherSeatCount(seatCount), termDuration, billingCycle } };
    case 'scheduleNextTerm':
      return { kind: 'nextTerm', instructions: { seatCount, ...MONTHLY } };
    case 'cancelNow':
      return { kind: 'cancelNow' };
    case 'cancelAtTermEnd':
      return { kind: 'renewal', outcome: 'ends' };
    case 'extendMonthlyAtTermEnd':
      return { kind: 'renewal', outcome: 'extendsMonthly' };
    case 'turnAutoRenewOn':
      return { kind: 'renewal', outcome: 'renews' };
    case 'upgrade':
      return { kind: 'upgrade', seatCount, to };
    case 'upgradeSomeSeats':
      return { kind: 'upgrade', seatCount: 1, to };
    case 'changeToLongerTerm':
      return { kind: 'longerTerm', ...longerTermOf(sku, termDuration) };
    case 'changeBilling':
      return { kind: 'billing', billingCycle: otherBilling(billingCycle) };
    case 'convertTrial':
      return { kind: 'convertTrial', seatCount: 25, to: { ...MONTHLY_YEAR, policy: newCommercePolicy() }, when: 'now' };
    case 'scheduleTrialConversion':
      return { kind: 'convertTrial', seatCount: 3, to: { ...PAID, ...MONTHLY_YEAR }, when: 'atTermEnd' };
    case 'turnAutoRenewOff':
    case 'suspend':
    case 'reactivate':
      return undefined;
  }
}

const MONTHLY = { termDuration: 'P1M', billingCycle: 'monthly' } as const;
/** The paid plan of the trial. */
const PAID = { productId: 'CFQ7TTC0LDPB', skuId: '0001' } as const;
const MONTHLY_YEAR = { termDuration: 'P1Y', billingCycle: 'monthly' } as const;

const otherSeatCount = (seatCount: number) => (seatCount > 1 ? seatCount - 1 : seatCount + 1);
const otherBilling = (billingCycle: string) => (billingCycle === 'annual' ? 'monthly' : 'annual');
function longerTermOf({ offers }: Sku, termDuration: string) {
  const months = monthsInTerm(termDuration) ?? MONTHS_OF_LONGEST;
  const longer = offers.find((offer) => (monthsInTerm(offer.termDuration) ?? 0) > months);
  return longer
    ? { termDuration: longer.termDuration, billingCycle: longer.billingCycle }
    : { termDuration: 'P5Y', billingCycle: 'annual' };
}

async function signIn(simulator: Simulator, origin: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: DEMO_APPLICATION.clientId,
    client_secret: DEMO_APPLICATION.clientSecret,
    resource: 'https://api.partnercenter.microsoft.com',
    refresh_token: DEMO_REFRESH_TOKEN,
  });
  const request = new Request(`${origin}/${DEMO_PARTNER_TENANT_ID}/oauth2/token`, { method: 'POST', body });
  return (await replyOf(await simulator.fetch(request))).text('access_token');
}

/**
 * The resource as the rules see it. The first day of a term and the extended service term are in no field of the
 * resource.
 */
function stateOf(resource: Fields, record: SubscriptionRecord, sku: Sku): SubscriptionState {
  const status = textOr(resource.status, '');
  const instructions = resource.scheduledNextTermInstructions;
  const lastDay = utcDate(instantOf(resource.commitmentEndDate));
  return {
    status,
    isSuspended: status === 'suspended',
    isTrial: resource.isTrial === true,
    isExtendedServiceTerm: record.isExtended,
    seatCount: Number(resource.quantity),
    seatCountMin: Math.max(1, sku.minimumQuantity),
    seatCountMax: sku.maximumQuantity,
    term: { startsOn: Temporal.PlainDate.from(record.termStartsOn), endsBefore: lastDay.add({ days: 1 }) },
    termDuration: textOr(resource.termDuration, ''),
    billingCycle: textOr(resource.billingCycle, ''),
    unitPricePerCycle: zero('EUR'),
    purchasedOrRenewedAt: startOfUtcDay(Temporal.PlainDate.from(record.termStartsOn)),
    autoRenewEnabled: resource.autoRenewEnabled === true,
    policy: newCommercePolicy(),
    cancellationAllowedUntil: instantFrom(textOr(resource.cancellationAllowedUntilDate, '')),
    refundable: refundableOf(resource.refundableQuantity),
    refundOptions: [],
    scheduledNextTerm: isFields(instructions) ? instructionsOf(instructions) : undefined,
    scheduledActions: listOf(resource.scheduledActions).map(actionOf),
    nextCharge: nextChargeOf(resource.nextChargeInstructions),
  };
}

function refundableOf(refundableQuantity: Json | undefined): SubscriptionState['refundable'] {
  if (!isFields(refundableQuantity)) return 'unknown';
  return listOf(refundableQuantity.details).map(({ quantity, allowedUntilDateTime }) => ({
    seatCount: Number(quantity),
    refundableUntil: instantOf(allowedUntilDateTime),
  }));
}

function instructionsOf({ product, quantity }: Fields): NextTermInstructions {
  const { termDuration, billingCycle, productId, skuId } = isFields(product) ? product : {};
  return {
    seatCount: typeof quantity === 'number' ? quantity : undefined,
    termDuration: textOr(termDuration, '') || undefined,
    billingCycle: textOr(billingCycle, '') || undefined,
    productId: textOr(productId, '') || undefined,
    skuId: textOr(skuId, '') || undefined,
  };
}

function actionOf({ scheduleType, actionType, instructions }: Fields): ScheduledAction {
  return {
    scheduleType: textOr(scheduleType, ''),
    actionType: textOr(actionType, ''),
    ...(isFields(instructions) && { instructions: instructionsOf(instructions) }),
  };
}

function nextChargeOf(instructions: Json | undefined): SubscriptionState['nextCharge'] {
  if (!isFields(instructions)) return undefined;
  const product = fieldsOf(instructions.product, 'product');
  return { billingCycle: textOr(product.billingCycle, ''), unitPricePerCycle: zero('EUR') };
}

function instantOf(value: Json | undefined): Temporal.Instant {
  const instant = instantFrom(textOr(value, ''));
  if (instant === undefined) throw new Error(`${JSON.stringify(value)} is no instant`);
  return instant;
}

function listOf(value: Json | undefined): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}
