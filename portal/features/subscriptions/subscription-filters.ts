import { readTableQuery } from '#ui/table-query.ts';

const SORT_KEYS = ['endsBefore', 'name', 'seatCount', 'status'] as const;
const STANDINGS = ['renews', 'ends', 'extendsMonthly', 'over'] as const;

/** What the list's address asks for, for the table and for the operation. */
export function subscriptionsAsked(search: URLSearchParams) {
  const query = readTableQuery(search, { sortKeys: SORT_KEYS, filterNames: ['standing'] });
  const chosen = query.filters.standing ?? [];
  return {
    query,
    asked: {
      search: query.search,
      standing: STANDINGS.filter((standing) => chosen.includes(standing)),
      sortKey: query.sortKey,
      descending: query.descending,
      page: query.page,
      pageSize: query.pageSize,
    },
  };
}
