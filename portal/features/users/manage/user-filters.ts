import { PERSON_ROLES } from '#platform/permissions.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { USER_STATUSES } from '../rules.ts';

/** The filters of the list of users, by their names in the address. */
export const USERS_TABLE = { status: 'status', role: 'role', service: 'service' } as const;

/** Anything else in the address is no service. */
const IS_ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The filters, order and page that the address of the list, or of its export, names: as a query and as input. */
export function userFiltersOf(parameters: URLSearchParams) {
  const query = readTableQuery(parameters, {
    sortKeys: ['name', 'login', 'createdAt'],
    filterNames: [USERS_TABLE.status, USERS_TABLE.role, USERS_TABLE.service],
  });
  return {
    query,
    filters: {
      search: query.search,
      statuses: USER_STATUSES.filter((status) => query.filters.status?.includes(status)),
      roles: PERSON_ROLES.filter((role) => query.filters.role?.includes(role)),
      serviceIds: (query.filters.service ?? []).filter((id) => IS_ID.test(id)),
      sort: query.sortKey,
      descending: query.descending,
      page: query.page,
      pageSize: query.pageSize,
    },
  };
}
