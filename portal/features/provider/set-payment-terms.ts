import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account, WHEN_CREDIT_ENDS } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { AmountText } from '#platform/wire.ts';
import { getCustomerRow } from './customer-row.ts';

export const setPaymentTerms = operation({
  name: 'provider.setPaymentTerms',
  description:
    "Sets how much a customer may owe on account, and above which amount orders wait for the provider's approval. " +
    'Terms that are left out stay.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('The customer account.'),
    creditLimit: AmountText.optional().describe("Most that may be owed on account, gross, in the account's currency."),
    approvalAbove: z
      .preprocess((text) => (text === '' ? null : text), AmountText.nullish())
      .describe('Gross amount above which orders wait for approval; null or empty: none does.'),
    whenCreditEnds: z
      .enum(WHEN_CREDIT_ENDS)
      .optional()
      .describe(
        'Payment of charges that prepaid credit does not cover: `onAccount`, or by credit that goes `belowZero`.',
      ),
  }),
  output: z.object({}),
  refusals: ['provider.customer.notFound'],
  async run({ tx, audit }, { accountId, creditLimit, approvalAbove, whenCreditEnds }) {
    const customer = await getCustomerRow(tx, accountId);
    const terms = {
      creditLimit: creditLimit === undefined ? customer.creditLimit : new Decimal(creditLimit),
      approvalAbove: approvalAbove === undefined ? customer.approvalAbove : decimalOrNull(approvalAbove),
      whenCreditEnds: whenCreditEnds ?? customer.whenCreditEnds,
    };
    await tx.update(account).set(terms).where(eq(account.id, accountId));
    await audit.record(
      'provider.paymentTermsSet',
      {
        creditLimit: terms.creditLimit.toFixed(),
        approvalAbove: terms.approvalAbove?.toFixed() ?? null,
        whenCreditEnds: terms.whenCreditEnds,
      },
      accountId,
    );
    return {};
  },
});

function decimalOrNull(amount: string | null): Decimal | null {
  return amount === null ? null : new Decimal(amount);
}
