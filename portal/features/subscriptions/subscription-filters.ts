import { readTableQuery } from '#ui/table-query.ts';
import { OUTCOME_FILTERS, SUBSCRIPTION_SORTS } from './list-subscriptions.ts';

/** The filters in the address of the list of subscriptions, for the table and for the operation. */
export function subscriptionFiltersOf(parameters: URLSearchParams) {
  const query = readTableQuery(parameters, { sortKeys: SUBSCRIPTION_SORTS, filterNames: ['outcome'] });
  const chosen = query.filters.outcome ?? [];
  return {
    query,
    filters: {
      search: query.search.slice(0, 200),
      outcomes: OUTCOME_FILTERS.filter((outcome) => chosen.includes(outcome)),
      sort: query.sortKey,
      descending: query.descending,
      page: query.page,
      pageSize: query.pageSize,
    },
  };
}
