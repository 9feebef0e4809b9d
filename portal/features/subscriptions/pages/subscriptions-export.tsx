import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { listSubscriptions } from '../list-subscriptions.ts';
import { subscriptionsAsked } from '../subscription-filters.ts';
import type { Route } from './+types/subscriptions-export.ts';

const PAGE_SIZE = 50;

/** The whole list that the address asks for, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { asked } = subscriptionsAsked(new URL(args.request.url).searchParams);
    const lines: string[][] = [
      [
        'name',
        'offer',
        'status',
        'seatCount',
        'termDuration',
        'billingCycle',
        'endsBefore',
        'termEndOutcome',
        'nextChargeOn',
        'nextChargeNet',
        'currency',
      ],
    ];
    for (let page = 1; ; page += 1) {
      const { rows, total } = await caller.call(listSubscriptions, { ...asked, page, pageSize: PAGE_SIZE });
      for (const row of rows) {
        lines.push([
          row.name,
          row.offerTitle ?? '',
          row.status,
          String(row.seatCount),
          row.termDuration,
          row.billingCycle,
          row.endsBefore,
          row.termEndOutcome,
          row.nextCharge?.on ?? '',
          row.nextCharge?.net.amount ?? '',
          row.nextCharge?.net.currency ?? '',
        ]);
      }
      if (page * PAGE_SIZE >= total) break;
    }
    return new Response(csvText(lines), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="subscriptions.csv"',
      },
    });
  });
