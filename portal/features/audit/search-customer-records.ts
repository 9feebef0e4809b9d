import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { AccountId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findRecords } from './find-records.ts';
import { RecordFilters, RecordsOutput } from './record-schema.ts';

/** The audit records of a customer, for the provider's staff. */
export const searchCustomerRecords = operation({
  name: 'audit.searchCustomerRecords',
  description:
    'Finds audit records of a customer’s account, the newest first, as its administrators find them. Each call leaves a ' +
    'record in the audit of that account.',
  kind: 'write',
  permission: 'provider.read',
  keyScope: 'read',
  scope: 'provider',
  input: RecordFilters.extend({ accountId: AccountId.describe('The customer account.') }),
  output: RecordsOutput.extend({ accountName: z.string().describe('Name of the customer.') }),
  refusals: ['audit.customer.notFound', 'audit.cursorInvalid'],
  async run(context, { accountId, ...request }) {
    const [customer] = await context.tx
      .select({ name: account.name, kind: account.kind })
      .from(account)
      .where(eq(account.id, accountId));
    if (customer?.kind !== 'customer') throw new Refusal('audit.customer.notFound');
    const found = await findRecords(context, accountId, request);
    await context.audit.record('provider.customerOpened', { page: 'activity' }, accountId);
    return { ...found, accountName: customer.name };
  },
});
