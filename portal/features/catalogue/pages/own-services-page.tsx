import { Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { listOwnServices } from '../own-services/list-own-services.ts';
import type { Route } from './+types/own-services-page.ts';
import { OwnServiceStatus } from './own-service-status.tsx';
import css from './own-services.module.css';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['title'] });
    const { page, pageSize } = query;
    return { query, services: await caller.call(listOwnServices, { page, pageSize }) };
  });

/** The services that the provider fulfils by hand. */
export default function OwnServicesPage({ loaderData: { query, services } }: Route.ComponentProps) {
  const t = useT();
  const labels = useCatalogueLabels();
  return (
    <>
      <PageHeader
        title={t('catalogue.provider.own.title')}
        facts={[t('catalogue.provider.own.intro')]}
        primary={
          <ButtonLink to={paths.providerNewService()} appearance="primary" icon="add">
            {t('catalogue.provider.own.add')}
          </ButtonLink>
        }
      />
      <DataTable
        caption={t('catalogue.provider.own.title')}
        rows={services.items}
        rowKey={(row) => row.productId}
        query={query}
        total={services.total}
        empty={
          <EmptyState icon="marketplace" title={t('catalogue.provider.own.none')}>
            {t('catalogue.provider.own.noneText')}
          </EmptyState>
        }
        columns={[
          {
            key: 'title',
            header: t('catalogue.provider.own.name'),
            cell: (row) => (
              <span className={css.twoLines}>
                <Link to={paths.providerService(row.productId)}>{row.titleIt}</Link>
                {row.titleEn === null ? null : (
                  <span className={css.aside} lang="en">
                    {row.titleEn}
                  </span>
                )}
              </span>
            ),
          },
          {
            key: 'category',
            header: t('catalogue.provider.own.category'),
            cell: (row) => labels.category(row.category),
          },
          {
            key: 'status',
            header: t('catalogue.provider.own.status'),
            phone: 'end',
            cell: (row) => <OwnServiceStatus isOnSale={row.isOnSale} />,
          },
          {
            key: 'createdAt',
            header: t('catalogue.provider.own.createdAt'),
            phone: 'hidden',
            cell: (row) => <DateText at={row.createdAt} relative={false} />,
          },
        ]}
      />
    </>
  );
}
