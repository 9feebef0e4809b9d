import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { getCustomerRow } from './customer-row.ts';
import { Amount } from './typed-amount.ts';

/** Sets how much a customer may owe on account, and from which amount on orders wait for the provider's approval. */
export const setPaymentTerms = operation({
  name: 'provider.setPaymentTerms',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account'),
    /** Gross. */
    creditLimit: Amount,
    /** Gross; empty: no order waits. */
    approvalAbove: z.preprocess((text) => (text === '' ? null : text), Amount.nullable()),
  }),
  output: z.object({}),
  refusals: ['provider.customer.notFound'],
  async run({ tx, audit }, { accountId, creditLimit, approvalAbove }) {
    await getCustomerRow(tx, accountId);
    await tx
      .update(account)
      .set({
        creditLimit: new Decimal(creditLimit),
        approvalAbove: approvalAbove === null ? null : new Decimal(approvalAbove),
      })
      .where(eq(account.id, accountId));
    await audit.record('provider.paymentTermsSet', { creditLimit, approvalAbove }, accountId);
    return {};
  },
});
