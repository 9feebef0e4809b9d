import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { assert } from '#platform/refusal.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import type { ShownRecord } from '../record-schema.ts';
import { searchRecords } from '../search-records.ts';
import type { Route } from './+types/activity-export.ts';
import { readFilters, requestOf } from './record-filters.ts';

/** More rows than a spreadsheet is read by people for; the period narrows them down. */
const ROWS_MAX = 50_000;

const TITLES = {
  it: ['Data e ora (UTC)', 'Attività', 'Chi', 'Indirizzo', 'Evento', 'ID richiesta'],
  en: ['Time (UTC)', 'Activity', 'Who', 'Address', 'Event', 'Request ID'],
} as const;

/** Every record that the filters of the address leave over, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    assert(caller.signedIn !== null, 'the log is for signed-in people');
    const filters = readFilters(new URL(args.request.url).searchParams);
    const request = { ...requestOf(filters, caller.signedIn.timeZone), limit: PAGE_SIZE_MAX };
    const rows: string[][] = [[...TITLES[caller.locale]]];
    let after: string | null = null;
    do {
      const found: Awaited<ReturnType<typeof readPage>> = await readPage(after);
      rows.push(...found.items.map(cellsOf));
      after = found.next;
    } while (after !== null && rows.length < ROWS_MAX);
    return new Response(csvText(rows), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="activity.csv"',
      },
    });

    function readPage(from: string | null) {
      return caller.call(searchRecords, { ...request, after: from });
    }
  });

function cellsOf({ createdAt, text, author, address, event, requestId }: ShownRecord): string[] {
  return [createdAt, text, author, address ?? '', event, requestId];
}
