import { data } from 'react-router';
import { z } from 'zod';
import { callerOf } from '#platform/caller.server.ts';
import { csvText } from '#platform/csv-text.ts';
import { formOf } from '#platform/page.server.ts';
import { PEOPLE_MAX } from '../import/people-columns.ts';
import type { Route } from './+types/imported-users-csv.ts';

const TITLES = {
  it: ['Nome', 'Cognome', 'E-mail', 'Esito', 'Motivo'],
  en: ['First name', 'Last name', 'E-mail', 'Outcome', 'Reason'],
} as const;

const Rows = z.array(z.array(z.string()).length(TITLES.it.length)).max(PEOPLE_MAX);

/** The result that the page shows, as CSV: the form of the page brings it, and nothing is read or stored. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await formOf(request);
  const rows = Rows.safeParse(parsed(String(form.get('rows') ?? '')));
  if (!rows.success) throw data(null, { status: 400 });
  return new Response(csvText([[...TITLES[callerOf(context).locale]], ...rows.data]), {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="users.csv"' },
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
