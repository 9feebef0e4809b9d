import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { formatMonth } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { getInvoice } from '../read/get-invoice.ts';
import type { Route } from './+types/invoice-page.ts';
import { InvoiceView } from './invoice-view.tsx';
import { InvoiceStatusMark } from './invoices-table.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({
    invoice: await caller.call(getInvoice, { invoiceId: args.params.invoiceId }),
  }));

/** One document of the reader's company. */
export default function InvoicePage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { invoice } = loaderData;
  return (
    <>
      <PageHeader
        title={t(`billing.pdf.title.${invoice.kind}`, { number: invoice.number })}
        status={<InvoiceStatusMark invoice={invoice} />}
        facts={[t('billing.invoice.monthOf', { month: formatMonth(invoice.month.slice(0, 7), locale, 'long') })]}
        crumbs={[
          { label: t('billing.invoices.account'), to: paths.account() },
          { label: t('billing.invoices.title'), to: paths.invoices() },
          { label: invoice.number },
        ]}
        actions={
          <>
            <ButtonLink to={paths.invoiceFile(invoice.id, 'pdf')} icon="download" reloadDocument download>
              {t('billing.invoice.pdf')}
            </ButtonLink>
            <ButtonLink to={paths.invoiceFile(invoice.id, 'xml')} icon="download" reloadDocument download>
              {t('billing.invoice.xml')}
            </ButtonLink>
          </>
        }
      />
      <InvoiceView invoice={invoice} to={paths.invoice} />
    </>
  );
}
