import { expect, test } from 'vitest';
import { isIban } from './iban.ts';

test.each([
  'IT60X0542811101000000123456',
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'FR1420041010050500013M02606',
])('%s is an IBAN', (text) => expect(isIban(text)).toBe(true));

test.each([
  ['a digit was mistyped', 'IT60X0542811101000000123457'],
  ['a digit is missing', 'IT60X054281110100000012345'],
  ['two digits were exchanged', 'IT60X0542811101000000132456'],
  ['letters are small', 'it60x0542811101000000123456'],
  ['nothing', ''],
])('%s: %s is none', (_why, text) => expect(isIban(text)).toBe(false));
