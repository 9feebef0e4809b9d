import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Customer, signInCustomer } from './testing/customer.ts';
import { freePort, type PortalProcess, startPortal, until, untilReady } from './testing/portal-process.ts';

const KILLS = 2;

/* The demo on its embedded database is killed at random moments while it writes. */

test('what the embedded portal acknowledged is there after it was killed, at Microsoft too', {
  timeout: 240_000,
}, async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'licence-portal-killed-'));
  const port = String(await freePort());
  const started: PortalProcess[] = [];
  onTestFinished(async () => {
    for (const one of started) one.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const start = async () => {
    const portal = await startPortal({ DATA_DIR: dataFolder, PORT: port });
    started.push(portal);
    await untilReady(portal, 120_000);
    return portal;
  };

  let portal = await start();
  const customer = await signInCustomer(portal);
  const subscription = await subscriptionOf(customer, portal);
  let phone = 0;
  let wanted = subscription.seatCount;
  let acknowledged = wanted;
  const orders: string[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const running = portal;
    const killing = setTimeout(() => running.kill('SIGKILL'), 700 + Math.random() * 2_000);
    for (;;) {
      const kept = await customer
        .call(running, 'POST', '/users/update-profile', { body: { phone: String(phone + 1) } })
        .then(({ ok }) => ok)
        .catch(() => false);
      if (!kept) break;
      phone += 1;
      wanted += 1;
      const orderId = await addSeat(customer, running, subscription, wanted).catch(() => undefined);
      if (orderId !== undefined) {
        orders.push(orderId);
        acknowledged = wanted;
      }
    }
    await running.ended;
    clearTimeout(killing);
    portal = await start();
    const profile = z.looseObject({ phone: z.string() }).parse(await read(customer, portal, '/users/get-profile'));
    expect(Number(profile.phone), `after kill ${kill}`).toBeGreaterThanOrEqual(phone);
    phone = Number(profile.phone);
  }

  expect(phone).toBeGreaterThan(KILLS);
  expect(orders.length).toBeGreaterThan(0);
  const Status = z.looseObject({ status: z.string() });
  for (const orderId of orders) {
    await until(
      `order ${orderId} is done`,
      async () => Status.parse(await read(customer, portal, `/orders/get-order?orderId=${orderId}`)).status === 'done',
      90_000,
    );
  }
  const { items } = Subscriptions.parse(await read(customer, portal, '/subscriptions/list-subscriptions'));
  const seatCount = items.find(({ subscriptionId }) => subscriptionId === subscription.subscriptionId)?.seatCount ?? 0;
  expect(seatCount).toBeGreaterThanOrEqual(acknowledged);
  portal.kill('SIGTERM');
  expect(await portal.ended).toBe(0);
  expect(seatCountsIn(join(dataFolder, 'simulator.json'))).toContain(seatCount);
});

type Subscription = Readonly<{ subscriptionId: string; seatCount: number }>;

const Subscriptions = z.object({
  items: z.array(z.looseObject({ subscriptionId: z.string(), seatCount: z.number(), vendor: z.string() })),
});
const Quoted = z.looseObject({ quoteId: z.string() });
const Placed = z.looseObject({ orderId: z.string() });

/** One at Microsoft that nobody is changing. */
async function subscriptionOf(customer: Customer, at: PortalProcess): Promise<Subscription> {
  const { items } = Subscriptions.parse(await read(customer, at, '/subscriptions/list-subscriptions'));
  const found = items.find(
    ({ vendor, isChanging, isSuspended }) => vendor === 'microsoft' && !isChanging && !isSuspended,
  );
  if (found === undefined) throw new Error('the demo has no subscription at Microsoft');
  return found;
}

/** @returns the order, or undefined while the one before still changes the subscription */
async function addSeat(
  customer: Customer,
  at: PortalProcess,
  { subscriptionId }: Subscription,
  seatCount: number,
): Promise<string | undefined> {
  const body = { subscriptionId, seatCount };
  const quote = await customer.call(at, 'POST', '/subscriptions/quote-seat-change', { body });
  if (!quote.ok) return undefined;
  const quoted = Quoted.safeParse(await quote.json());
  if (!quoted.success) return undefined;
  const order = { quoteId: quoted.data.quoteId, paymentMethod: 'onAccount' };
  const placed = await customer.call(at, 'POST', '/orders/place-order', { body: order });
  return placed.ok ? Placed.parse(await placed.json()).orderId : undefined;
}

async function read(customer: Customer, at: PortalProcess, path: string): Promise<unknown> {
  const answer = await customer.call(at, 'GET', path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The seats of each subscription in the simulator's own file. */
function seatCountsIn(file: string): number[] {
  return [...readFileSync(file, 'utf8').matchAll(/"quantity":(\d+)/g)].map(([, count]) => Number(count));
}
