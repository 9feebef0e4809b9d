import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { countedPageOf } from '#platform/wire.ts';
import { invoice } from '../../tables.ts';
import { findInvoices, InvoiceFilters, yearsOfInvoices } from './find-invoices.ts';
import { invoiceSummary, ProviderInvoiceSummary, todayOf } from './invoice-output.ts';

export const listAllInvoices = operation({
  name: 'billing.listAllInvoices',
  description: 'Lists the invoices and credit notes of all customers, or of one, the newest first.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: InvoiceFilters.extend({
    accountId: idOf('account').optional().describe('Only the documents of this account.'),
  }),
  output: countedPageOf(ProviderInvoiceSummary).extend({
    years: z.array(z.number().int()).describe('Years to filter by, the latest first.'),
  }),
  async run({ tx, clock }, { accountId, ...filters }) {
    const [provider] = await tx
      .select({ timeZone: account.timeZone })
      .from(account)
      .where(eq(account.kind, 'provider'));
    const today = todayOf(clock.now(), provider ?? { timeZone: 'UTC' });
    const conditions = accountId === undefined ? [] : [eq(invoice.accountId, accountId)];
    const { rows, total } = await findInvoices(tx, filters, { today, conditions });
    return {
      items: rows.map((found) => ({
        ...invoiceSummary(found, today),
        accountId: found.row.accountId,
        accountName: found.accountName,
      })),
      total,
      years: await yearsOfInvoices(tx, conditions[0]),
    };
  },
});
