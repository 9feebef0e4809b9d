import { Decimal } from '@licence-portal/nce';
import { expect, test } from 'vitest';
import type { AccountId, Id } from '#platform/ids.ts';
import { type Candidate, matchOf } from './match-bank-line.ts';

const ROSSI: Candidate = {
  accountId: 'rossi' as AccountId,
  name: 'Rossi Arredamenti S.r.l.',
  vatNumber: '01234567890',
  taxCode: null,
  ibans: new Set(['IT28W8000000292100645211151']),
  unpaid: [
    { invoiceId: 'r1' as Id<'invoice'>, number: 'P/2026/12', open: new Decimal('122'), currency: 'EUR' },
    { invoiceId: 'r2' as Id<'invoice'>, number: 'P/2026/121', open: new Decimal('50'), currency: 'EUR' },
  ],
};
const BIANCHI: Candidate = {
  accountId: 'bianchi' as AccountId,
  name: 'Studio Legale Bianchi',
  vatNumber: '09876543210',
  taxCode: null,
  ibans: new Set(),
  unpaid: [{ invoiceId: 'b1' as Id<'invoice'>, number: 'P/2026/13', open: new Decimal('122'), currency: 'EUR' }],
};

function match(movement: { reference?: string; payerName?: string; payerIban?: string; amount?: string }) {
  const { reference = null, payerName = null, payerIban = null, amount = '10' } = movement;
  const found = matchOf({ reference, payerName, payerIban, amount: new Decimal(amount), currency: 'EUR' }, [
    ROSSI,
    BIANCHI,
  ]);
  return found === undefined
    ? undefined
    : [found.accountId, [...found.reasons].join(' '), found.namedInvoices.join(' ')];
}

test.each([
  [{ reference: 'Fatt. P/2026/12 P.IVA 01234567890' }, ['rossi', 'invoiceNumber vatNumber', 'r1']],
  [{ reference: 'saldo p 2026 13' }, ['bianchi', 'invoiceNumber', 'b1']],
  [{ reference: 'fattura P-2026-012' }, ['rossi', 'invoiceNumber', 'r1']],
  [{ reference: 'P/2026/12, P/2026/121' }, ['rossi', 'invoiceNumber', 'r1 r2']],
  [{ reference: 'IT09876543210' }, ['bianchi', 'vatNumber', '']],
  [{ payerIban: 'IT28W8000000292100645211151' }, ['rossi', 'knownIban', '']],
  [{ payerName: 'ROSSI ARREDAMENTI SRL' }, ['rossi', 'name', '']],
  [{ payerName: 'rossi arredamenti', amount: '172' }, ['rossi', 'amount name', '']],
])('%j', (movement, found) => {
  expect(match(movement)).toEqual(found);
});

test.each([
  ['an amount that two customers owe', { amount: '122' }],
  ['an amount alone', { amount: '50' }],
  ['the number of another invoice', { reference: 'P/2026/1' }],
  ['a name that is part of another', { payerName: 'Rossi' }],
  ['two customers with as much in common', { reference: 'P/2026/12 e P/2026/13' }],
])('%s is no match', (_what, movement) => {
  expect(match(movement)).toBeUndefined();
});
