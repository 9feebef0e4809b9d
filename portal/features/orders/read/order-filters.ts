import { readTableQuery } from '#ui/table-query.ts';
import { ORDER_SORT_KEYS, STATUS_GROUPS } from './find-orders.ts';

/** The filters in the address of a list of orders, for the table and for the operation. */
export function orderFiltersOf(parameters: URLSearchParams) {
  const query = readTableQuery(parameters, {
    sortKeys: ORDER_SORT_KEYS,
    defaultSort: { key: 'placedAt', descending: true },
    filterNames: ['status'],
  });
  const chosen = query.filters.status ?? [];
  return {
    query,
    filters: {
      search: query.search.slice(0, 200),
      statusGroups: STATUS_GROUPS.filter((group) => chosen.includes(group)),
      sort: query.sortKey,
      descending: query.descending,
      page: query.page,
      pageSize: query.pageSize,
    },
  };
}
