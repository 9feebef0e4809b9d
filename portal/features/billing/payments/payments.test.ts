import { Decimal } from '@licence-portal/nce';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { buildCustomer, buildProvider } from '#features/orders/builders.ts';
import { type Id, newId } from '#platform/ids.ts';
import { inContext } from '#platform/operation.server.ts';
import { startWorld } from '#shell/testing/world.ts';
import { getPaymentOptions } from '../get-payment-options.ts';
import { getInvoice } from '../invoices/read/get-invoice.ts';
import { listAllInvoices } from '../invoices/read/list-all-invoices.ts';
import { listInvoices } from '../invoices/read/list-invoices.ts';
import { payment } from '../tables.ts';
import { allocatePayment } from './allocate-payment.ts';
import { buildInvoice } from './builders.ts';
import { getReceivable } from './get-receivable.ts';
import { getToPay } from './get-to-pay.ts';
import { listCustomerPayments } from './list-customer-payments.ts';
import { listPayments } from './list-payments.ts';
import { listReceivables } from './list-receivables.ts';
import { planAllocations } from './plan-allocations.ts';
import { quotePayment } from './quote-payment.ts';
import { recordPayment } from './record-payment.ts';
import { returnPayment } from './return-payment.ts';
import { settleDocument } from './settle-document.ts';
import { takeBackAllocation } from './take-back-allocation.ts';

const OLDEST_FIRST = { mode: 'oldestFirst' } as const;
const TODAY = '2026-12-10';

async function start() {
  const world = await startWorld({ now: `${TODAY}T09:00:00Z` });
  const { accountId, administrator } = await buildCustomer(world);
  const provider = await buildProvider(world);
  const asProvider = world.as(provider);
  const pay = (amount: string, allocation: Parameters<typeof recordInput>[1] = OLDEST_FIRST) =>
    asProvider.call(recordPayment, { accountId, ...recordInput(amount, allocation) });
  /** What is open, by the number of the invoice. */
  const open = async () =>
    Object.fromEntries(
      (await world.as(administrator).call(getToPay, {})).invoices.map((one) => [one.number, one.open]),
    );
  return { world, accountId, administrator, provider, asProvider, pay, open };
}

type Allocation =
  | { mode: 'oldestFirst' }
  | { mode: 'none' }
  | { mode: 'invoice'; invoiceId: string }
  | { mode: 'chosen'; invoices: { invoiceId: string; amount: string }[] };

function recordInput(amount: string, allocation: Allocation) {
  return { paymentId: newId<'payment'>(), amount, receivedOn: TODAY, allocation };
}

/** Three invoices, the one with number 2 due first. */
async function withInvoices() {
  const started = await start();
  const { world, accountId } = started;
  const first = await buildInvoice(world, { accountId, number: 1, gross: '100', dueOn: '2026-12-20' });
  const second = await buildInvoice(world, { accountId, number: 2, gross: '50', dueOn: '2026-12-01' });
  const third = await buildInvoice(world, { accountId, number: 3, gross: '30', dueOn: '2027-01-20' });
  return { ...started, first, second, third };
}

test('a payment pays the invoices that are due first; the rest of it stays as credit', async () => {
  const { administrator, world, asProvider, accountId, pay, open } = await withInvoices();

  const quote = await asProvider.call(quotePayment, {
    accountId,
    amount: '120',
    receivedOn: TODAY,
    allocation: OLDEST_FIRST,
  });
  expect(quote.allocated).toMatchObject([
    { number: 'P/2026/2', amount: '50', openBefore: '50', openAfter: '0' },
    { number: 'P/2026/1', amount: '70', openBefore: '100', openAfter: '30' },
  ]);
  expect(await open()).toEqual({ 'P/2026/2': '50', 'P/2026/1': '100', 'P/2026/3': '30' });

  await pay('120');
  expect(await open()).toEqual({ 'P/2026/1': '30', 'P/2026/3': '30' });
  expect(await pay('100')).toMatchObject({ unallocated: '40' });
  expect(await world.as(administrator).call(getToPay, {})).toMatchObject({
    open: '0',
    credit: '40',
    invoices: [],
    transfer: null,
  });
});

test('lists and pages of invoices say what is open and what has paid it', async () => {
  const { world, administrator, provider, asProvider, accountId, pay, first, second } = await withInvoices();
  const customer = world.as(administrator);
  const list = async (statuses: ('due' | 'overdue' | 'paid')[] = []) => {
    const { items } = await customer.call(listInvoices, { statuses });
    return Object.fromEntries(items.map(({ number, status, open }) => [number, `${status} ${open}`]));
  };
  expect(await list()).toEqual({ 'P/2026/2': 'overdue 50.00', 'P/2026/1': 'due 100.00', 'P/2026/3': 'due 30.00' });

  const { paymentId } = await pay('80');
  const paid = { 'P/2026/2': 'paid 0.00', 'P/2026/1': 'due 70.00', 'P/2026/3': 'due 30.00' };
  expect(await list()).toEqual(paid);
  expect((await asProvider.call(listAllInvoices, { accountId })).items.map(({ open }) => open).toSorted()).toEqual([
    '0.00',
    '30.00',
    '70.00',
  ]);
  expect(await list(['paid'])).toEqual({ 'P/2026/2': 'paid 0.00' });
  expect(await list(['overdue'])).toEqual({});
  expect(await list(['due'])).toEqual({ 'P/2026/1': 'due 70.00', 'P/2026/3': 'due 30.00' });
  expect(await customer.call(getInvoice, { invoiceId: second })).toMatchObject({
    status: 'paid',
    settlements: [{ kind: 'payment', on: TODAY, amount: '50.00', creditNote: null }],
  });

  const creditNote = { accountId, number: 4, gross: '20', kind: 'creditNote', correctedInvoiceId: first } as const;
  const id = await buildInvoice(world, creditNote);
  await inContext(world.app, { kind: 'system' }, { actor: provider, requestId: 'r' }, world.app.log, (context) =>
    settleDocument(context, { ...creditNote, id }),
  );
  expect(await customer.call(getInvoice, { invoiceId: first })).toMatchObject({
    open: '50.00',
    settlements: [
      { kind: 'creditNote', on: '2026-11-01', amount: '20.00', creditNote: { id, number: 'P/2026/4' } },
      { kind: 'payment', amount: '30.00' },
    ],
  });

  await asProvider.call(returnPayment, { accountId, paymentId, returnedOn: TODAY, reason: 'storno' });
  expect(await list(['paid'])).toEqual({});
  expect(await customer.call(getInvoice, { invoiceId: second })).toMatchObject({
    status: 'overdue',
    open: '50.00',
    settlements: [],
  });
});

test('what is to pay says how: bank details of the seller and a reason with the numbers', async () => {
  const { administrator, world } = await withInvoices();
  expect(await world.as(administrator).call(getToPay, {})).toMatchObject({
    open: '180',
    overdue: '50',
    oldestDueOn: '2026-12-01',
    transfer: {
      beneficiary: 'Fornitore S.p.A.',
      iban: 'IT60X0542811101000000123456',
      reason: 'Fatt. P/2026/2, P/2026/1, P/2026/3 P.IVA 01234567890',
    },
  });
});

test('a chosen invoice is paid, and no more of it than is open, nor more than the payment', async () => {
  const { pay, open, first, second } = await withInvoices();

  await pay('60', { mode: 'chosen', invoices: [{ invoiceId: first, amount: '60' }] });
  expect(await open()).toEqual({ 'P/2026/2': '50', 'P/2026/1': '40', 'P/2026/3': '30' });
  const tooMuch = { mode: 'chosen' as const, invoices: [{ invoiceId: first, amount: '40.01' }] };
  await expect(pay('60', tooMuch)).rejects.toMatchObject({
    code: 'billing.allocationAboveOpen',
    facts: { number: 'P/2026/1', openAmount: '40.00' },
  });
  const aboveAvailable = {
    mode: 'chosen' as const,
    invoices: [
      { invoiceId: first, amount: '40' },
      { invoiceId: second, amount: '20.01' },
    ],
  };
  await expect(pay('60', aboveAvailable)).rejects.toMatchObject({ code: 'billing.allocationAboveAvailable' });
  expect(await pay('60', { mode: 'invoice', invoiceId: second })).toMatchObject({ unallocated: '10' });
  expect(await open()).toEqual({ 'P/2026/1': '40', 'P/2026/3': '30' });
});

test('a repeated request records nothing, and its id takes no other payment', async () => {
  const { world, asProvider, accountId } = await withInvoices();
  const input = { accountId, ...recordInput('20', OLDEST_FIRST) };
  const answers = await Promise.all([asProvider.call(recordPayment, input), asProvider.call(recordPayment, input)]);
  expect(answers.map(({ isAgain }) => isAgain).sort()).toEqual([false, true]);
  await expect(asProvider.call(recordPayment, { ...input, amount: '21' })).rejects.toMatchObject({
    code: 'billing.paymentIdUsed',
  });
  expect(await world.db({ kind: 'system' }, (tx) => tx.$count(payment))).toBe(1);
});

test('a day in the future is refused', async () => {
  const { asProvider, accountId } = await start();
  const input = { accountId, ...recordInput('20', OLDEST_FIRST), receivedOn: '2026-12-11' };
  await expect(asProvider.call(recordPayment, input)).rejects.toMatchObject({
    fields: [{ path: 'receivedOn', code: 'input.inFuture' }],
  });
});

test('a returned payment opens its invoices again, once', async () => {
  const { world, administrator, asProvider, accountId, pay, open } = await withInvoices();
  const { paymentId } = await pay('120');
  const input = { accountId, paymentId, returnedOn: TODAY, reason: 'Insoluto' };

  await asProvider.call(returnPayment, input);

  expect(await open()).toEqual({ 'P/2026/2': '50', 'P/2026/1': '100', 'P/2026/3': '30' });
  await expect(asProvider.call(returnPayment, input)).rejects.toMatchObject({ code: 'billing.paymentAlreadyReturned' });
  const { items } = await world.as(administrator).call(listPayments, {});
  expect(items).toMatchObject([
    { amount: '-120', returnsPaymentId: paymentId, reason: 'Insoluto', unallocated: '0' },
    { amount: '120', isReturned: true, unallocated: '0', allocated: [] },
  ]);
});

test('an allocation that is taken back can pay another invoice', async () => {
  const { asProvider, accountId, pay, open, second, third } = await withInvoices();
  const { paymentId } = await pay('50');
  expect(await open()).toEqual({ 'P/2026/1': '100', 'P/2026/3': '30' });

  await asProvider.call(takeBackAllocation, { accountId, paymentId, invoiceId: second });
  await expect(asProvider.call(takeBackAllocation, { accountId, paymentId, invoiceId: second })).rejects.toMatchObject({
    code: 'billing.nothingAllocated',
  });
  await asProvider.call(allocatePayment, {
    accountId,
    moneyId: paymentId,
    allocation: { mode: 'invoice', invoiceId: third },
  });

  expect(await open()).toEqual({ 'P/2026/2': '50', 'P/2026/1': '100' });
  const { items } = await asProvider.call(listCustomerPayments, { accountId });
  expect(items).toMatchObject([{ unallocated: '20', allocated: [{ number: 'P/2026/3', amount: '30' }] }]);
});

test('credit pays a new invoice; a credit note pays the invoice that it corrects first', async () => {
  const { world, provider, accountId, pay, open, first } = await withInvoices();
  const settle = (id: Id<'invoice'>, kind: 'invoice' | 'creditNote', correctedInvoiceId: Id<'invoice'> | null) =>
    inContext(world.app, { kind: 'system' }, { actor: provider, requestId: 'r' }, world.app.log, (context) =>
      settleDocument(context, { accountId, id, kind, correctedInvoiceId }),
    );
  const creditNote = await buildInvoice(world, {
    accountId,
    number: 4,
    gross: '110',
    kind: 'creditNote',
    correctedInvoiceId: first,
  });
  await settle(creditNote, 'creditNote', first);
  expect(await open()).toEqual({ 'P/2026/2': '40', 'P/2026/3': '30' });

  await pay('100');
  const later = await buildInvoice(world, { accountId, number: 5, gross: '50', dueOn: '2027-02-01' });
  await settle(later, 'invoice', null);
  expect(await open()).toEqual({ 'P/2026/5': '20' });
});

test('payments free the credit limit, and returns use it again', async () => {
  const { world, administrator, accountId, asProvider, pay } = await withInvoices();
  const owed = async () => (await world.as(administrator).call(getPaymentOptions, {})).onAccount.owed;
  expect(await owed()).toBe('180');
  const { paymentId } = await pay('200');
  expect(await owed()).toBe('-20');
  await asProvider.call(returnPayment, { accountId, paymentId, returnedOn: TODAY, reason: 'Insoluto' });
  expect(await owed()).toBe('180');
});

test('the provider sees who owes what, those first whose invoices are due first', async () => {
  const { world, asProvider, accountId, pay } = await withInvoices();
  const other = await buildCustomer(world, { login: 'bruno' });
  await buildInvoice(world, { accountId: other.accountId, number: 9, gross: '12.50', dueOn: '2026-12-30' });

  const all = await asProvider.call(listReceivables, {});
  expect(all).toMatchObject({
    total: 2,
    open: [{ amount: '192.5', currency: 'EUR' }],
    overdue: [{ amount: '50', currency: 'EUR' }],
    items: [
      { accountId, open: '180', overdue: '50', invoiceCount: 3, oldestDueOn: '2026-12-01', daysOverdue: 9 },
      { accountId: other.accountId, open: '12.5', overdue: '0', daysOverdue: -20 },
    ],
  });
  expect((await asProvider.call(listReceivables, { isOverdue: true })).total).toBe(1);
  await pay('50');
  expect((await asProvider.call(listReceivables, { isOverdue: true })).total).toBe(0);
});

test('nothing of one customer pays or shows an invoice of another', async () => {
  const { world, asProvider, pay, first } = await withInvoices();
  const other = await buildCustomer(world, { login: 'bruno' });
  const { paymentId } = await pay('20');

  const foreign = { accountId: other.accountId, ...recordInput('10', { mode: 'invoice', invoiceId: first }) };
  await expect(asProvider.call(recordPayment, foreign)).rejects.toMatchObject({ code: 'billing.invoice.notFound' });
  const input = { accountId: other.accountId, paymentId, returnedOn: TODAY, reason: 'x' };
  await expect(asProvider.call(returnPayment, input)).rejects.toMatchObject({ code: 'billing.payment.notFound' });
  await expect(
    asProvider.call(allocatePayment, { accountId: other.accountId, moneyId: paymentId, allocation: OLDEST_FIRST }),
  ).rejects.toMatchObject({ code: 'billing.nothingAvailable' });
  expect(await world.as(other.administrator).call(getToPay, {})).toMatchObject({ open: '0', credit: '0' });
  expect(await world.as(other.administrator).call(listPayments, {})).toMatchObject({ total: 0 });
});

test('whatever is allocated, no sum is above the payment or the invoice, and amounts only grow by what is given', () => {
  const cents = fc.integer({ min: 1, max: 100_000 }).map((value) => new Decimal(value).div(100));
  const currency = fc.constantFrom('EUR', 'USD');
  const money = fc.array(fc.record({ available: cents, currency }), { maxLength: 6 });
  const unpaid = fc.array(fc.record({ open: cents, currency }), { maxLength: 6 });
  fc.assert(
    fc.property(money, unpaid, (given, invoices) => {
      const sources = given.map((one, index) => ({
        ...one,
        source: { kind: 'payment' as const, id: `p${index}` as Id<'payment'> },
      }));
      const targets = invoices.map((one, index) => ({ ...one, invoiceId: `i${index}` as Id<'invoice'> }));
      const planned = planAllocations(sources, targets);
      const sum = (of: (one: (typeof planned)[number]) => boolean) =>
        planned.filter(of).reduce((total, { amount }) => total.plus(amount), new Decimal(0));
      for (const { source, available } of sources)
        expect(sum((one) => one.source.id === source.id).lessThanOrEqualTo(available)).toBe(true);
      for (const { invoiceId, open } of targets)
        expect(sum((one) => one.invoiceId === invoiceId).lessThanOrEqualTo(open)).toBe(true);
      for (const code of ['EUR', 'USD']) {
        const [have, need] = [sources, targets.map((one) => ({ ...one, available: one.open }))].map((list) =>
          list.filter((one) => one.currency === code).reduce((total, one) => total.plus(one.available), new Decimal(0)),
        );
        const used = sum(({ invoiceId }) => targets.find((one) => one.invoiceId === invoiceId)?.currency === code);
        // Nothing is left on both sides.
        expect(used.equals(Decimal.min(have ?? 0, need ?? 0))).toBe(true);
      }
      expect(planned.every(({ amount }) => amount.greaterThan(0))).toBe(true);
    }),
  );
});

test('over random payments, returns and allocations, open is what was invoiced less what is allocated', async () => {
  const { accountId, asProvider, first, second, third } = await withInvoices();
  let state = 20_261_210;
  const next = (max: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * max);
  };
  const invoices = [first, second, third];
  for (let step = 0; step < 25; step += 1) {
    const { items } = await asProvider.call(listCustomerPayments, { accountId, pageSize: 100 });
    const alive = items.filter(({ returnsPaymentId, isReturned }) => returnsPaymentId === null && !isReturned);
    const chosen = alive[next(alive.length)];
    const invoiceId = invoices[next(3)] ?? first;
    const act = next(4);
    const call =
      act === 0 || chosen === undefined
        ? asProvider.call(recordPayment, { accountId, ...recordInput(String(1 + next(90)), OLDEST_FIRST) })
        : act === 1
          ? asProvider.call(returnPayment, { accountId, paymentId: chosen.id, returnedOn: TODAY, reason: 'x' })
          : act === 2
            ? asProvider.call(takeBackAllocation, { accountId, paymentId: chosen.id, invoiceId })
            : asProvider.call(allocatePayment, {
                accountId,
                moneyId: chosen.id,
                allocation: { mode: 'invoice', invoiceId },
              });
    await call.catch((error: { code?: string }) => expect(error.code).toMatch(/^billing\./));

    const after = await asProvider.call(listCustomerPayments, { accountId, pageSize: 100 });
    const { open, credit } = await asProvider.call(getReceivable, { accountId });
    const allocated = after.items.flatMap((one) => one.allocated.map(({ amount }) => amount));
    const sum = (amounts: readonly string[]) => amounts.reduce((total, one) => total.plus(one), new Decimal(0));
    expect(new Decimal(open).toFixed()).toBe(new Decimal(180).minus(sum(allocated)).toFixed());
    expect(sum(after.items.map(({ amount }) => amount)).toFixed()).toBe(sum(allocated).plus(credit).toFixed());
    for (const one of after.items) expect(new Decimal(one.unallocated).isNegative()).toBe(false);
  }
});

const hasServer = inject('databaseTemplate').kind === 'server';

test.skipIf(!hasServer)('on a server, payments at once never pay an invoice twice', async () => {
  const { pay, open } = await withInvoices();
  await Promise.all(Array.from({ length: 6 }, () => pay('30')));
  expect(await open()).toEqual({});
});
