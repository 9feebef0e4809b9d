import { expect, test } from 'vitest';
import { paymentReason } from './payment-reason.ts';

const PAYER = { vatNumber: '01234567890', taxCode: null };

test('the reason names the invoices and the payer', () => {
  expect(paymentReason(['P/2026/7', 'P/2026/12'], PAYER)).toBe('Fatt. P/2026/7, P/2026/12 P.IVA 01234567890');
  expect(paymentReason(['P/2026/7'], { vatNumber: null, taxCode: 'RSSMRA80A01F205X' })).toBe(
    'Fatt. P/2026/7 CF RSSMRA80A01F205X',
  );
});

test('a reason that a bank would cut names the last invoice instead of all', () => {
  const numbers = Array.from({ length: 30 }, (_, index) => `P/2026/${index + 1}`);
  const reason = paymentReason(numbers, PAYER);
  expect(reason).toBe('Saldo fatt. fino a P/2026/30 P.IVA 01234567890');
  expect(reason.length).toBeLessThanOrEqual(140);
});
