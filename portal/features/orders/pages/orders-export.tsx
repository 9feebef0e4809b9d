import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { listOrders } from '../read/list-orders.ts';
import { orderFiltersOf } from '../read/order-filters.ts';
import type { Route } from './+types/orders-export.ts';

const TITLES = {
  it: [
    'Numero',
    'Tipo',
    'Stato',
    'Contenuto',
    'Righe',
    'Ordinato da',
    'Riferimento',
    'Ordinato il',
    'Netto',
    'Totale',
    'Valuta',
  ],
  en: [
    'Number',
    'Kind',
    'Status',
    'Content',
    'Lines',
    'Ordered by',
    'Own reference',
    'Placed at',
    'Net',
    'Gross',
    'Currency',
  ],
} as const;

/** The whole list with the filters of the address, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { filters } = orderFiltersOf(new URL(args.request.url).searchParams);
    const rows: string[][] = [[...TITLES[caller.locale]]];
    for (let page = 1; ; page += 1) {
      const { items } = await caller.call(listOrders, { ...filters, page, pageSize: PAGE_SIZE_MAX });
      for (const row of items) {
        const { number, kind, status, name, lineCount, personName, ownReference, placedAt, currency } = row;
        const amounts = [row.todayNet, row.todayGross, currency];
        rows.push([
          number,
          kind,
          status,
          name,
          String(lineCount),
          personName,
          ownReference ?? '',
          placedAt,
          ...amounts,
        ]);
      }
      if (items.length < PAGE_SIZE_MAX) break;
    }
    return new Response(csvText(rows), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="orders.csv"',
      },
    });
  });
