import { and, asc, count, gte, lt } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { invoice } from '../../tables.ts';
import { fatturapaFileName, fatturapaXml } from '../fatturapa/fatturapa-xml.ts';
import { readInvoice } from './read-invoice.ts';

export const listElectronicInvoices = operation({
  name: 'billing.listElectronicInvoices',
  description:
    'Lists the electronic invoices (FatturaPA 1.2.3) of all customers that were issued in a month, in the order of ' +
    'their numbers, to be handed to an intermediary. They are not signed.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PageRequest.extend({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { message: 'input.invalidValue' })
      .describe('Month of the dates of the documents, `2026-12`.'),
  }),
  output: pageOf(
    z.object({
      invoiceId: idOf('invoice').describe('The document.'),
      fileName: z.string().describe('Name of its file, which no other one has.'),
      xml: z.string().describe('The electronic invoice.'),
    }),
  ),
  async run({ tx }, { month, ...page }) {
    const start = Temporal.PlainDate.from(`${month}-01`);
    const where = and(gte(invoice.issuedOn, start), lt(invoice.issuedOn, start.add({ months: 1 })));
    const rows = await tx
      .select({ id: invoice.id })
      .from(invoice)
      .where(where)
      .orderBy(asc(invoice.series), asc(invoice.year), asc(invoice.number))
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const items = [];
    for (const { id } of rows) {
      const stored = await readInvoice(tx, id);
      items.push({ invoiceId: id, fileName: fatturapaFileName(stored.row), xml: fatturapaXml(stored) });
    }
    const [all] = await tx.select({ count: count() }).from(invoice).where(where);
    return { items, total: all?.count ?? 0 };
  },
});
