import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { InvoicingDetails, invoicingDetailsOf } from './invoicing-output.ts';

export const getInvoicingDetails = operation({
  name: 'billing.getInvoicingDetails',
  description: 'Returns how the account is invoiced: electronic delivery, due dates, and the purchase order.',
  kind: 'read',
  permission: 'billing.read',
  input: z.object({}),
  output: InvoicingDetails,
  async run({ tx, accountId }) {
    const [own] = await tx.select().from(account).where(eq(account.id, accountId));
    assert(own !== undefined, 'the account is there');
    return invoicingDetailsOf(tx, own);
  },
});
