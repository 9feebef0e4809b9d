import { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import { owedOnAccount } from '#features/billing/billing.ts';
import { operation } from '#platform/operation.server.ts';
import { DecimalText } from '#platform/wire.ts';
import { getCustomerRow } from './customer-row.ts';
import { PaymentTermsInput, paymentTermsFrom, WhenCreditEnds } from './payment-terms.ts';

const Terms = z.object({
  creditLimit: DecimalText.describe('Most that may be owed on account, gross.'),
  available: DecimalText.describe('Amount that can still be ordered on account, gross; never negative.'),
  approvalAbove: DecimalText.nullable().describe('Gross amount above which orders wait for approval; null: none does.'),
  whenCreditEnds: WhenCreditEnds,
});

export const previewPaymentTerms = operation({
  name: 'provider.previewPaymentTerms',
  description: 'Returns what `provider.setPaymentTerms` would change: the terms before and after. Nothing is changed.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PaymentTermsInput,
  output: z.object({
    accountName: z.string().describe('Name of the customer.'),
    currency: z.string().describe('Currency of all amounts, ISO 4217.'),
    owed: DecimalText.describe('Open amount on account, gross.'),
    before: Terms.describe('The terms now.'),
    after: Terms.describe('The terms afterwards.'),
    isBelowOwed: z.boolean().describe('The new credit limit is below what is owed: nothing can be ordered on account.'),
  }),
  refusals: ['provider.customer.notFound'],
  async run(context, input) {
    const customer = await getCustomerRow(context.tx, input.accountId);
    const after = paymentTermsFrom(customer, input);
    const owed = await owedOnAccount(context, customer.id);
    const shown = ({ creditLimit, approvalAbove, whenCreditEnds }: typeof after) => ({
      creditLimit: creditLimit.toFixed(),
      available: Decimal.max(creditLimit.minus(owed), 0).toFixed(),
      approvalAbove: approvalAbove?.toFixed() ?? null,
      whenCreditEnds,
    });
    return {
      accountName: customer.name,
      currency: customer.currency,
      owed: owed.toFixed(),
      before: shown(customer),
      after: shown(after),
      isBelowOwed: after.creditLimit.lessThan(owed),
    };
  },
});
