import { z } from 'zod';
import { AmountText } from '#platform/wire.ts';

/** The amount of an advance payment, as the preview and the booking take it. */
export const TopUpAmount = AmountText.refine((amount) => /[1-9]/.test(amount), {
  message: 'input.amountNotPositive',
}).describe("Gross amount in the account's currency, more than zero, at most two decimals: `1250.00`.");

export const TopUpNote = z
  .string()
  .trim()
  .max(200)
  .default('')
  .describe('Note for the provider, such as the bank reference.');
