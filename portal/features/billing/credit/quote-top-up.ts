import { Decimal } from '@licence-portal/nce';
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, idOf, newId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DecimalText } from '#platform/wire.ts';
import { getBillingCustomer } from '../billing-customer.ts';
import { creditEntry } from '../tables.ts';
import { isNotCorrected } from './corrections.ts';
import { creditBalance } from './credit.ts';
import { TopUpAmount } from './top-up-fields.ts';
import { TOP_UP_WARNINGS, warningsOf } from './unusual-top-up.ts';

/** Later ones say enough about what is usual. */
const EARLIER_READ_MAX = 100;

export const quoteTopUp = operation({
  name: 'billing.quoteTopUp',
  description:
    'Returns what `billing.topUpCredit` would do: the balance of the prepaid credit before and after, reasons to look ' +
    'twice at the amount, and an id for the entry. Nothing is booked.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('Id of the customer account.'),
    amount: TopUpAmount,
  }),
  output: z.object({
    entryId: idOf('creditEntry').describe('A new id, for the entry of `billing.topUpCredit`.'),
    amount: DecimalText.describe('The amount as it would be booked, gross.'),
    balanceBefore: DecimalText.describe('Balance of the prepaid credit now, gross.'),
    balanceAfter: DecimalText.describe('Balance afterwards, gross.'),
    currency: z.string().describe('Currency of all amounts, ISO 4217.'),
    warnings: z
      .array(z.enum(TOP_UP_WARNINGS))
      .describe(
        'Reasons to look twice: the same amount was booked within a week, it is more than ten times the greatest one ' +
          'before, or a first amount above 10,000.',
      ),
  }),
  refusals: ['billing.account.notFound'],
  async run({ tx, clock }, { accountId, amount: typed }) {
    const { currency } = await getBillingCustomer(tx, accountId);
    const amount = new Decimal(typed);
    const before = await creditBalance(tx, accountId);
    return {
      entryId: newId<'creditEntry'>(),
      amount: amount.toFixed(),
      balanceBefore: before.toFixed(),
      balanceAfter: before.plus(amount).toFixed(),
      currency,
      warnings: [...warningsOf(amount, await earlierTopUps(tx, accountId), clock.now())],
    };
  },
});

function earlierTopUps(tx: Tx, accountId: AccountId) {
  return tx
    .select({ amount: creditEntry.amount, createdAt: creditEntry.createdAt })
    .from(creditEntry)
    .where(and(eq(creditEntry.accountId, accountId), eq(creditEntry.kind, 'topUp'), isNotCorrected(tx)))
    .orderBy(desc(creditEntry.createdAt))
    .limit(EARLIER_READ_MAX);
}
