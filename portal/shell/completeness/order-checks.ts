import {
  buildCustomer,
  buildOffer,
  buildProvider,
  buildTenantDraft,
  type ChangeInput,
  chargesBesideQuote,
  placeChange,
  storedOrder,
} from '#features/orders/builders.ts';
import type { ChangeKindName } from '#features/orders/changes.ts';
import { markManualStepDone } from '#features/orders/orders.ts';
import type { AnyVendor, StepOutcome, VendorStep } from '#features/orders/vendor.ts';
import type { Actor } from '#platform/actor.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { assert, VendorFault } from '#platform/refusal.ts';
import type { World } from '../testing/world.ts';
import { fingerprintsOf } from './fingerprints.ts';

/*
 * Checks of orders: an order of each kind at each vendor, whose steps fail once and are done twice, and whose charges
 * are compared with its quote. Each returns the problems that it found, one a line; none is an empty list.
 */

export type PlacedOrder = Readonly<{ vendor: string; kind: ChangeKindName; orderId: Id<'order'> }>;

/** Something that each vendor sells; a new vendor gets its line here. */
const SOLD: Readonly<Record<string, Parameters<typeof buildOffer>[1]>> = {
  microsoft: {},
  manual: { vendor: 'manual', ids: 'ASSISTENZA:0001', title: 'Assistenza estesa' },
};

/** What each vendor's subscription can become; a vendor that offers no upgrade needs none. */
const UPGRADED: Readonly<Record<string, Parameters<typeof buildOffer>[1]>> = {
  microsoft: { ids: 'CFQ7TTC0LDPB:0001', title: 'Microsoft 365 Business Standard', prices: { annual: '200' } },
};

/** Changes of each kind of a subscription of three seats, in the order in which they are possible. */
const CHANGES: Readonly<
  Record<Exclude<ChangeKindName, 'purchase'>, (subscriptionId: string, upgradeOfferId?: string) => ChangeInput[]>
> = {
  upgrade: (subscriptionId, offerId) =>
    offerId === undefined
      ? []
      : [2, 1].map((seatCount) => {
          const to = { way: 'product', offerId, termDuration: 'P1Y', billingCycle: 'annual' } as const;
          return { kind: 'upgrade', subscriptionId, seatCount, to };
        }),
  seats: (subscriptionId) => [
    { kind: 'seats', subscriptionId, seatCount: 5 },
    { kind: 'seats', subscriptionId, seatCount: 4 },
  ],
  renewal: (subscriptionId) => [{ kind: 'renewal', subscriptionId, outcome: 'ends' }],
  cancel: (subscriptionId) => [{ kind: 'cancel', subscriptionId }],
};

/** Places and completes an order of each kind at each vendor of the world, one after the other. */
export async function completeOrdersOfEveryKind(world: World): Promise<PlacedOrder[]> {
  const provider = await buildProvider(world);
  const placed: PlacedOrder[] = [];
  for (const vendor of Object.keys(world.services.vendors)) {
    const { administrator, purchase } = await startSale(world, vendor);
    const complete = async (change: ChangeInput) => {
      const { orderId } = await placeChange(world, administrator, change);
      await completeOrder(world, provider, orderId);
      placed.push({ vendor, kind: change.kind, orderId });
      return orderId;
    };
    const { lines } = await storedOrder(world, await complete(purchase));
    const subscriptionId = lines[0]?.subscriptionId;
    assert(subscriptionId, `${vendor}: the purchase has made a subscription`);
    const upgraded = UPGRADED[vendor];
    const upgradeOfferId = upgraded && (await buildOffer(world, upgraded));
    for (const changesOf of Object.values(CHANGES))
      for (const change of changesOf(subscriptionId, upgradeOfferId)) await complete(change);
  }
  return placed;
}

/** Places and completes a purchase at one vendor. */
export async function completePurchase(world: World, vendor: string): Promise<PlacedOrder> {
  const { administrator, purchase } = await startSale(world, vendor);
  const { orderId } = await placeChange(world, administrator, purchase);
  await completeOrder(world, await buildProvider(world), orderId);
  return { vendor, kind: 'purchase', orderId };
}

async function startSale(world: World, vendor: string) {
  const sold = SOLD[vendor];
  assert(sold !== undefined, `${vendor}: nothing is known that it sells`);
  const { accountId, administrator } = await buildCustomer(world, { login: `anna.${vendor}` });
  const offerId = await buildOffer(world, sold);
  const needsTenant = world.services.vendors[vendor]?.needsTenant === true;
  const tenantId = needsTenant ? await buildTenantDraft(world, { accountId }) : null;
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 };
  const purchase: ChangeInput = { kind: 'purchase', tenantId, lines: [line] };
  return { administrator, purchase };
}

/** Runs an order to its end; the provider marks steps that are done by hand. */
async function completeOrder(world: World, provider: Actor, orderId: Id<'order'>): Promise<void> {
  await world.runJobs();
  const { steps } = await storedOrder(world, orderId);
  if (!steps.some(({ status, waitingOn }) => status === 'running' && waitingOn === 'provider')) return;
  await world.as(provider).call(markManualStepDone, { orderId });
  await world.runJobs();
}

export type RepeatedSteps = Readonly<{ problems: string[]; done: ReadonlySet<string> }>;

/**
 * From now on every step of every vendor fails once before it does anything, and its first outcome is lost, so that it
 * is done twice. The second time must have the same outcome and change nothing: neither at Microsoft nor in a table.
 *
 * @returns the problems, which grow with each order, and the steps that were done twice, as `vendor step`
 */
export function failAndRepeatEachStep(world: World): RepeatedSteps {
  const problems: string[] = [];
  const done = new Set<string>();
  const attempts = new Map<string, { effects: ReadonlyMap<string, string>; outcome: StepOutcome } | undefined>();
  replaceSteps(world, (step, name) => async (context) => {
    const key = `${context.order.id} ${name}`;
    const fault = (message: string) => new VendorFault(message, { resend: 'same', requestId: context.requestId });
    if (!attempts.has(key)) {
      attempts.set(key, undefined);
      throw fault('the vendor did not answer');
    }
    const outcome = await step(context);
    if (outcome.status !== 'done') return outcome;
    const first = attempts.get(key);
    const effects = await effectsOf(world, context.order.accountId);
    if (first === undefined) {
      attempts.set(key, { effects, outcome });
      throw fault('the outcome was lost');
    }
    done.add(name);
    if (JSON.stringify(outcome) !== JSON.stringify(first.outcome))
      problems.push(`${name}: its second outcome differs from the first`);
    for (const [place, effect] of effects)
      if (first.effects.get(place) !== effect) problems.push(`${name}: done again, it changes ${place}`);
    return outcome;
  });
  return { problems, done };
}

/** Every order is done, and every step of every vendor was done twice without a problem. */
export async function stepProblems(
  world: World,
  orders: readonly PlacedOrder[],
  { problems, done }: RepeatedSteps,
): Promise<string[]> {
  const unfinished: string[] = [];
  for (const { vendor, kind, orderId } of orders) {
    const { order } = await storedOrder(world, orderId);
    if (order.status !== 'done') unfinished.push(`${vendor} ${kind}: the order is ${order.status}`);
  }
  const steps = Object.values(world.services.vendors).flatMap(({ id, steps: own }) =>
    Object.keys(own).map((name) => `${id} ${name}`),
  );
  return [
    ...unfinished,
    ...new Set(problems),
    ...steps.filter((step) => !done.has(step)).map((step) => `${step}: no order has done it twice`),
  ];
}

/** An order of every kind at every vendor has exactly the charges that its quote promised for today. */
export async function chargeProblems(world: World, orders: readonly PlacedOrder[]): Promise<string[]> {
  const kinds = Object.entries(world.services.vendors).flatMap(([vendor, { stepsOf }]) =>
    Object.entries(stepsOf).flatMap(([kind, steps]) => (steps === null ? [] : [`${vendor} ${kind}`])),
  );
  const problems = kinds
    .filter((name) => !orders.some(({ vendor, kind }) => `${vendor} ${kind}` === name))
    .map((name) => `${name}: no order shows its charges`);
  for (const { vendor, kind, orderId } of orders) {
    const { promised, charged } = await chargesBesideQuote(world, orderId);
    for (const line of without(promised, charged)) problems.push(`${vendor} ${kind}: promised, not charged: ${line}`);
    for (const line of without(charged, promised)) problems.push(`${vendor} ${kind}: charged, not promised: ${line}`);
  }
  return problems;
}

/** The lines of one list that another one lacks; a line that is there twice must be there twice in both. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** @param replace  gets a step and its name as `vendor step` */
export function replaceSteps(world: World, replace: (step: VendorStep, name: string) => VendorStep): void {
  const vendors = Object.entries(world.services.vendors).map(([id, vendor]): [string, AnyVendor] => {
    const steps = Object.entries(vendor.steps).map(([name, step]) => [name, replace(step, `${id} ${name}`)] as const);
    return [id, { ...vendor, steps: Object.fromEntries(steps) }];
  });
  world.services.vendors = Object.fromEntries(vendors);
}

/** Tables that the order engine itself writes with each attempt. */
const OF_THE_ENGINE: readonly string[] = ['customer_order', 'order_step'];

/** The customers as Microsoft knows them, and the rows of the account, by table. */
async function effectsOf(world: World, accountId: AccountId): Promise<ReadonlyMap<string, string>> {
  const { customers } = (await (await world.simulator.control('GET', '/state')).json()) as { customers: object };
  const rows = await fingerprintsOf(world, accountId);
  return new Map([
    ['the customer at Microsoft', JSON.stringify(customers)],
    ...[...rows].filter(([table]) => !OF_THE_ENGINE.includes(table)),
  ]);
}
