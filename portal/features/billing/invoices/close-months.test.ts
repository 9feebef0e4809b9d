import { Decimal } from '@licence-portal/nce';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { systemActor } from '#platform/actor.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { inContext } from '#platform/operation.server.ts';
import { queryRows } from '#shell/testing/demo-world.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { billingStatement, invoicingDetails, sellerDetails, waitingStatement } from '../tables.ts';
import { buildBuyer, buildCharge, buildSeller, closeAt, storedInvoices } from './builders.ts';
import { issueStatement } from './issue-statement.ts';

const A = '0198c0de-0000-7000-8000-00000000000a' as Id<'subscription'>;
const B = '0198c0de-0000-7000-8000-00000000000b' as Id<'subscription'>;

/** October 2026: the provider writes invoices, and one customer can be invoiced. */
async function startScene(details: Parameters<typeof buildBuyer>[1] = {}) {
  const world = await startWorld({ now: '2026-10-05T09:00:00Z' });
  const seller = await buildSeller(world);
  const { accountId, administrator } = await buildBuyer(world, details);
  return { world, seller, accountId, administrator };
}

function statements(world: World, accountId: AccountId) {
  return world.db({ kind: 'system' }, (tx) =>
    tx.select().from(billingStatement).where(eq(billingStatement.accountId, accountId)).orderBy(billingStatement.month),
  );
}

const text = ({ net, tax, gross }: Record<'net' | 'tax' | 'gross', Decimal>) =>
  [net, tax, gross].map((amount) => amount.toFixed(2)).join(' + ');

test('a closed month is one statement and one invoice, with lines, due date and legal data as at issue', async () => {
  const { world, accountId } = await startScene({ paymentDays: 30, dueAtMonthEnd: true });
  await buildCharge(world, { accountId, on: '2026-10-05', net: '100.00' });
  await buildCharge(world, { accountId, on: '2026-10-20', net: '16.05', seatCount: 3 });
  await closeAt(world, '2026-11-01T05:30:00Z');

  expect((await statements(world, accountId)).map(text)).toEqual(['116.05 + 25.53 + 141.58']);
  const [invoice, ...others] = await storedInvoices(world, accountId);
  expect(others).toEqual([]);
  expect(invoice).toMatchObject({
    kind: 'invoice',
    series: 'P',
    year: 2026,
    number: 1,
    buyer: { name: 'Rossi S.r.l.', vatNumber: '01234567897', recipientCode: 'ABC1234' },
    seller: { name: 'Fornitore S.p.A.', bankName: 'Banca di Prova' },
  });
  expect(invoice?.issuedOn.toString()).toBe('2026-11-01');
  expect(invoice?.dueOn?.toString()).toBe('2026-12-31');
  expect(invoice?.payable.toFixed(2)).toBe('141.58');
  expect(invoice?.lines.map(({ position, net }) => `${position} ${net.toFixed(2)}`)).toEqual(['1 100.00', '2 16.05']);
});

test('a month is closed when it is over in the time zone of the account, six hours later, and once', async () => {
  const { world, accountId } = await startScene();
  await buildCharge(world, { accountId, on: '2026-10-31' });
  // Rome is an hour ahead in winter: 05:00 there.
  await closeAt(world, '2026-11-01T04:59:00Z');
  expect(await statements(world, accountId)).toEqual([]);
  await closeAt(world, '2026-11-01T05:00:00Z');
  await closeAt(world, '2026-11-01T05:00:00Z');
  await closeAt(world, '2026-11-30T22:00:00Z');
  expect(await statements(world, accountId)).toHaveLength(1);
  expect(await storedInvoices(world, accountId)).toHaveLength(1);
});

test('months in which no process ran are closed in their order, each once; an entry for a closed month is in the next', async () => {
  const { world, accountId } = await startScene();
  await buildCharge(world, { accountId, on: '2026-10-05', net: '1.00' });
  await buildCharge(world, { accountId, on: '2026-12-05', net: '3.00' });
  await closeAt(world, '2027-01-15T09:00:00Z');
  expect((await statements(world, accountId)).map((row) => `${row.month} ${row.net}`)).toEqual([
    '2026-10-01 1',
    '2026-12-01 3',
  ]);
  await buildCharge(world, { accountId, on: '2026-11-20', net: '2.00' });
  await closeAt(world, '2027-02-02T09:00:00Z');
  const all = await storedInvoices(world, accountId);
  expect(all.map(({ year, number, issuedOn, net }) => `${year}/${number} ${issuedOn} ${net}`)).toEqual([
    '2027/1 2027-01-15 1',
    '2027/2 2027-01-15 3',
    '2027/3 2027-02-02 2',
  ]);
});

test('a refund of an invoiced cycle is a credit note that names the invoice; one of the same month lessens the invoice', async () => {
  const { world, accountId } = await startScene();
  const cycleStartsOn = Temporal.PlainDate.from('2026-10-05');
  await buildCharge(world, { accountId, on: '2026-10-05', subscriptionId: A, net: '100.00', cycleStartsOn });
  await buildCharge(world, { accountId, on: '2026-10-06', subscriptionId: B, net: '50.00' });
  await buildCharge(world, { accountId, on: '2026-10-07', subscriptionId: B, net: '-20.00' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  await buildCharge(world, { accountId, on: '2026-11-02', subscriptionId: A, net: '-30.00', cycleStartsOn });
  await buildCharge(world, { accountId, on: '2026-11-05', subscriptionId: A, net: '70.00' });
  await closeAt(world, '2026-12-01T09:00:00Z');

  const [october, november, credit, ...others] = await storedInvoices(world, accountId);
  expect(others).toEqual([]);
  expect([october, november, credit].map((row) => row && `${row.kind} ${text(row)}`)).toEqual([
    'invoice 130.00 + 28.60 + 158.60',
    'invoice 70.00 + 15.40 + 85.40',
    'creditNote 30.00 + 6.60 + 36.60',
  ]);
  expect(credit).toMatchObject({ correctedInvoiceId: october?.id, dueOn: null });
  expect((await statements(world, accountId)).map(text)).toEqual(['130.00 + 28.60 + 158.60', '40.00 + 8.80 + 48.80']);
});

test('what prepaid credit paid is an invoice of its own, with nothing to pay', async () => {
  const { world, accountId } = await startScene();
  await buildCharge(world, { accountId, on: '2026-10-05', net: '10.00' });
  await buildCharge(world, { accountId, on: '2026-10-05', net: '20.00', paymentMethod: 'prepaidCredit' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  const rows = await storedInvoices(world, accountId);
  expect(
    rows.map(({ paymentMethod, payable, dueOn }) => [paymentMethod, payable.toFixed(2), dueOn?.toString()]),
  ).toEqual([
    ['onAccount', '12.20', '2026-12-01'],
    ['prepaidCredit', '0.00', undefined],
  ]);
});

test('under split payment the buyer owes the net amount', async () => {
  const { world, accountId } = await startScene({ isPublicBody: true, recipientCode: 'UF1234', hasSplitPayment: true });
  await buildCharge(world, { accountId, on: '2026-10-05', net: '100.00' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  expect((await storedInvoices(world, accountId))[0]?.payable.toFixed(2)).toBe('100.00');
});

test('tax is rounded once for each rate, on the sum of its lines', async () => {
  const { world, accountId } = await startScene();
  // 0.22 of 0.10 is 0.022: three lines rounded one by one would come to 0.06.
  for (let line = 0; line < 3; line += 1) await buildCharge(world, { accountId, on: '2026-10-05', net: '0.10' });
  await buildCharge(world, { accountId, on: '2026-10-05', net: '10.05', taxRate: new Decimal('0.1') });
  await closeAt(world, '2026-11-01T09:00:00Z');
  // 0.066 → 0.07; 1.005 → 1.01.
  expect((await storedInvoices(world, accountId)).map(text)).toEqual(['10.35 + 1.08 + 11.43']);
});

test('without legal data the statement closes and the invoice waits; it is written when the data is there, in order', async () => {
  const { world, accountId } = await startScene({ recipientCode: null });
  await buildCharge(world, { accountId, on: '2026-10-05', net: '1.00' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  await buildCharge(world, { accountId, on: '2026-11-05', net: '2.00' });
  await closeAt(world, '2026-12-01T09:00:00Z');
  expect(await statements(world, accountId)).toHaveLength(2);
  expect(await storedInvoices(world, accountId)).toEqual([]);
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(waitingStatement))).toHaveLength(2);

  await world.db({ kind: 'system' }, (tx) =>
    tx.update(invoicingDetails).set({ recipientCode: '0000000' }).where(eq(invoicingDetails.accountId, accountId)),
  );
  await closeAt(world, '2026-12-03T09:00:00Z');
  const rows = await storedInvoices(world, accountId);
  expect(rows.map(({ number, issuedOn, net }) => `${number} ${issuedOn} ${net}`)).toEqual([
    '1 2026-12-03 1',
    '2 2026-12-03 2',
  ]);
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(waitingStatement))).toEqual([]);
});

test('an untaxed line waits for the reason why no tax is charged', async () => {
  const { world, accountId } = await startScene();
  await buildCharge(world, { accountId, on: '2026-10-05', taxRate: new Decimal(0) });
  await closeAt(world, '2026-11-01T09:00:00Z');
  expect(await storedInvoices(world, accountId)).toEqual([]);
  await world.db({ kind: 'system' }, (tx) => tx.update(invoicingDetails).set({ taxNature: 'N3.5' }));
  await closeAt(world, '2026-11-02T09:00:00Z');
  expect((await storedInvoices(world, accountId)).map(text)).toEqual(['100.00 + 0.00 + 100.00']);
});

test('months before the portal wrote invoices get statements alone', async () => {
  const { world, accountId } = await startScene();
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(sellerDetails).set({ firstMonth: Temporal.PlainDate.from('2026-11-01') }),
  );
  await buildCharge(world, { accountId, on: '2026-10-05', subscriptionId: A });
  await buildCharge(world, { accountId, on: '2026-11-05', subscriptionId: A });
  await closeAt(world, '2026-12-01T09:00:00Z');
  expect(await statements(world, accountId)).toHaveLength(2);
  expect((await storedInvoices(world, accountId)).map(({ net }) => net.toFixed(2))).toEqual(['100.00']);
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(waitingStatement))).toEqual([]);
});

test('two processes that write at the same time leave no gap and no document twice', async () => {
  const world = await startWorld({ now: '2026-10-05T09:00:00Z' });
  await buildSeller(world);
  const accounts: AccountId[] = [];
  for (const login of ['anna', 'bruno', 'carla', 'dario']) {
    const { accountId } = await buildBuyer(world, { login, name: `${login} S.r.l.`, recipientCode: null });
    await buildCharge(world, { accountId, on: '2026-10-05' });
    accounts.push(accountId);
  }
  await closeAt(world, '2026-11-01T09:00:00Z');
  await world.db({ kind: 'system' }, (tx) => tx.update(invoicingDetails).set({ recipientCode: '0000000' }));
  const waiting = await world.db({ kind: 'system' }, (tx) => tx.select().from(billingStatement));
  const caller = { actor: systemActor(null), requestId: 'request' };
  const issue = (failing = false) =>
    Promise.allSettled(
      waiting.map((statement) =>
        inContext(world.app, { kind: 'system' }, caller, world.app.log, async (context) => {
          await issueStatement(context, statement);
          if (failing) throw new Error('the process died');
        }),
      ),
    );
  // What is rolled back gives its number back.
  await issue(true);
  await Promise.all([issue(), issue()]);
  const numbers = await queryRows<{ number: number }>(world, sql`select number from invoice order by number`);
  expect(numbers.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});

test('administrators and the address for invoices are told by mail, with number, amount and due date, in their language', async () => {
  const { world, accountId } = await startScene();
  await world.db({ kind: 'system' }, (tx) => tx.update(account).set({ locale: 'en' }).where(eq(account.id, accountId)));
  await buildCharge(world, { accountId, on: '2026-10-05', net: '1000.00' });
  await closeAt(world, '2026-11-01T09:00:00Z');
  const mails = await world.mails();
  expect(mails.map(({ recipient, subject }) => `${recipient}: ${subject.replaceAll('\u00a0', ' ')}`).sort()).toEqual([
    expect.stringContaining('Fattura P/2026/1: € 1.220,00, scadenza 1 dicembre 2026'),
    'fatture.anna@example.it: Invoice P/2026/1: €1,220.00, due 1 December 2026',
  ]);
  const [invoice] = await storedInvoices(world, accountId);
  expect(mails[0]?.textBody).toContain(`http://portal.test/account/invoices/${invoice?.id}`);
  const notifications = await queryRows(world, sql`select kind, link from notification`);
  expect(notifications).toEqual([{ kind: 'invoiceIssued', link: `/account/invoices/${invoice?.id}` }]);
});
