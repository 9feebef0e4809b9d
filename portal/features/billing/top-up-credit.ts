import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { AmountText, DecimalText } from '#platform/wire.ts';
import { creditBalance } from './credit.ts';
import { creditEntry } from './tables.ts';

export const topUpCredit = operation({
  name: 'billing.topUpCredit',
  description:
    'Adds an advance payment of a customer to its prepaid credit. Orders can be paid from the balance at once.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('Id of the customer account.'),
    amount: AmountText.refine((amount) => /[1-9]/.test(amount), { message: 'input.amountNotPositive' }).describe(
      "Gross amount in the account's currency, more than zero, at most two decimals: `1250.00`.",
    ),
    note: z.string().trim().max(200).default('').describe('Note for the provider, such as the bank reference.'),
  }),
  output: z.object({
    available: DecimalText.describe('Balance of the prepaid credit afterwards, gross.'),
    currency: z.string().describe('Currency of the balance, ISO 4217.'),
  }),
  refusals: ['billing.accountNotFound'],
  async run({ tx, clock, audit }, { accountId, amount, note }) {
    const [customer] = await tx
      .select({ currency: account.currency })
      .from(account)
      .where(eq(account.id, accountId))
      .for('update');
    if (customer === undefined) throw new Refusal('billing.accountNotFound');

    const { currency } = customer;
    await tx.insert(creditEntry).values({
      accountId,
      kind: 'topUp',
      amount: new Decimal(amount),
      currency,
      note: note === '' ? null : note,
      createdAt: clock.now(),
    });
    await audit.record('billing.creditToppedUp', { amount: new Decimal(amount).toFixed(), currency }, accountId);
    return { available: (await creditBalance(tx, accountId)).toFixed(), currency };
  },
});
