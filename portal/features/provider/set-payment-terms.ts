import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { getCustomerRow } from './customer-row.ts';
import { PaymentTermsInput, paymentTermsFrom } from './payment-terms.ts';

export const setPaymentTerms = operation({
  name: 'provider.setPaymentTerms',
  description:
    "Sets how much a customer may owe on account, above which amount orders wait for the provider's approval, and how " +
    'charges are paid that prepaid credit does not cover. Terms that are left out stay.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: PaymentTermsInput,
  output: z.object({}),
  refusals: ['provider.customer.notFound'],
  async run({ tx, audit }, input) {
    const customer = await getCustomerRow(tx, input.accountId);
    const terms = paymentTermsFrom(customer, input);
    await tx.update(account).set(terms).where(eq(account.id, customer.id));
    await audit.record(
      'provider.paymentTermsSet',
      {
        creditLimit: terms.creditLimit.toFixed(),
        approvalAbove: terms.approvalAbove?.toFixed() ?? null,
        whenCreditEnds: terms.whenCreditEnds,
        creditLimitBefore: customer.creditLimit.toFixed(),
        approvalAboveBefore: customer.approvalAbove?.toFixed() ?? null,
        whenCreditEndsBefore: customer.whenCreditEnds,
      },
      customer.id,
    );
    return {};
  },
});
