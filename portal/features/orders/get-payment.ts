import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { creditBalance, owedOnAccount } from './payment.ts';

/** What the account may still owe and has prepaid: beside the choice of the payment method. Gross amounts. */
export const getPayment = operation({
  name: 'orders.getPayment',
  kind: 'read',
  permission: 'orders.read',
  input: z.object({}),
  output: z.object({
    currency: z.string(),
    onAccount: z.object({ limit: DecimalText, owed: DecimalText, available: DecimalText }),
    prepaidCredit: z.object({ available: DecimalText }),
    /** Orders above this gross amount wait for the provider's approval; null: none does. */
    approvalAbove: DecimalText.nullable(),
  }),
  async run({ tx, accountId }) {
    const [row] = await tx.select().from(account).where(eq(account.id, accountId));
    assert(row !== undefined, 'the account is there');
    const owed = await owedOnAccount(tx, accountId);
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
