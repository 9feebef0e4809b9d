import { csvText } from '#platform/csv-text.ts';
import { answerPage } from '#platform/page.server.ts';
import { listUsers } from '../list-users.ts';
import { usersAsked } from '../user-filters.ts';
import type { Route } from './+types/users-export.ts';

/** The whole list that the address asks for, as CSV. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { asked } = usersAsked(new URL(args.request.url).searchParams);
    const rows: string[][] = [['login', 'firstName', 'lastName', 'email', 'role', 'status', 'hint', 'createdAt']];
    for (let page = 1; ; page += 1) {
      const { users, total } = await caller.call(listUsers, { ...asked, page, pageSize: 50 });
      for (const user of users) {
        const { login, firstName, lastName, email, role, status, hint, createdAt } = user;
        rows.push([login, firstName, lastName, email, role, status, hint ?? '', createdAt]);
      }
      if (page * 50 >= total) break;
    }
    return new Response(csvText(rows), {
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="users.csv"' },
    });
  });
