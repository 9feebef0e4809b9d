import { answerPage } from '#platform/page.server.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { invoiceFiltersOf } from '../read/find-invoices.ts';
import { listAllInvoices } from '../read/list-all-invoices.ts';
import type { Route } from './+types/all-invoices-export.ts';
import { csvOfInvoices } from './csv-of-invoices.ts';

/** The whole list with the filters of the address, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { filters } = invoiceFiltersOf(new URL(args.request.url).searchParams);
    const rows = [];
    for (let page = 1; ; page += 1) {
      const { items } = await caller.call(listAllInvoices, { ...filters, page, pageSize: PAGE_SIZE_MAX });
      rows.push(...items);
      if (items.length < PAGE_SIZE_MAX) break;
    }
    return csvOfInvoices(rows, caller.locale, { withCustomer: true });
  });
