import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { owedOnAccount } from './check-payment.ts';
import { creditBalance } from './credit/credit.ts';

export const getPaymentOptions = operation({
  name: 'billing.getPaymentOptions',
  description:
    'Returns the payment methods of the account with the amounts available on each: the credit limit with the open amount, ' +
    'and the prepaid credit. All amounts are gross.',
  kind: 'read',
  permission: 'billing.read',
  input: z.object({}),
  output: z.object({
    currency: z.string().describe('Currency of all amounts, ISO 4217.'),
    onAccount: z
      .object({
        limit: DecimalText.describe('Credit limit, gross.'),
        owed: DecimalText.describe(
          'Open amount, gross: unpaid invoices, charges not invoiced yet, and the charges of open orders.',
        ),
        available: DecimalText.describe('Amount that can still be ordered on account, gross; never negative.'),
      })
      .describe('Payment by invoice.'),
    prepaidCredit: z
      .object({ available: DecimalText.describe('Balance of the prepaid credit, gross.') })
      .describe('Payment with prepaid credit.'),
    approvalAbove: DecimalText.nullable().describe(
      "Orders above this gross amount wait for the provider's approval; null when none does.",
    ),
  }),
  async run(context) {
    const { tx, accountId } = context;
    const [row] = await tx.select().from(account).where(eq(account.id, accountId));
    assert(row !== undefined, 'the account is there');
    const owed = await owedOnAccount(context, accountId);
    const balance = await creditBalance(tx, accountId);
    return {
      currency: row.currency,
      onAccount: {
        limit: row.creditLimit.toFixed(),
        owed: owed.toFixed(),
        available: Decimal.max(row.creditLimit.minus(owed), 0).toFixed(),
      },
      prepaidCredit: { available: balance.toFixed() },
      approvalAbove: row.approvalAbove?.toFixed() ?? null,
    };
  },
});
