import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { listUsers } from '../manage/list-users.ts';
import { userFiltersOf } from '../manage/user-filters.ts';
import type { Route } from './+types/users-export.ts';

const ROWS_PER_CALL = 200;

const TITLES = {
  it: ['Nome di accesso', 'Nome', 'Cognome', 'E-mail', 'Ruoli', 'Stato', 'Nota', 'Creato il'],
  en: ['Login name', 'First name', 'Last name', 'E-mail', 'Roles', 'Status', 'Note', 'Created at'],
} as const;

/** Every row of the list with the filters of the address, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { filters } = userFiltersOf(new URL(args.request.url).searchParams);
    const rows: string[][] = [[...TITLES[caller.locale]]];
    for (let page = 1; ; page += 1) {
      const { items, total } = await caller.call(listUsers, { ...filters, page, pageSize: ROWS_PER_CALL });
      for (const user of items) {
        const { login, firstName, lastName, email, roles, status, hint, createdAt } = user;
        rows.push([login, firstName, lastName, email, roles.join(' '), status, hint ?? '', createdAt]);
      }
      if (page * ROWS_PER_CALL >= total) break;
    }
    return new Response(csvText(rows), {
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="users.csv"' },
    });
  });
