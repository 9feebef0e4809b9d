import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { MISSING_DETAILS, readLegalData } from '../legal-data.ts';
import { InvoicingDetails, invoicingDetailsOf } from './invoicing-output.ts';

export const getCustomerInvoicing = operation({
  name: 'billing.getCustomerInvoicing',
  description: 'Returns how a customer is invoiced, and what is missing for its next invoice.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ accountId: idOf('account').describe('The customer account.') }),
  output: InvoicingDetails.extend({
    accountName: z.string().describe('Name of the customer.'),
    vatPercent: DecimalText.describe('Rate of IVA, 0 to 100.'),
    missing: z.array(z.enum(MISSING_DETAILS)).describe('Details without which no invoice is written.'),
  }),
  refusals: ['billing.account.notFound'],
  async run({ tx }, { accountId }) {
    const customer = await getCustomer(tx, accountId);
    const { missing } = await readLegalData(tx, accountId);
    return {
      ...(await invoicingDetailsOf(tx, customer)),
      accountName: customer.name,
      vatPercent: customer.vatRate.times(100).toFixed(),
      missing: [...missing],
    };
  },
});

/** @throws Refusal when there is no such customer */
export async function getCustomer(tx: Tx, accountId: AccountId) {
  const [customer] = await tx
    .select()
    .from(account)
    .where(and(eq(account.id, accountId), eq(account.kind, 'customer')));
  if (customer === undefined) throw new Refusal('billing.account.notFound');
  return customer;
}
