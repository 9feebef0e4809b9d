import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { listOrders } from '../read/list-orders.ts';
import { ordersAsked } from '../read/order-filters.ts';
import type { Route } from './+types/orders-export.ts';

/** The whole list that the address asks for, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { asked } = ordersAsked(new URL(args.request.url).searchParams);
    const rows: string[][] = [
      [
        'number',
        'kind',
        'status',
        'content',
        'lines',
        'orderedBy',
        'ownReference',
        'placedAt',
        'net',
        'gross',
        'currency',
      ],
    ];
    for (let page = 1; ; page += 1) {
      const { orders, total } = await caller.call(listOrders, { ...asked, page, pageSize: 50 });
      for (const row of orders) {
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
      if (page * 50 >= total) break;
    }
    return new Response(csvText(rows), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="orders.csv"',
      },
    });
  });
