import {
  type ActionName,
  type Change,
  endOfTerm,
  monthsInTerm,
  type NextTermInstructions,
  openBatches,
  type ScheduledAction,
  type SubscriptionState,
  startOfUtcDay,
  subscriptionAfter,
  utcDate,
  type WhatIsOnSale,
  zero,
} from '@licence-portal/nce';
import { catalogItemIdOf, findOffer, findSku, type Sku, skuOf } from '../src/catalogue.ts';
import { type Fields, isFields, type Json } from '../src/json.ts';
import { createSimulator, DEMO_REFRESH_TOKEN } from '../src/partner-center-simulator.ts';
import type { SubscriptionRecord } from '../src/state.ts';
import { fieldsOf, instantFrom, textOr } from '../src/wire-json.ts';
import { CONTOSO, replyOf, tokenRequest } from './simulated-partner.ts';

export type Bought = Readonly<{
  sku: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  /** Of a trial, what it tries. */
  paidSku: string | undefined;
}>;

/** A customer whose subscriptions are changed at random, in a simulator that can be put back to where it was. */
export async function tradingCompany(startsAt: string) {
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
  const token = (await replyOf(await simulator.fetch(tokenRequest(origin, 'refresh_token', DEMO_REFRESH_TOKEN)))).text(
    'access_token',
  );
  const fresh = structuredClone(world.state);
  const restore = (state: typeof fresh) => {
    world.state = state;
    world.byName = undefined;
  };

  async function call(method: string, path: string, body?: Json) {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    return replyOf(await simulator.fetch(new Request(`${origin}${path}`, { method, headers, ...text })));
  }

  return {
    now: () => world.clock.now(),
    /** A world without history, at an instant. */
    async startAfresh(at: string) {
      restore(structuredClone(fresh));
      world.state.clockOffsetMs = Temporal.Instant.from(at).epochMilliseconds - machineNow.epochMilliseconds;
    },
    wait: (duration: string) => call('POST', '/control/clock/advance', { duration }),
    /** Does something and puts the world back to where it was. */
    async undoing<Result>(doing: () => Promise<Result>): Promise<Result> {
      const kept = structuredClone(world.state);
      const result = await doing();
      restore(kept);
      return result;
    },
    async buy(start: Bought) {
      const customer = `/v1/customers/${CONTOSO}`;
      const [productId = '', skuId = ''] = start.sku.split(':');
      const sku = findSku(world.catalogue, productId, skuId);
      if (sku === undefined) throw new Error(`${start.sku} is not on sale`);
      const line = { id: 0, catalogItemId: catalogItemIdOf(sku, world.clock.now()), ...start };
      const cart = await call('POST', `${customer}/carts`, {
        lineItems: [{ ...line, sku: null, paidSku: null }],
      });
      const checkout = await call('POST', `${customer}/carts/${cart.text('id')}/checkout`);
      const order = await call('GET', `${customer}/orders/${checkout.text('orders', 0, 'id')}`);
      const id = order.text('lineItems', 0, 'subscriptionId');
      const path = `${customer}/subscriptions/${id}`;

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
          return stateOf(resource, recordNow(), skuNow());
        },
        async whatIsOnSale(): Promise<WhatIsOnSale> {
          const eligibilities = await call('GET', `${path}/transitionEligibilities?eligibilityType=immediate`);
          const items = eligibilities.at('items');
          return {
            termDurations: skuNow().offers.map((offer) => offer.termDuration),
            upgradeCount: Array.isArray(items) ? items.length : 0,
          };
        },
        async ask(action: ActionName) {
          const resource = await read();
          const asked = requestFor(action, recordNow(), skuNow());
          if ('patch' in asked) return call('PATCH', path, { ...resource, ...asked.patch });
          const target = asked.to ?? start.paidSku ?? FOREIGN;
          const [toProductId = '', toSkuId = ''] = target.split(':');
          const to = findSku(world.catalogue, toProductId, toSkuId);
          if (to === undefined) throw new Error(`${target} is not on sale`);
          const toCatalogItemId = catalogItemIdOf(to, world.clock.now());
          return call('POST', `${path}/transitions`, { toCatalogItemId, quantity: asked.quantity });
        },
        /** How it should read once an action is done; undefined for what is no change of the rules. */
        foretell(before: SubscriptionState, action: ActionName, at: Temporal.Instant): SubscriptionState | undefined {
          const change = changeFor(action, before, skuNow());
          return change && subscriptionAfter(before, change, at, zero('EUR'));
        },
      };
    },
  };
}

/** What both sides must agree on. Seats that move with a part of them may go back or not: nobody documents which. */
export function gist(subscription: SubscriptionState, at: Temporal.Instant, action?: ActionName): Fields {
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

/** Upgradable to by nothing that is bought here. */
const FOREIGN = 'CFQ7TTC0LFNJ:0001';
const MONTHS_OF_LONGEST = 36;

type Asked = Readonly<{ patch: Fields }> | Readonly<{ to: string | undefined; quantity: number }>;

function requestFor(action: ActionName, { resource }: SubscriptionRecord, sku: Sku): Asked {
  const { quantity } = resource;
  const plan = (actionType: string) => ({
    autoRenewEnabled: false,
    scheduledActions: [{ scheduleType: 'TermEnd', actionType }],
    scheduledNextTermInstructions: null,
  });
  const next = (product: Fields, nextQuantity: number) => ({
    scheduledActions: [],
    scheduledNextTermInstructions: { product, quantity: nextQuantity },
  });
  const present = { productId: sku.productId, skuId: sku.skuId, ...termsOf(resource) };
  switch (action) {
    case 'addSeats':
      return { patch: { quantity: quantity + 1 } };
    case 'removeSeats':
      return { patch: { quantity: quantity - 1 } };
    case 'scheduleSeats':
      return { patch: next(present, otherSeatCount(quantity)) };
    case 'scheduleNextTerm':
      return { patch: next({ ...present, ...MONTHLY }, quantity) };
    case 'cancelNow':
      return { patch: { status: 'deleted' } };
    case 'cancelAtTermEnd':
      return { patch: plan('Cancel') };
    case 'extendMonthlyAtTermEnd':
      return { patch: plan('RenewToExtendedServiceTerm') };
    case 'turnAutoRenewOff':
      return { patch: { autoRenewEnabled: false, scheduledActions: [], scheduledNextTermInstructions: null } };
    case 'turnAutoRenewOn':
      return { patch: { autoRenewEnabled: true, scheduledActions: [] } };
    case 'suspend':
      return { patch: { status: 'suspended' } };
    case 'reactivate':
      return { patch: { status: 'active' } };
    case 'upgrade':
      return { to: upgradeOf(sku, resource), quantity };
    case 'upgradeSomeSeats':
      return { to: upgradeOf(sku, resource), quantity: 1 };
    case 'changeToLongerTerm':
      return { patch: longerTermOf(sku, resource.termDuration) };
    case 'changeBilling':
      return { patch: { billingCycle: otherBilling(resource.billingCycle) } };
    case 'convertTrial':
      return { to: undefined, quantity: 25 };
    case 'scheduleTrialConversion':
      return { patch: next({ ...MONTHLY_YEAR, ...paidOf(sku) }, 3) };
  }
}

function changeFor(action: ActionName, before: SubscriptionState, sku: Sku): Change | undefined {
  const { seatCount, billingCycle, termDuration } = before;
  const to = { eligibility: { isEligible: true }, takesLicencesAlong: true, termDuration, billingCycle };
  switch (action) {
    case 'addSeats':
      return { kind: 'seats', seatCount: seatCount + 1 };
    case 'removeSeats':
      return { kind: 'seats', seatCount: seatCount - 1 };
    case 'scheduleSeats':
      return { kind: 'nextTerm', instructions: { seatCount: otherSeatCount(seatCount) } };
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
      return { kind: 'convertTrial', seatCount: 25, to: MONTHLY_YEAR, when: 'now' };
    case 'scheduleTrialConversion':
      return { kind: 'convertTrial', seatCount: 3, to: MONTHLY_YEAR, when: 'atTermEnd' };
    case 'turnAutoRenewOff':
    case 'suspend':
    case 'reactivate':
      return undefined;
  }
}

const MONTHLY = { termDuration: 'P1M', billingCycle: 'monthly' } as const;
const MONTHLY_YEAR = { termDuration: 'P1Y', billingCycle: 'monthly' } as const;

const otherSeatCount = (seatCount: number) => (seatCount > 1 ? seatCount - 1 : seatCount + 1);
const otherBilling = (billingCycle: string) => (billingCycle === 'annual' ? 'monthly' : 'annual');
const termsOf = ({ termDuration, billingCycle }: Fields) => ({
  termDuration: textOr(termDuration, ''),
  billingCycle: textOr(billingCycle, ''),
});

function longerTermOf({ offers }: Sku, termDuration: string) {
  const months = monthsInTerm(termDuration) ?? MONTHS_OF_LONGEST;
  const longer = offers.find((offer) => (monthsInTerm(offer.termDuration) ?? 0) > months);
  return longer
    ? { termDuration: longer.termDuration, billingCycle: longer.billingCycle }
    : { termDuration: 'P5Y', billingCycle: 'annual' };
}
