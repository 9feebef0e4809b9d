import { Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatCount } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Status } from '#ui/status.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { listCustomers } from '../list-customers.ts';
import { CUSTOMER_SORT_KEYS, CUSTOMER_STATUSES } from '../list-filters.ts';
import type { Route } from './+types/customers-page.ts';
import css from './provider-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, {
      sortKeys: CUSTOMER_SORT_KEYS,
      filterNames: ['status'],
    });
    const { sortKey: sort, descending, page, pageSize } = query;
    const statuses = CUSTOMER_STATUSES.filter((status) => query.filters.status?.includes(status));
    const search = query.search.slice(0, 200);
    const customers = await caller.call(listCustomers, { search, statuses, sort, descending, page, pageSize });
    return { query, ...customers };
  });

export default function CustomersPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { items, total, query } = loaderData;
  return (
    <>
      <PageHeader
        title={t('provider.customers.title')}
        facts={[t('provider.customers.intro')]}
        primary={
          <ButtonLink to={paths.providerNewCustomer()} appearance="primary" icon="add">
            {t('provider.newCustomer.title')}
          </ButtonLink>
        }
      />
      <DataTable
        caption={t('provider.customers.title')}
        rows={items}
        rowKey={(row) => row.id}
        query={query}
        total={total}
        searchLabel={t('provider.customers.search')}
        filters={[
          {
            name: 'status',
            label: t('orders.list.status'),
            options: CUSTOMER_STATUSES.map((status) => ({
              value: status,
              label: t(`provider.customerStatus.${status}`),
            })),
          },
        ]}
        empty={<EmptyState icon="account" title={t('provider.customers.empty')} />}
        columns={[
          {
            key: 'name',
            header: t('provider.customers.name'),
            sortable: true,
            cell: (row) => (
              <span className={css.twoLines}>
                <Link to={paths.providerCustomer(row.id)}>{row.name}</Link>
                <span className={css.aside}>
                  {[row.city, row.province].filter((part) => part !== null).join(' · ')}
                </span>
              </span>
            ),
          },
          { key: 'vatNumber', header: t('provider.customers.vatNumber'), cell: (row) => row.vatNumber ?? '' },
          {
            key: 'people',
            header: t('provider.customers.people'),
            align: 'end',
            phone: 'hidden',
            cell: (row) => formatCount(row.personCount, locale),
          },
          {
            key: 'subscriptions',
            header: t('provider.customers.subscriptions'),
            align: 'end',
            phone: 'hidden',
            cell: (row) => formatCount(row.subscriptionCount, locale),
          },
          {
            key: 'seats',
            header: t('provider.customers.seats'),
            align: 'end',
            phone: 'hidden',
            cell: (row) => formatCount(row.seatCount, locale),
          },
          {
            key: 'openOrders',
            header: t('provider.customers.openOrders'),
            align: 'end',
            cell: (row) => formatCount(row.openOrderCount, locale),
          },
          {
            key: 'status',
            header: t('orders.list.status'),
            phone: 'end',
            cell: (row) => (
              <Status meaning={row.status === 'active' ? 'good' : 'neutral'}>
                {t(`provider.customerStatus.${row.status}`)}
              </Status>
            ),
          },
        ]}
      />
    </>
  );
}
