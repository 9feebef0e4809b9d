import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { notification } from '#features/notifications/tables.ts';
import {
  buildCustomer,
  buildOffer,
  buildProvider,
  buildTenantDraft,
  placeChange,
  storedOrder,
} from '#features/orders/builders.ts';
import { cancelOrder, getOrder, retryStep } from '#features/orders/orders.ts';
import { linkByProvider } from '#features/tenants/builders.ts';
import {
  checkAcceptance,
  getAcceptance,
  nameSignatory,
  sendAcceptanceLink,
  tenant,
} from '#features/tenants/tenants.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { startWorld } from '#shell/testing/world.ts';

const SLOW = { timeout: 60_000 };
const MARTA = { firstName: 'Marta', lastName: 'Ferri', email: 'marta@example.it', locale: 'en' } as const;

test('a first order waits for its signatory, and goes on by itself once he has accepted', SLOW, async () => {
  const { world, buy, order, acceptance, linkMails } = await start();
  const orderId = await buy();
  await world.runJobs();

  const waiting = await order(orderId);
  expect(waiting.steps.map(({ name, status, waitingOn }) => [name, status, waitingOn].join(' ').trim())).toEqual([
    'payment done',
    'awaitAgreement running customer',
    'prepareTenant waiting',
    'createCart waiting',
    'checkout waiting',
    'awaitProvisioning waiting',
    'readBack waiting',
  ]);
  const { client } = world.services.microsoft;
  const { items } = await client.customers.list({ startsWith: { field: 'Domain', value: 'rossi' } });
  expect(items, 'nothing is made at Microsoft before').toEqual([]);

  const pending = await acceptance();
  expect(pending).toMatchObject({
    status: 'pending',
    signatory: { firstName: 'Anna', lastName: 'Bianchi', email: 'anna@example.it' },
    sentAt: '2026-11-25T09:00:00Z',
    linkExpiresAt: '2026-12-09T09:00:00Z',
  });
  const [mail] = await linkMails();
  expect(mail).toMatchObject({ recipient: 'anna@example.it', personId: null });
  expect(mail?.subject).toBe('Contratto del cliente Microsoft: serve la tua accettazione per Rossi S.r.l.');
  expect(mail?.textBody).toContain(pending.link);
  expect(mail?.textBody).toContain('9 dic 2026');

  await world.simulator.answerAsSignatory(pending.link ?? '');
  await world.worker.runAll(60);
  expect((await order(orderId)).order.status).toBe('done');
  expect(await acceptance()).toMatchObject({ status: 'accepted', link: null });
  expect(await linkMails(), 'the signatory is asked once').toHaveLength(1);
});

test('the state is read less and less often, and at once when somebody looks', SLOW, async () => {
  const { world, buy, order, call, reads } = await start();
  const orderId = await buy();
  await world.runJobs();
  const first = await reads();
  expect(first).toBeGreaterThan(3);
  await world.runJobs();
  expect(await reads(), 'nothing is due in the next half minute').toBe(first);
  await call(checkAcceptance);
  await world.runJobs();
  expect(await reads()).toBeGreaterThan(first);
  expect((await order(orderId)).order.status).toBe('running');
});

test('two orders wait for one link, and orders after the acceptance do not wait', SLOW, async () => {
  const { world, buy, order, accept, linkMails } = await start();
  const orders = [await buy(), await buy()];
  await world.runJobs();
  expect(await linkMails()).toHaveLength(1);
  await accept();
  for (const orderId of orders) expect((await order(orderId)).order.status).toBe('done');

  const later = await buy();
  await world.runJobs();
  expect((await order(later)).order.status).toBe('done');
});

test('the link is sent again, but not at once, and a new one is made when it has expired', SLOW, async () => {
  const { world, buy, order, acceptance, call, accept, linkMails, notifications } = await start();
  const orderId = await buy();
  await world.runJobs();
  const first = await acceptance();
  await expect(call(sendAcceptanceLink)).rejects.toMatchObject({ code: 'tenants.linkJustSent' });

  world.advance({ minutes: 2 });
  expect(await call(sendAcceptanceLink)).toEqual({ isNewLink: false });
  expect((await linkMails()).map(({ textBody }) => textBody.includes(first.link ?? ''))).toEqual([true, true]);

  world.advance({ days: 14 });
  expect(await acceptance(), 'also before Microsoft was asked').toMatchObject({ status: 'expired', link: null });
  await call(checkAcceptance);
  await world.runJobs();
  expect(await notifications()).toEqual(['tenants.expired']);
  expect((await order(orderId)).order.status).toBe('running');

  expect(await call(sendAcceptanceLink)).toEqual({ isNewLink: true });
  await world.runJobs();
  const renewed = await acceptance();
  expect(renewed.status).toBe('pending');
  expect(renewed.link).not.toBe(first.link);
  expect((await linkMails()).at(-1)?.textBody).toContain(renewed.link);
  await accept();
  expect((await order(orderId)).order.status).toBe('done');
});

test(
  'who declines stops the order until another signatory is named, whose own language the mail is in',
  SLOW,
  async () => {
    const { world, buy, order, acceptance, call, accept, linkMails, notifications } = await start();
    const orderId = await buy();
    await world.runJobs();
    await world.simulator.answerAsSignatory((await acceptance()).link ?? '', 'decline');
    await call(checkAcceptance);
    await world.runJobs();
    expect(await acceptance()).toMatchObject({ status: 'declined', link: null });
    expect(await notifications()).toEqual(['tenants.declined']);
    expect((await order(orderId)).order.status).toBe('running');

    await call(nameSignatory, { signatory: MARTA });
    await world.runJobs();
    expect(await acceptance()).toMatchObject({ status: 'pending', signatory: { firstName: 'Marta' } });
    expect((await linkMails()).at(-1)).toMatchObject({
      recipient: 'marta@example.it',
      subject: 'Microsoft Customer Agreement: your acceptance is needed for Rossi S.r.l.',
    });
    await accept();
    expect((await order(orderId)).order.status).toBe('done');
    const { items } = await agreementsOf(world);
    expect(items[0]?.primaryContact).toMatchObject({ firstName: 'Marta', email: 'marta@example.it' });
  },
);

test('another signatory takes the place of the first, whose answer counts no more', SLOW, async () => {
  const { world, buy, order, acceptance, call, accept } = await start();
  const orderId = await buy();
  await world.runJobs();
  const first = await acceptance();
  await call(nameSignatory, { signatory: MARTA });
  await world.simulator.answerAsSignatory(first.link ?? '');
  await world.runJobs();
  expect((await order(orderId)).order.status).toBe('running');
  expect(await acceptance()).toMatchObject({ status: 'pending', signatory: { lastName: 'Ferri' } });
  await accept();
  expect((await order(orderId)).order.status).toBe('done');
});

test('a signatory whom Microsoft has not verified leaves the order waiting', SLOW, async () => {
  const { world, buy, order, acceptance, accept } = await start({ companyName: 'Rossi (identità)' });
  const orderId = await buy();
  await world.runJobs();
  await accept();
  expect(await acceptance()).toMatchObject({ status: 'unverified' });
  expect((await order(orderId)).order.status).toBe('running');
});

test('data that Microsoft does not take are corrected, and the order goes on', SLOW, async () => {
  const { world, buy, order, acceptance, call, accept, notifications } = await start();
  await world.simulator.control('POST', '/faults', {
    match: { method: 'POST', path: '/attestations/enhanced' },
    times: 1,
    fault: {
      kind: 'status',
      status: 400,
      body: { code: 3000, description: 'Invalid property', data: ['signatoryEmail'] },
    },
  });
  const orderId = await buy();
  await world.runJobs();
  expect(await acceptance()).toMatchObject({ status: 'refused' });
  expect(await notifications()).toEqual(['tenants.refused']);
  await call(nameSignatory, { signatory: MARTA });
  await world.runJobs();
  await accept();
  expect((await order(orderId)).order.status).toBe('done');
});

test(
  'an announcement whose answer is lost is sent again with the same request id: one signatory, one link',
  SLOW,
  async () => {
    const { world, buy, order, accept, linkMails } = await start();
    await world.simulator.control('POST', '/faults', {
      match: { method: 'POST', path: '/attestations/enhanced' },
      times: 3,
      fault: { kind: 'dropAfter' },
    });
    const orderId = await buy();
    await world.runJobs();
    expect(await linkMails()).toHaveLength(1);
    const state = (await (await world.simulator.control('GET', '/state')).json()) as { attestations: object };
    expect(Object.keys(state.attestations)).toHaveLength(1);
    await accept();
    expect((await order(orderId)).order.status).toBe('done');
  },
);

test('a partner who may not announce signatories is for the provider, who tries again', SLOW, async () => {
  const { world, buy, order, accept } = await start();
  const provider = await buildProvider(world);
  await world.simulator.control('POST', '/faults', {
    match: { method: 'POST', path: '/attestations/enhanced' },
    times: 1,
    fault: { kind: 'status', status: 403, body: { code: 900308, description: 'Insufficient privileges', data: [] } },
  });
  const orderId = await buy();
  await world.runJobs();
  expect((await order(orderId)).order).toMatchObject({ status: 'stuck' });
  await world.as(provider).call(retryStep, { orderId });
  await world.runJobs();
  await accept();
  expect((await order(orderId)).order.status).toBe('done');
});

test(
  'while it waits, the order can be cancelled: nothing is charged and the signatory’s answer changes nothing',
  SLOW,
  async () => {
    const { world, administrator, buy, order, acceptance } = await start();
    const orderId = await buy();
    await world.runJobs();
    expect((await world.as(administrator).call(getOrder, { orderId })).canCancel).toBe(true);
    await world.as(administrator).call(cancelOrder, { orderId });
    await world.simulator.answerAsSignatory((await acceptance()).link ?? '');
    await world.worker.runAll(60);
    expect(await order(orderId)).toMatchObject({ order: { status: 'cancelled' }, charges: [] });

    const again = await buy();
    await world.runJobs();
    expect((await order(again)).order.status, 'what was accepted meanwhile counts').toBe('done');
  },
);

test(
  'an acceptance from before April 2023 is renewed; nobody is asked who has signed with Microsoft itself',
  SLOW,
  async () => {
    const { world, administrator, linked, buyFor, order, accept } = await start();
    const as = world.as(administrator);
    const direct = await linked('tailspin');
    const signed = await buyFor(direct);
    await world.runJobs();
    expect((await order(signed)).order.status).toBe('done');

    const outdated = await linked('wingtip');
    await as.call(nameSignatory, { tenantId: outdated, signatory: MARTA });
    const renewing = await buyFor(outdated);
    await world.runJobs();
    expect(await as.call(getAcceptance, { tenantId: outdated })).toMatchObject({ status: 'pending' });
    await accept(outdated);
    expect((await order(renewing)).order.status).toBe('done');
  },
);

test(
  'an acceptance that Microsoft no longer takes is renewed: the order goes back, and is then carried out',
  SLOW,
  async () => {
    const { world, administrator, linked, buyFor, order, accept, notifications } = await start();
    const as = world.as(administrator);
    const tenantId = await linked('contoso');
    await world.simulator.control('POST', '/faults', {
      match: { method: 'POST', path: '/checkout' },
      times: 1,
      fault: { kind: 'status', status: 403, body: { code: 13605, description: 'not accepted', data: [] } },
    });
    const orderId = await buyFor(tenantId);
    await world.runJobs();
    const waiting = await order(orderId);
    expect(waiting.steps.find(({ name }) => name === 'checkout')).toMatchObject({ status: 'waiting', requestId: null });
    expect(await as.call(getAcceptance, { tenantId })).toMatchObject({ status: 'signatoryMissing', isRenewal: true });
    expect(await notifications()).toContain('tenants.renewal');
    expect((await as.call(getOrder, { orderId })).canCancel).toBe(true);

    world.advance({ minutes: 1 });
    await as.call(nameSignatory, { tenantId, signatory: MARTA });
    await world.runJobs();
    await accept(tenantId);
    expect((await order(orderId)).order.status).toBe('done');
    expect(await as.call(getAcceptance, { tenantId })).toMatchObject({ status: 'accepted', isRenewal: false });
  },
);

test('an order from before the step has existed waits in the step that makes the account', SLOW, async () => {
  const { world, buy, order, accept } = await start();
  const { microsoft } = world.services.vendors;
  assert(microsoft !== undefined, 'Microsoft is a vendor');
  const [, ...purchase] = microsoft.stepsOf.purchase ?? [];
  const stepsOf = { ...microsoft.stepsOf, purchase: purchase as unknown as typeof microsoft.stepsOf.purchase };
  world.services.vendors = { ...world.services.vendors, microsoft: { ...microsoft, stepsOf } };
  const orderId = await buy();
  await world.runJobs();
  expect((await order(orderId)).steps.find(({ name }) => name === 'prepareTenant')).toMatchObject({
    status: 'running',
    waitingOn: 'customer',
  });
  await accept();
  expect((await order(orderId)).order.status).toBe('done');
});

test('not more than ten signatories are asked in a day, and none for an account that has accepted', SLOW, async () => {
  const { world, tenantId, administrator, call, buy } = await start();
  await buy();
  await world.runJobs();
  for (let count = 1; count < 10; count += 1) await call(nameSignatory, { signatory: MARTA });
  await expect(call(nameSignatory, { signatory: MARTA })).rejects.toMatchObject({ code: 'tenants.tooManyRequests' });
  world.advance({ days: 1, minutes: 1 });
  await call(nameSignatory, { signatory: MARTA });

  await world.db({ kind: 'system' }, (tx) =>
    tx.update(tenant).set({ agreementConfirmedAt: world.clock.now() }).where(eq(tenant.id, tenantId)),
  );
  await expect(call(nameSignatory, { signatory: MARTA })).rejects.toMatchObject({ code: 'tenants.agreementAccepted' });
  await expect(call(sendAcceptanceLink)).rejects.toMatchObject({ code: 'tenants.noLinkNeeded' });
  const own = { ...MARTA, email: 'marta@rossi.onmicrosoft.com' };
  const other = await buildTenantDraft(world, {
    accountId: administrator.accountId,
    isAgreementAccepted: false,
    domain: 'altra.onmicrosoft.com',
  });
  const named = (signatory: typeof own) => world.as(administrator).call(nameSignatory, { tenantId: other, signatory });
  await expect(named({ ...own, email: 'marta@altra.onmicrosoft.com' })).rejects.toMatchObject({
    fields: [{ path: 'signatory.email', code: 'input.addressOfNewTenant', facts: { domain: 'altra.onmicrosoft.com' } }],
  });
});

/** A customer with a described Microsoft account, whose signatory nobody has asked yet. */
async function start({ companyName = 'Rossi S.r.l.' } = {}) {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator: person } = await buildCustomer(world);
  const administrator = { ...person, accountId };
  const offerId = await buildOffer(world);
  const tenantId = await buildTenantDraft(world, { accountId, companyName, isAgreementAccepted: false });
  const as = world.as(administrator);
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 } as const;
  const buyFor = async (id: Id<'tenant'>) =>
    (await placeChange(world, administrator, { kind: 'purchase', tenantId: id, lines: [line] })).orderId;
  const call = (op: Parameters<typeof as.call>[0], input: object = {}) => as.call(op, { tenantId, ...input });
  return {
    world,
    administrator,
    tenantId,
    buyFor,
    /** A Microsoft account that exists already, proven to be the customer's. */
    linked: async (name: string) => (await linkByProvider(world, accountId, name)).id,
    buy: () => buyFor(tenantId),
    order: (orderId: Id<'order'>) => storedOrder(world, orderId),
    call,
    acceptance: () => as.call(getAcceptance, { tenantId }),
    /** The signatory accepts, and somebody looks. */
    async accept(id: Id<'tenant'> = tenantId) {
      const { link } = await as.call(getAcceptance, { tenantId: id });
      await world.simulator.answerAsSignatory(link ?? '');
      await as.call(checkAcceptance, { tenantId: id });
      await world.runJobs();
    },
    linkMails: async () => (await world.mails()).filter(({ kind }) => kind === 'tenants.acceptanceLink'),
    async notifications() {
      const rows = await world.db({ kind: 'system' }, (tx) =>
        tx.select({ kind: notification.kind }).from(notification),
      );
      return rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('tenants.'));
    },
    async reads() {
      const requests = (await (await world.simulator.control('GET', '/requests')).json()) as { path: string }[];
      return requests.filter(({ path }) => path.startsWith('/v1/attestations/enhanced/')).length;
    },
  };
}

async function agreementsOf(world: Awaited<ReturnType<typeof startWorld>>) {
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(tenant));
  return world.services.microsoft.client.agreements.list(row?.microsoftCustomerId ?? '');
}
