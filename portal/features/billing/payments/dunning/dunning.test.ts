import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { buildCustomer, buildProvider } from '#features/orders/builders.ts';
import { newId } from '#platform/ids.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildInvoice } from '../builders.ts';
import { recordPayment } from '../record-payment.ts';
import { getDunningSettings } from './get-dunning-settings.ts';
import { setDunningHold } from './set-dunning-hold.ts';
import { setDunningSettings } from './set-dunning-settings.ts';

/** Amounts have a space that does not break. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** Ten days before the due date of the invoice, at nine in Italy. */
async function start() {
  const world = await startWorld({ now: '2026-12-10T08:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const asProvider = world.as(await buildProvider(world));
  await buildInvoice(world, { accountId, number: 12, gross: '122', dueOn: '2026-12-20' });
  await asProvider.call(setDunningSettings, { isOn: true, steps: [30, -3, 7] });
  const subjects = async () =>
    (await world.mails()).filter(({ kind }) => kind.startsWith('billing.')).map(({ subject }) => plain(subject));
  /** Moves to a day of December or January at nine in Italy, and runs what is due. */
  const on = async (day: string) => {
    world.clock.set(Temporal.Instant.from(`${day}T08:00:00Z`));
    await world.runJobs();
  };
  return { world, accountId, administrator, asProvider, subjects, on };
}

test('a customer is reminded at each step, once', async () => {
  const { subjects, on } = await start();
  await on('2026-12-16');
  expect(await subjects()).toEqual([]);
  await on('2026-12-17');
  await on('2026-12-18');
  expect(await subjects()).toEqual(['Fattura P/2026/12 in scadenza il 20 dicembre 2026: € 122,00']);
  await on('2026-12-26');
  expect(await subjects()).toHaveLength(1);
  await on('2026-12-27');
  expect(await subjects()).toHaveLength(2);
  expect((await subjects())[1]).toBe('Fattura P/2026/12 scaduta: € 122,00 da pagare');
  await on('2027-01-19');
  await on('2027-03-01');
  expect(await subjects()).toHaveLength(3);
});

test('a mail says what, since when and how to pay, and stops when the invoice is paid', async () => {
  const { world, accountId, asProvider, subjects, on } = await start();
  await on('2026-12-27');
  const mail = (await world.mails()).find(({ kind }) => kind === 'billing.invoicesOverdue');
  const body = plain(mail?.textBody ?? '');
  expect(body).toContain('La fattura P/2026/12 di € 122,00 è scaduta il 20 dicembre 2026');
  expect(body).toContain('IT60X0542811101000000123456');
  expect(body).toContain('Fatt. P/2026/12 P.IVA 01234567890');

  await asProvider.call(recordPayment, {
    accountId,
    paymentId: newId<'payment'>(),
    amount: '122',
    receivedOn: '2026-12-27',
    allocation: { mode: 'oldestFirst' },
  });
  await on('2027-01-19');
  expect(await subjects()).toHaveLength(1);
});

test('several invoices that have reached a step are one mail', async () => {
  const { world, accountId, subjects, on } = await start();
  await buildInvoice(world, { accountId, number: 13, gross: '78', dueOn: '2026-12-19' });
  await on('2026-12-27');
  expect(await subjects()).toEqual(['2 fatture da pagare: € 200,00']);
});

test('a process that was down sends the latest step alone', async () => {
  const { subjects, on } = await start();
  await on('2027-01-19');
  expect(await subjects()).toHaveLength(1);
});

test('a customer on hold is not reminded; after that the latest step is', async () => {
  const { asProvider, accountId, subjects, on } = await start();
  await asProvider.call(setDunningHold, { accountId, isOnHold: true, note: 'Contestata' });
  await on('2026-12-27');
  expect(await subjects()).toEqual([]);
  await asProvider.call(setDunningHold, { accountId, isOnHold: false });
  await on('2026-12-28');
  expect(await subjects()).toHaveLength(1);
});

test('nobody is reminded before reminders are turned on, nor in the night', async () => {
  const { world, asProvider, subjects, on } = await start();
  await asProvider.call(setDunningSettings, { isOn: false, steps: [-3, 7, 30] });
  await on('2026-12-27');
  expect(await subjects()).toEqual([]);
  expect(await asProvider.call(getDunningSettings, {})).toMatchObject({ isOn: false, dueCount: 1 });
  await asProvider.call(setDunningSettings, { isOn: true, steps: [-3, 7, 30] });
  world.clock.set(Temporal.Instant.from('2026-12-28T06:59:00Z'));
  await world.runJobs();
  expect(await subjects()).toEqual([]);
  world.clock.set(Temporal.Instant.from('2026-12-28T07:00:00Z'));
  await world.runJobs();
  expect(await subjects()).toHaveLength(1);
});

test('the address for invoices gets the mail too, once', async () => {
  const { world, accountId, on } = await start();
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(account).set({ billingEmail: 'contabilita@example.it' }).where(eq(account.id, accountId)),
  );
  await on('2026-12-27');
  const recipients = (await world.mails())
    .filter(({ kind }) => kind === 'billing.invoicesOverdue')
    .map(({ recipient }) => recipient);
  expect(recipients).toHaveLength(2);
  expect(recipients).toContain('contabilita@example.it');
});
