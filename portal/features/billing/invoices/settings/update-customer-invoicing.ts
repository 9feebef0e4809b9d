import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { invoicingDetails } from '../../tables.ts';
import { checkRecipient } from './check-recipient.ts';
import { CertifiedEmail, PaymentDays, RecipientCode, TaxNature } from './details-schema.ts';
import { getCustomer } from './get-customer-invoicing.ts';

export const updateCustomerInvoicing = operation({
  name: 'billing.updateCustomerInvoicing',
  description:
    'Sets how a customer is invoiced: electronic delivery, public body, split payment, the reason for no tax, and due ' +
    'dates. Invoices already written stay; those that waited for these details are written within minutes.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('The customer account.'),
    recipientCode: RecipientCode,
    certifiedEmail: CertifiedEmail,
    isPublicBody: z.boolean().describe('True: a public body, whose electronic invoices are FPA12.'),
    hasSplitPayment: z.boolean().describe('True: the customer pays the tax to the state (scissione dei pagamenti).'),
    taxNature: TaxNature,
    paymentDays: PaymentDays,
    dueAtMonthEnd: z.boolean().describe('True: the due date moves to the end of its month.'),
  }),
  output: z.object({}),
  refusals: ['billing.account.notFound', 'input.notPublicCode', 'input.notPrivateCode'],
  async run({ tx, clock, audit }, { accountId, ...details }) {
    await getCustomer(tx, accountId);
    checkRecipient(details);
    // The tax that is paid to the state must be charged: one excludes the other.
    if (details.hasSplitPayment && details.taxNature !== null)
      throw new Refusal('input.invalid', {}, [{ path: 'taxNature', code: 'input.invalidValue' }]);
    const stored = { ...details, updatedAt: clock.now() };
    await tx
      .insert(invoicingDetails)
      .values({ accountId, ...stored })
      .onConflictDoUpdate({ target: invoicingDetails.accountId, set: stored });
    await audit.record(
      'billing.customerInvoicingUpdated',
      { paymentDays: details.paymentDays, isPublicBody: details.isPublicBody },
      accountId,
    );
    return {};
  },
});
