import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { countedPageOf } from '#platform/wire.ts';
import { findInvoices, InvoiceFilters, yearsOfInvoices } from './find-invoices.ts';
import { InvoiceSummary, invoiceSummary, todayOf } from './invoice-output.ts';

export const listInvoices = operation({
  name: 'billing.listInvoices',
  description: "Lists the account's invoices and credit notes, the newest first.",
  kind: 'read',
  permission: 'billing.read',
  input: InvoiceFilters,
  output: countedPageOf(InvoiceSummary).extend({
    years: z.array(z.number().int()).describe('Years to filter by, the latest first.'),
  }),
  async run({ tx, clock, accountId }, filters) {
    const [own] = await tx.select({ timeZone: account.timeZone }).from(account).where(eq(account.id, accountId));
    assert(own !== undefined, 'the account is there');
    const today = todayOf(clock.now(), own);
    const { rows, total } = await findInvoices(tx, filters, { today });
    return { items: rows.map((found) => invoiceSummary(found, today)), total, years: await yearsOfInvoices(tx) };
  },
});
