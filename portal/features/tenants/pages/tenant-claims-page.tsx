import { Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { listClaims } from '../provider-links/list-claims.ts';
import type { Route } from './+types/tenant-claims-page.ts';
import css from './microsoft-account-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['since'] });
    return { query, ...(await caller.call(listClaims, { page: query.page, pageSize: query.pageSize })) };
  });

/** The Microsoft accounts that wait for the provider, or for a proof of the customer. */
export default function TenantClaimsPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { items, total, query } = loaderData;
  return (
    <>
      <PageHeader title={t('tenants.provider.title')} facts={[t('tenants.provider.intro')]} />
      <DataTable
        caption={t('tenants.provider.caption')}
        rows={items}
        rowKey={(row) => row.tenantId}
        query={query}
        total={total}
        empty={
          <EmptyState icon="check" title={t('tenants.provider.none')}>
            {t('tenants.provider.noneText')}
          </EmptyState>
        }
        columns={[
          {
            key: 'customer',
            header: t('tenants.provider.customer'),
            cell: (row) => <Link to={paths.providerCustomerMicrosoftAccounts(row.accountId)}>{row.accountName}</Link>,
          },
          { key: 'vatNumber', header: t('tenants.provider.vatNumber'), cell: (row) => row.vatNumber ?? '—' },
          {
            key: 'domain',
            header: t('tenants.provider.domain'),
            cell: (row) => (
              <>
                {row.domain}
                {row.isLinkedWithoutProof ? (
                  <span className={css.aside}> ({t('tenants.provider.withoutProof')})</span>
                ) : null}
              </>
            ),
          },
          {
            key: 'since',
            header: t('tenants.provider.since'),
            phone: 'end',
            cell: (row) => <DateText at={row.requestedAt} />,
          },
        ]}
      />
    </>
  );
}
