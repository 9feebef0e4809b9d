import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { creditBalance } from './payment.ts';
import { creditEntry } from './tables.ts';

/** The provider writes down that a customer has paid in advance. */
export const topUpCredit = operation({
  name: 'orders.topUpCredit',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account'),
    /** Gross, more than zero, with cents at most. */
    amount: z
      .string()
      .trim()
      .regex(/^\d{1,9}([.,]\d{1,2})?$/, 'input.notAmount')
      .transform((typed) => new Decimal(typed.replace(',', '.')))
      .refine((amount) => amount.isPositive() && !amount.isZero(), { message: 'input.notAmount' }),
    note: z.string().trim().max(200).default(''),
  }),
  output: z.object({ available: DecimalText, currency: z.string() }),
  refusals: ['orders.accountNotFound'],
  async run({ tx, clock, audit }, { accountId, amount, note }) {
    const [customer] = await tx
      .select({ currency: account.currency })
      .from(account)
      .where(eq(account.id, accountId))
      .for('update');
    if (customer === undefined) throw new Refusal('orders.accountNotFound');

    const { currency } = customer;
    await tx.insert(creditEntry).values({
      accountId,
      kind: 'topUp',
      amount,
      currency,
      note: note === '' ? null : note,
      createdAt: clock.now(),
    });
    await audit.record('orders.creditToppedUp', { amount: amount.toFixed(), currency }, accountId);
    return { available: (await creditBalance(tx, accountId)).toFixed(), currency };
  },
});
