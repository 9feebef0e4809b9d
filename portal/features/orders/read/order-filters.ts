import { readTableQuery } from '#ui/table-query.ts';
import { ORDER_SORT_KEYS, STANDINGS } from './list-orders.ts';

/** What the address of a list of orders asks for, for the table and for the operation. */
export function ordersAsked(search: URLSearchParams) {
  const query = readTableQuery(search, {
    sortKeys: ORDER_SORT_KEYS,
    defaultSort: { key: 'placedAt', descending: true },
    filterNames: ['standing'],
  });
  const chosen = query.filters.standing ?? [];
  return {
    query,
    asked: {
      search: query.search.slice(0, 200),
      standings: STANDINGS.filter((standing) => chosen.includes(standing)),
      sortKey: query.sortKey,
      descending: query.descending,
      page: query.page,
      pageSize: query.pageSize,
    },
  };
}
