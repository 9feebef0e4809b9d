import Decimal from 'decimal.js';
import { z } from 'zod';
import { creditBalance, creditEntry } from '#features/orders/orders.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { MoneyWire, moneyWire } from '#platform/wire.ts';
import { getCustomerRow } from './customer-row.ts';
import { Amount } from './typed-amount.ts';

/** The provider writes down that a customer has paid in advance. */
export const topUpCredit = operation({
  name: 'provider.topUpCredit',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account'),
    /** Gross, in the account's currency, more than zero. */
    amount: Amount.refine((text) => new Decimal(text).greaterThan(0), { message: 'input.notAnAmount' }),
    /** Where the money came from: number of the transfer or of the invoice. */
    note: z.string().trim().max(200).default(''),
  }),
  output: z.object({ balance: MoneyWire }),
  refusals: ['provider.customerNotFound'],
  async run({ tx, clock, audit }, { accountId, amount, note }) {
    const { currency } = await getCustomerRow(tx, accountId);
    await tx.insert(creditEntry).values({
      accountId,
      kind: 'topUp',
      amount: new Decimal(amount),
      currency,
      note: note === '' ? null : note,
      createdAt: clock.now(),
    });
    await audit.record('provider.creditToppedUp', { amount, currency }, accountId);
    return { balance: moneyWire({ amount: await creditBalance(tx, accountId), currency }) };
  },
});
