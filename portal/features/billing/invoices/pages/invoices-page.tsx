import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { invoiceFiltersOf } from '../read/find-invoices.ts';
import { listInvoices } from '../read/list-invoices.ts';
import type { Route } from './+types/invoices-page.ts';
import { InvoicesTable } from './invoices-table.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const { query, filters } = invoiceFiltersOf(search);
    return { query, exportTo: `${paths.invoicesExport()}?${search}`, ...(await caller.call(listInvoices, filters)) };
  });

/** The invoices of the reader's company. */
export default function InvoicesPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { items, total, query, years, exportTo } = loaderData;
  return (
    <>
      <PageHeader
        title={t('billing.invoices.title')}
        facts={[t('billing.invoices.intro')]}
        crumbs={[{ label: t('billing.invoices.account'), to: paths.account() }, { label: t('billing.invoices.title') }]}
        actions={<ButtonLink to={paths.invoicingDetails()}>{t('billing.invoices.toDetails')}</ButtonLink>}
      />
      <InvoicesTable
        caption={t('billing.invoices.title')}
        invoices={items}
        to={paths.invoice}
        list={{ query, total, years, exportTo }}
        empty={
          <EmptyState icon="orders" title={t('billing.invoices.empty')}>
            {t('billing.invoices.emptyText')}
          </EmptyState>
        }
      />
    </>
  );
}
