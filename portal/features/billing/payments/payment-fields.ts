import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { AmountText, DateText } from '#platform/wire.ts';
import { AllocationChoice } from './allocation-choice.ts';

/** A payment by hand, as the summary and the booking take it. */
export const PaymentInput = z.object({
  accountId: idOf('account').describe('The customer who paid.'),
  amount: AmountText.refine((amount) => /[1-9]/.test(amount), { message: 'input.amountNotPositive' }).describe(
    "Amount in the account's currency, more than zero, at most two decimals: `1250.00`.",
  ),
  receivedOn: DateText.describe('Day on which the money came; not in the future.'),
  allocation: AllocationChoice,
});

export const PaymentDetails = {
  payerName: z.string().trim().max(200).default('').describe('Name of the payer; empty: not known.'),
  reference: z.string().trim().max(400).default('').describe('What the payer wrote, such as the payment reason.'),
  note: z.string().trim().max(400).default('').describe('Note for the provider.'),
};
