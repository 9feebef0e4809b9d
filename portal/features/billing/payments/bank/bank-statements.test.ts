import { expect, inject, test } from 'vitest';
import { buildCustomer, buildProvider } from '#features/orders/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildInvoice } from '../builders.ts';
import { getToPay } from '../get-to-pay.ts';
import { listCustomerPayments } from '../list-customer-payments.ts';
import { returnPayment } from '../return-payment.ts';
import { bookBankLine } from './book-bank-line.ts';
import { bookBankReturn } from './book-bank-return.ts';
import { ignoreBankLine } from './ignore-bank-line.ts';
import { importBankStatement } from './import-bank-statement.ts';
import { listBankLines } from './list-bank-lines.ts';
import { reopenBankLine } from './reopen-bank-line.ts';

const IBAN = 'IT28W8000000292100645211151';

function entry({
  ref,
  amount = '50.00',
  reason = '',
  isReturn = false,
}: {
  ref: string;
  amount?: string;
  reason?: string;
  isReturn?: boolean;
}): string {
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${isReturn ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts>BOOK</Sts>
    <BookgDt><Dt>2026-12-02</Dt></BookgDt><AcctSvcrRef>${ref}</AcctSvcrRef>
    <NtryDtls><TxDtls>
      <RltdPties><Dbtr><Nm>Altro Nome</Nm></Dbtr><DbtrAcct><Id><IBAN>${IBAN}</IBAN></Id></DbtrAcct></RltdPties>
      <RmtInf><Ustrd>${reason}</Ustrd></RmtInf>
      ${isReturn ? '<RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf>' : ''}
    </TxDtls></NtryDtls></Ntry>`;
}

function camt(...entries: string[]): File {
  const content = `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
    <Stmt><Acct><Id><IBAN>IT60X0542811101000000123456</IBAN></Id></Acct>${entries.join('')}</Stmt>
    </BkToCstmrStmt></Document>`;
  return new File([content], 'movimenti.xml');
}

async function start() {
  const world = await startWorld({ now: '2026-12-10T09:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const asProvider = world.as(await buildProvider(world));
  const invoiceId = await buildInvoice(world, { accountId, number: 12, gross: '50' });
  const load = (file: File) => asProvider.call(importBankStatement, { file });
  const waiting = async () => (await asProvider.call(listBankLines, {})).items;
  const toPay = async () => (await world.as(administrator).call(getToPay, {})).open;
  /** Books the first movement that waits as it is suggested. */
  const accept = async () => {
    const [line] = await waiting();
    const { id: lineId = '', suggestion } = line ?? {};
    return asProvider.call(bookBankLine, {
      lineId,
      accountId: suggestion?.accountId ?? '',
      allocation: {
        mode: 'chosen',
        invoices: suggestion?.allocated.map(({ invoiceId: id, amount }) => ({ invoiceId: id, amount })) ?? [],
      },
    });
  };
  return { world, accountId, asProvider, invoiceId, load, waiting, toPay, accept };
}

test('a statement read twice stores each movement once; nothing is booked before it is accepted', async () => {
  const { load, waiting, toPay, accept } = await start();
  const file = camt(entry({ ref: '1', reason: 'Fatt. P/2026/12' }), entry({ ref: '2', reason: 'altro' }));

  expect(await load(file)).toMatchObject({ stored: true, added: 2, known: 0 });
  expect(await load(file)).toMatchObject({ stored: true, added: 0, known: 2 });
  expect(await toPay()).toBe('50');
  expect((await waiting()).find(({ reference }) => reference === 'Fatt. P/2026/12')).toMatchObject({
    amount: '50',
    suggestion: { reasons: ['invoiceNumber', 'amount'], allocated: [{ number: 'P/2026/12', amount: '50' }] },
  });

  await accept();
  expect(await toPay()).toBe('0');
  expect(await waiting()).toMatchObject([{ reference: 'altro' }]);
  expect(await load(file)).toMatchObject({ added: 0, known: 2 });
});

test('a movement is booked once, also by two people at once', async () => {
  const { asProvider, accountId, load, waiting } = await start();
  await load(camt(entry({ ref: '1' })));
  const [line] = await waiting();
  const book = () =>
    asProvider.call(bookBankLine, { lineId: line?.id ?? '', accountId, allocation: { mode: 'oldestFirst' } });

  const answers = await Promise.allSettled([book(), book()]);

  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'billing.bankLineNotOpen' },
  });
  expect((await asProvider.call(listCustomerPayments, { accountId })).total).toBe(1);
});

test('an IBAN that has paid before is recognised, and a payment that the bank takes back opens its invoice', async () => {
  const { asProvider, accountId, load, waiting, toPay, accept } = await start();
  await load(camt(entry({ ref: '1', reason: 'P/2026/12' })));
  await accept();

  await load(camt(entry({ ref: '2', amount: '7.00' }), entry({ ref: '3', isReturn: true })));
  const lines = await waiting();
  expect(lines.find(({ amount }) => amount === '7')?.suggestion).toMatchObject({
    accountId,
    reasons: ['knownIban'],
    unallocated: '7',
  });
  const returned = lines.find(({ amount }) => amount === '-50');
  const paymentId = returned?.suggestion?.returnsPaymentId ?? '';
  expect(await toPay()).toBe('0');
  await asProvider.call(bookBankReturn, { lineId: returned?.id ?? '', accountId, paymentId });

  expect(await toPay()).toBe('50');
  expect((await asProvider.call(listBankLines, { status: 'booked' })).items).toMatchObject([
    { accountId },
    { accountId },
  ]);
});

test('a payment that was booked for the wrong customer lets its movement wait again', async () => {
  const { world, asProvider, accountId, load, waiting, toPay } = await start();
  const other = await buildCustomer(world, { login: 'bruno' });
  await load(camt(entry({ ref: '1' })));
  const [line] = await waiting();
  const lineId = line?.id ?? '';
  const wrong = await asProvider.call(bookBankLine, {
    lineId,
    accountId: other.accountId,
    allocation: { mode: 'oldestFirst' },
  });
  await asProvider.call(returnPayment, {
    accountId: other.accountId,
    paymentId: wrong.paymentId,
    returnedOn: '2026-12-10',
    reason: 'Cliente errato',
    isMistake: true,
  });

  expect(await waiting()).toMatchObject([{ id: lineId }]);
  await asProvider.call(bookBankLine, { lineId, accountId, allocation: { mode: 'oldestFirst' } });
  expect(await toPay()).toBe('0');
});

test('what is none of a customer is ignored, and can wait again', async () => {
  const { asProvider, accountId, load, waiting } = await start();
  await load(camt(entry({ ref: '1' })));
  const lineId = (await waiting())[0]?.id ?? '';
  await asProvider.call(ignoreBankLine, { lineId, note: 'Giroconto' });
  expect(await waiting()).toEqual([]);
  await expect(
    asProvider.call(bookBankLine, { lineId, accountId, allocation: { mode: 'none' } }),
  ).rejects.toMatchObject({ code: 'billing.bankLineNotOpen' });
  await asProvider.call(reopenBankLine, { lineId });
  expect(await waiting()).toHaveLength(1);
});

test('the columns of a CSV are chosen once and remembered for its headers', async () => {
  const { asProvider, load } = await start();
  const csv = (day: string) => new File([`Giorno;Valore;Testo\n${day}/12/2026;1.250,00;Acconto\n`], 'conto.csv');

  const unknown = await load(csv('01'));
  expect(unknown).toMatchObject({ stored: false, headers: ['Giorno', 'Valore', 'Testo'], suggested: null });
  const columns = {
    date: 0,
    amount: 1,
    credit: null,
    reference: [2],
    payerName: null,
    payerIban: null,
    bankReference: null,
  };
  expect(await asProvider.call(importBankStatement, { file: csv('01'), columns })).toMatchObject({ added: 1 });
  expect(await load(csv('01'))).toMatchObject({ stored: true, added: 0, known: 1 });
  expect(await load(csv('02'))).toMatchObject({ stored: true, added: 1 });
});

test('a customer sees no movement of the bank', async () => {
  const { world, accountId, load } = await start();
  await load(camt(entry({ ref: '1' })));
  const seen = await world.db({ kind: 'account', accountId }, async (tx) => {
    const { rows } = await tx.execute('select count(*)::int as count from bank_line');
    return rows[0]?.count;
  });
  expect(seen).toBe(0);
});

const hasServer = inject('databaseTemplate').kind === 'server';

test.skipIf(!hasServer)('on a server, the same statement loaded twice at once stores each movement once', async () => {
  const { load, waiting } = await start();
  const file = camt(entry({ ref: '1' }), entry({ ref: '2' }));
  await Promise.all([load(file), load(file)]);
  expect(await waiting()).toHaveLength(2);
});
