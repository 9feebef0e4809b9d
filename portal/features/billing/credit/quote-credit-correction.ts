import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DecimalText, InstantText } from '#platform/wire.ts';
import { getBillingCustomer } from '../billing-customer.ts';
import { correctedBalance, findCorrectionOf, getTopUp } from './corrections.ts';
import { creditBalance } from './credit.ts';

export const quoteCreditCorrection = operation({
  name: 'billing.quoteCreditCorrection',
  description: 'Returns what `billing.correctCredit` would do: the balance before and after. Nothing is booked.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('Id of the customer account.'),
    entryId: idOf('creditEntry').describe('The advance payment to correct.'),
  }),
  output: z.object({
    entryId: idOf('creditEntry').describe('The advance payment to correct.'),
    toppedUpAt: InstantText.describe('When it was booked.'),
    amount: DecimalText.describe('Its amount, gross: the correction takes it away.'),
    balanceBefore: DecimalText.describe('Balance of the prepaid credit now, gross.'),
    balanceAfter: DecimalText.describe('Balance afterwards, gross.'),
    isCorrected: z.boolean().describe('It has been corrected already, and is not corrected again.'),
    isBelowZero: z.boolean().describe('The balance afterwards is below zero: the credit has been spent already.'),
    currency: z.string().describe('Currency of all amounts, ISO 4217.'),
  }),
  refusals: ['billing.account.notFound', 'billing.creditEntry.notFound'],
  async run({ tx }, { accountId, entryId }) {
    const { currency } = await getBillingCustomer(tx, accountId);
    const topUp = await getTopUp(tx, accountId, entryId);
    const correction = await findCorrectionOf(tx, entryId);
    const { balanceBefore, balanceAfter, isBelowZero } = correctedBalance(await creditBalance(tx, accountId), topUp);
    return {
      entryId,
      toppedUpAt: topUp.createdAt.toString(),
      amount: topUp.amount.toFixed(),
      balanceBefore: balanceBefore.toFixed(),
      balanceAfter: balanceAfter.toFixed(),
      isCorrected: correction !== undefined,
      isBelowZero,
      currency,
    };
  },
});
