import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { listSubscriptions } from '../list-subscriptions.ts';
import { subscriptionFiltersOf } from '../subscription-filters.ts';
import type { Route } from './+types/subscriptions-export.ts';

const TITLES = {
  it: [
    'Nome',
    'Offerta',
    'Stato',
    'Licenze',
    'Durata',
    'Fatturazione',
    'Scadenza',
    'Alla scadenza',
    'Prossimo addebito',
    'Importo netto',
    'Valuta',
  ],
  en: [
    'Name',
    'Offer',
    'Status',
    'Licences',
    'Term',
    'Billing cycle',
    'Ends before',
    'End-of-term choice',
    'Next charge',
    'Net amount',
    'Currency',
  ],
} as const;

/** The whole list with the filters of the address, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { filters } = subscriptionFiltersOf(new URL(args.request.url).searchParams);
    const lines: string[][] = [[...TITLES[caller.locale]]];
    for (let page = 1; ; page += 1) {
      const { items, total } = await caller.call(listSubscriptions, { ...filters, page, pageSize: PAGE_SIZE_MAX });
      for (const row of items) {
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
      if (page * PAGE_SIZE_MAX >= total) break;
    }
    return new Response(csvText(lines), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="subscriptions.csv"',
      },
    });
  });
