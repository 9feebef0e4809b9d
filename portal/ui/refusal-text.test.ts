import { expect, test } from 'vitest';
import { factsInText } from './refusal-text.ts';

const FACTS = { neededAmount: '1211.79', availableAmount: '0.00', currency: 'EUR', number: 'ORD-2026-000123' };

test('an amount is money of its currency in the language of the reader', () => {
  expect(factsInText(FACTS, 'it')).toEqual({
    ...FACTS,
    neededAmount: '€\u00a01.211,79',
    availableAmount: '€\u00a00,00',
  });
  expect(factsInText(FACTS, 'en')).toEqual({ ...FACTS, neededAmount: '€1,211.79', availableAmount: '€0.00' });
});

test('facts without a currency stay as they are', () => {
  expect(factsInText({ seatCount: 3, availableAmount: '0.00' }, 'it')).toEqual({
    seatCount: 3,
    availableAmount: '0.00',
  });
});
