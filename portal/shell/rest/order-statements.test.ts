import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { buildCustomer, buildOffer, buildTenantDraft, storedOrder } from '#features/orders/builders.ts';
import { advanceOrder } from '#features/orders/steps/advance-order.job.ts';
import { systemActor } from '#platform/actor.ts';
import { type AccountId, idOf } from '#platform/ids.ts';
import type { JobContext } from '#platform/job.ts';
import { inContext } from '#platform/operation.server.ts';
import { PreparingClient } from '#platform/preparing-client.server.ts';
import { keyOf, serveWorld } from '../testing/serve-world.ts';
import { startWorld, type World } from '../testing/world.ts';

/*
 * The statements of an order by REST, by name and in their order. A test that fails here shows which statement is new:
 * it costs each order a round trip. Take it out, or merge it with another; else write it down.
 */

/** A program that is known from a moment ago: its key is not looked up again. */
const QUOTE = [
  'begin',
  'select idempotency_claim',
  'select offer',
  'select price',
  'select price_rule',
  'select account',
  'select offer',
  'select tenant',
  'select subscription',
  'select account',
  'insert quote',
  'insert idempotent_call',
  'insert audit_record',
  'commit',
];

const PLACE = [
  'begin',
  'select idempotency_claim',
  'select quote',
  'select customer_order',
  // The quote is calculated again.
  'select offer',
  'select price',
  'select price_rule',
  'select account',
  'select offer',
  'select tenant',
  'select subscription',
  'select account',
  // The account's row is held while the payment is checked.
  'select account',
  'select customer_order',
  // Invoices, charges and payments in sum.
  'select account',
  'select account',
  'insert customer_order',
  'insert order_line',
  'insert order_step',
  'select person',
  'insert notification',
  'insert mail',
  'insert job',
  'insert job',
  'insert idempotent_call',
  'insert audit_record',
  'commit',
];

/** The first request of a program, or the first after two seconds. */
const LOOK_UP = ['begin', 'select api_key', 'commit'];

/** All steps of a purchase, from the claim of the first to the notification that it is done. */
const TO_THE_END = {
  begin: 16,
  commit: 16,
  'insert audit_record': 8,
  'insert charge': 1,
  'insert mail': 1,
  'insert notification': 1,
  'insert job': 1,
  'insert service': 1,
  'insert subscription': 1,
  'insert subscription_event': 1,
  // The charges that are expected of the new subscription.
  'insert subscription_forecast': 1,
  'select account': 3,
  'select customer_order': 9,
  'select offer': 4,
  'select order_line': 2,
  'select order_step': 2,
  'select person': 1,
  'select price': 1,
  'select price_list_state': 1,
  'select price_rule': 1,
  'select subscription': 1,
  'select tenant': 5,
  'update customer_order': 1,
  'update order_line': 2,
  'update order_step': 14,
};

test('an order by REST and its way to the end send these statements and no other', async () => {
  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  const api = await serveWorld(world);
  const key = await keyOf(world, administrator);
  const sent = recordStatements();
  const post = async (path: string, body: object) => {
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const answer = await api.call('POST', path, { key, headers, body: JSON.stringify(body) });
    return Answer.parse(await answer.json());
  };
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 };
  const quote = () => post('/purchasing/quote-purchase', { tenantId, lines: [line] });
  const place = (quoteId: string) => post('/orders/place-order', { quoteId, paymentMethod: 'onAccount' });
  // The first order makes the customer at Microsoft, and the first request of a key stores that it is used.
  await place((await quote()).quoteId ?? '');
  await world.runJobs();

  sent.take();
  const { quoteId = '' } = await quote();
  expect(withoutLookUp(sent.take())).toEqual(QUOTE);
  const { orderId } = await place(quoteId);
  expect(withoutLookUp(sent.take())).toEqual(PLACE);

  await advanceOrder.run(workerContext(world, accountId), { accountId, orderId: idOf('order').parse(orderId) });
  expect(countsOf(sent.take())).toEqual(TO_THE_END);
  expect((await storedOrder(world, idOf('order').parse(orderId))).order.status).toBe('done');
});

const Answer = z.looseObject({ quoteId: z.string().optional(), orderId: z.string().optional() });

/** Records the statements that the connections of the portal send from now on, by name. */
function recordStatements() {
  const names: string[] = [];
  const send: (...given: never[]) => unknown = PreparingClient.prototype.query;
  vi.spyOn(PreparingClient.prototype, 'query').mockImplementation(function (
    this: PreparingClient,
    ...given: unknown[]
  ) {
    const name = nameOf(given[0]);
    if (name !== '') names.push(name);
    return send.apply(this, given as never[]) as never;
  });
  return { take: () => names.splice(0) };
}

/** The verb of a statement and its first table; empty for what the job queue does by itself. */
function nameOf(query: unknown): string {
  const { text } = typeof query === 'string' ? { text: query } : z.looseObject({ text: z.string() }).parse(query);
  const all = text.trim().replaceAll('"', '').toLowerCase();
  if (all.includes('pgboss.')) return all.includes('insert into pgboss.job') ? 'insert job' : '';
  const words = withoutParentheses(all);
  const verb = /^\w+/.exec(words)?.[0] ?? '';
  if (verb === 'begin' || verb === 'commit') return verb;
  return `${verb} ${/(?:\bfrom|\binto|^update)\s+([\w.]+)/.exec(words)?.[1] ?? ''}`;
}

function withoutParentheses(text: string): string {
  const shorter = text.replaceAll(/\([^()]*\)/g, '');
  return shorter === text ? text : withoutParentheses(shorter);
}

/** The look-up of the key is there or not, depending on the time since the last one. */
function withoutLookUp(names: readonly string[]): readonly string[] {
  return LOOK_UP.every((name, index) => names[index] === name) ? names.slice(LOOK_UP.length) : names;
}

/** How often each statement was sent. The leases of Microsoft's limit of requests depend on the time. */
function countsOf(names: readonly string[]): Record<string, number> {
  const counts = Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
  const { begin = 0, commit = 0, 'select lease_requests': leases = 0, ...others } = counts;
  return { ...others, begin: begin - leases, commit: commit - leases };
}

function workerContext({ app, clock, services }: World, accountId: AccountId): JobContext {
  const caller = { actor: systemActor(accountId), requestId: crypto.randomUUID() };
  return {
    clock,
    machineNow: () => Temporal.Now.instant(),
    services,
    log: app.log,
    requestId: caller.requestId,
    attempt: 1,
    isLastAttempt: false,
    signal: new AbortController().signal,
    inTransaction: (run) => inContext(app, { kind: 'account', accountId }, caller, app.log, (inside) => run(inside)),
  };
}
