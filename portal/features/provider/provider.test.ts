import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { buildCustomer, buildOffer, buildProvider, buildTenantDraft, placeChange } from '#features/orders/builders.ts';
import { newId } from '#platform/ids.ts';
import { auditRecord, mail } from '#platform/tables.ts';
import { startWorld } from '#shell/testing/world.ts';
import { getWork } from './get-work.ts';
import { listActivity } from './list-activity.ts';
import { listCustomers } from './list-customers.ts';
import { listMails } from './list-mails.ts';
import { moveClock } from './move-clock.ts';
import { openCustomer } from './open-customer.ts';
import { openMail } from './open-mail.ts';
import { previewPaymentTerms } from './preview-payment-terms.ts';
import { sendMailAgain } from './send-mail-again.ts';
import { setPaymentTerms } from './set-payment-terms.ts';

async function customerWithLicences() {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const provider = await buildProvider(world);
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, { prices: { annual: '100' } });
  const tenantId = await buildTenantDraft(world, { accountId });
  await placeChange(world, administrator, {
    kind: 'purchase',
    tenantId,
    lines: [{ offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 }],
  });
  await world.runJobs();
  return { world, provider, accountId, administrator };
}

test('a customer page answers a phone call: licences, window, people, money', async () => {
  const { world, provider, accountId } = await customerWithLicences();

  const opened = await world.as(provider).call(openCustomer, { accountId });

  expect(opened.customer.name).toBe('Rossi S.r.l.');
  expect(opened.subscriptions).toMatchObject([
    {
      name: 'Microsoft 365 Business Basic',
      status: 'active',
      seatCount: 3,
      endsOn: '2027-11-24',
      termEndOutcome: 'renews',
      cancellationAllowedUntil: '2026-12-02T09:00:00Z',
    },
  ]);
  expect(opened.people).toMatchObject([{ login: 'anna', roles: ['administrator'], status: 'ready' }]);
  // 3 × 100 and 22 % IVA.
  expect(opened.payment).toMatchObject({ owed: { amount: '366' }, creditLimit: { amount: '100000' } });
});

test('opening a customer leaves a record in that customer’s audit', async () => {
  const { world, provider, accountId } = await customerWithLicences();

  await world.as(provider).call(openCustomer, { accountId });

  const records = await world.db({ kind: 'account', accountId }, (tx) =>
    tx.select().from(auditRecord).where(eq(auditRecord.event, 'provider.customerOpened')),
  );
  expect(records).toMatchObject([{ accountId, personId: provider.personId }]);
});

test('events repeated in a row are one entry, and pages that were only opened are none', async () => {
  const { world, provider, accountId, administrator } = await customerWithLicences();
  const done = (personId: typeof administrator.personId | null, event: string, facts = {}) =>
    world.db({ kind: 'account', accountId }, (tx) =>
      tx
        .insert(auditRecord)
        .values({ accountId, personId, event, facts, requestId: 'test', createdAt: world.clock.now() }),
    );
  await world.advance({ hours: 1 });
  for (const event of ['licences.assigned', 'licences.assigned', 'licences.assigned', 'orders.quoted']) {
    await world.advance({ minutes: 1 });
    await done(administrator.personId, event, { serviceId: newId() });
  }
  for (const name of ['Visio', 'Visio', 'Project']) {
    await world.advance({ minutes: 1 });
    await done(null, 'subscriptions.changed', { name, events: 'renewed' });
  }
  await world.as(provider).call(openCustomer, { accountId });

  const { records } = await world.as(provider).call(openCustomer, { accountId });
  expect(records.slice(0, 3).map(({ event, facts, times }) => [event, facts.name ?? null, times])).toEqual([
    ['subscriptions.changed', 'Project', 1],
    ['subscriptions.changed', 'Visio', 2],
    ['licences.assigned', null, 3],
  ]);
  expect(records[2]?.createdAt).toBe('2026-11-25T10:03:00Z');
  expect(records.map(({ event }) => event)).not.toContain('orders.stepDone');
});

test('a cancellation window that has closed is not shown any more', async () => {
  const { world, provider, accountId } = await customerWithLicences();
  world.advance({ days: 8 });

  const { subscriptions } = await world.as(provider).call(openCustomer, { accountId });

  expect(subscriptions[0]?.cancellationAllowedUntil).toBeNull();
});

test('the provider’s own account is not a customer', async () => {
  const { world, provider } = await customerWithLicences();
  const { accountId } = provider;
  if (accountId === null) throw new Error('staff have an account');

  await expect(world.as(provider).call(openCustomer, { accountId })).rejects.toThrow('provider.customer.notFound');
  const { items: customers, total } = await world.as(provider).call(listCustomers, {});
  expect(total).toBe(1);
  expect(customers).toMatchObject([
    { name: 'Rossi S.r.l.', personCount: 1, subscriptionCount: 1, seatCount: 3, openOrderCount: 0 },
  ]);
});

test('customers are found by name, person, domain and all words together', async () => {
  const { world, provider } = await customerWithLicences();

  const found: Record<string, number> = {};
  for (const search of ['rossi', 'anna', 'ROSSI.onmicrosoft', 'bianchi rossi', 'verdi', '%'])
    found[search] = (await world.as(provider).call(listCustomers, { search })).total;

  expect(found).toEqual({ rossi: 1, anna: 1, 'ROSSI.onmicrosoft': 1, 'bianchi rossi': 1, verdi: 0, '%': 0 });
});

test('an administrator of a customer may call no operation of the provider', async () => {
  const { world, administrator, accountId } = await customerWithLicences();
  const calls = [
    world.as(administrator).call(getWork, {}),
    world.as(administrator).call(listCustomers, {}),
    world.as(administrator).call(openCustomer, { accountId }),
    world.as(administrator).call(listMails, {}),
    world.as(administrator).call(moveClock, { hours: 1 }),
    world.as(administrator).call(setPaymentTerms, { accountId, creditLimit: '1', approvalAbove: '' }),
  ];
  for (const answer of await Promise.allSettled(calls))
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'permission.denied' } });
});

test('payment terms take amounts as people type them', async () => {
  const { world, provider, accountId } = await customerWithLicences();

  await world.as(provider).call(setPaymentTerms, { accountId, creditLimit: '12.500,50', approvalAbove: '' });

  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(account).where(eq(account.id, accountId)));
  expect(row?.creditLimit.toFixed()).toBe('12500.5');
  expect(row?.approvalAbove).toBeNull();
  for (const creditLimit of ['-1', '1e9', '', 'molto', '1,234']) {
    await expect(
      world.as(provider).call(setPaymentTerms, { accountId, creditLimit, approvalAbove: '' }),
    ).rejects.toMatchObject({ code: 'input.invalid', fields: [{ path: 'creditLimit' }] });
  }
});

test('payment terms that are left out stay as they are', async () => {
  const { world, provider, accountId } = await customerWithLicences();
  await world.as(provider).call(setPaymentTerms, { accountId, creditLimit: '500', approvalAbove: '100' });

  await world.as(provider).call(setPaymentTerms, { accountId, creditLimit: '700' });
  const { payment } = await world.as(provider).call(openCustomer, { accountId });
  expect(payment).toMatchObject({ creditLimit: { amount: '700' }, approvalAbove: { amount: '100' } });

  await world.as(provider).call(setPaymentTerms, { accountId, approvalAbove: null });
  const after = await world.as(provider).call(openCustomer, { accountId });
  expect(after.payment).toMatchObject({ creditLimit: { amount: '700' }, approvalAbove: null });
});

test('a preview shows the payment terms before and after, and changes nothing', async () => {
  const { world, provider, accountId } = await customerWithLicences();

  const preview = await world
    .as(provider)
    .call(previewPaymentTerms, { accountId, creditLimit: '300', approvalAbove: '1.000,50' });
  expect(preview).toMatchObject({
    owed: '366',
    before: { creditLimit: '100000', available: '99634', approvalAbove: null },
    after: { creditLimit: '300', available: '0', approvalAbove: '1000.5' },
    isBelowOwed: true,
  });

  const { payment } = await world.as(provider).call(openCustomer, { accountId });
  expect(payment).toMatchObject({ creditLimit: { amount: '100000' }, approvalAbove: null });
});

test('the outbox lists e-mails, and opening one leaves a record', async () => {
  const { world, provider, accountId } = await customerWithLicences();

  const { items: mails, total } = await world.as(provider).call(listMails, { search: 'pronto' });
  expect(total).toBe(1);
  const opened = await world.as(provider).call(openMail, { mailId: mails[0]?.id ?? '' });

  expect(opened).toMatchObject({ accountName: 'Rossi S.r.l.', status: 'kept', recipient: 'anna@example.it' });
  expect(opened.htmlBody).toContain('<html lang="it">');
  const records = await world.db({ kind: 'account', accountId }, (tx) =>
    tx.select().from(auditRecord).where(eq(auditRecord.event, 'provider.mailOpened')),
  );
  expect(records).toHaveLength(1);
  await expect(world.as(provider).call(openMail, { mailId: newId() })).rejects.toThrow('provider.mail.notFound');
});

test('an e-mail that could not be sent is in the work list and can be sent again', async () => {
  const { world, provider } = await customerWithLicences();
  const [first] = await world.mails();
  if (first === undefined) throw new Error('an order writes a mail');
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(mail).set({ status: 'failed', failure: '550 no such mailbox' }).where(eq(mail.id, first.id)),
  );
  const { failedMails } = await world.as(provider).call(getWork, {});
  expect(failedMails).toMatchObject({ total: 1, mails: [{ id: first.id, failure: '550 no such mailbox' }] });

  await world.as(provider).call(sendMailAgain, { mailId: first.id });
  await world.runJobs();

  expect((await world.mails()).find(({ id }) => id === first.id)?.status).toBe('kept');
  await expect(world.as(provider).call(sendMailAgain, { mailId: first.id })).rejects.toThrow('provider.mailNotFailed');
});

test('the time moves forward at the simulator, and never back', async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const provider = await buildProvider(world);

  await world.as(provider).call(moveClock, { hours: 24 });

  const answer: unknown = await (await world.simulator.control('GET', '/clock')).json();
  expect(answer).toMatchObject({ now: '2026-11-26T09:00:00Z', offsetSeconds: 24 * 3600 });
  for (const [toDate, code] of [
    ['2026-11-25', 'input.clockGoesForward'],
    ['2028-01-01', 'input.clockTooFar'],
    ['', 'input.required'],
  ]) {
    await expect(world.as(provider).call(moveClock, { toDate })).rejects.toMatchObject({
      code: 'input.invalid',
      fields: [{ path: 'toDate', code }],
    });
  }
});

test('the activity since an instant lists events of the portal itself, and none of people', async () => {
  const { world, provider } = await customerWithLicences();

  const { records, mails } = await world.as(provider).call(listActivity, { since: '2026-11-25T09:00:00Z' });

  const events = records.map(({ event }) => event);
  expect(events).toContain('licences.opened');
  expect(events).not.toContain('orders.placed');
  expect(mails.map(({ recipient }) => recipient)).toEqual(['anna@example.it', 'anna@example.it']);
  expect(await world.as(provider).call(listActivity, { since: '2026-11-25T09:00:01Z' })).toEqual({
    records: [],
    mails: [],
  });
});
