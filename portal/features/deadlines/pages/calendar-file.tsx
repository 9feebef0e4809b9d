import { answerPage } from '#platform/page.server.ts';
import { readCalendar } from '../calendar/read-calendar.ts';
import type { Route } from './+types/calendar-file.ts';

/** The calendar of deadlines whose key stands in the address, for calendar programs. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const key = new URL(args.request.url).searchParams.get('key') ?? '';
    const { text } = await caller.call(readCalendar, { key });
    return new Response(text, {
      headers: {
        'Content-Type': 'text/calendar; charset=utf-8',
        'Content-Disposition': 'inline; filename="deadlines.ics"',
        'Cache-Control': 'private, no-store',
      },
    });
  });
