import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { holdBillingCustomer } from '../billing-customer.ts';
import { creditEntry } from '../tables.ts';
import { correctedBalance, findCorrectionOf, getTopUp } from './corrections.ts';
import { creditBalance, refuseMovedBalance } from './credit.ts';

/** Corrects an advance payment by an entry with the opposite amount that names it; both stay in the history. */
export const correctCredit = operation({
  name: 'billing.correctCredit',
  description:
    'Corrects an advance payment that was booked by mistake, by an entry with the opposite amount that names it. An ' +
    'advance payment is corrected once. A balance below zero must be accepted explicitly.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('Id of the customer account.'),
    entryId: idOf('creditEntry').describe('The advance payment to correct.'),
    reason: z.string().trim().min(1).max(200).describe('Why it is corrected. The customer reads it.'),
    balanceBefore: DecimalText.optional().describe(
      'Balance that the person saw before confirming, gross. When it has changed since, nothing is booked.',
    ),
    acceptsBelowZero: z
      .boolean()
      .default(false)
      .describe('True: the balance may fall below zero, because the credit has been spent already.'),
  }),
  output: z.object({
    available: DecimalText.describe('Balance of the prepaid credit afterwards, gross; may be below zero.'),
    currency: z.string().describe('Currency of the balance, ISO 4217.'),
  }),
  refusals: [
    'billing.account.notFound',
    'billing.creditEntry.notFound',
    'billing.creditAlreadyCorrected',
    'billing.creditBalanceMoved',
    'billing.creditBelowZero',
  ],
  async run({ tx, clock, audit, actor }, { accountId, entryId, reason, balanceBefore: seen, acceptsBelowZero }) {
    const { currency } = await holdBillingCustomer(tx, accountId);
    const topUp = await getTopUp(tx, accountId, entryId);
    if ((await findCorrectionOf(tx, entryId)) !== undefined) throw new Refusal('billing.creditAlreadyCorrected');
    const { balanceBefore, balanceAfter, isBelowZero } = correctedBalance(await creditBalance(tx, accountId), topUp);
    refuseMovedBalance(balanceBefore, seen, currency);
    if (isBelowZero && !acceptsBelowZero)
      throw new Refusal('billing.creditBelowZero', { balanceAmount: balanceAfter.toFixed(2), currency });

    await tx.insert(creditEntry).values({
      accountId,
      kind: 'corrected',
      amount: topUp.amount.negated(),
      currency,
      correctsId: entryId,
      note: reason,
      personId: actor.personId,
      createdAt: clock.now(),
    });
    await audit.record('billing.creditCorrected', { entryId, amount: topUp.amount.toFixed(), currency }, accountId);
    return { available: balanceAfter.toFixed(), currency };
  },
});
