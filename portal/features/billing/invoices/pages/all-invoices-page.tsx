import { Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatMonth } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import { invoiceFiltersOf } from '../read/find-invoices.ts';
import { listAllInvoices } from '../read/list-all-invoices.ts';
import { listWaitingStatements } from '../read/list-waiting-statements.ts';
import type { Route } from './+types/all-invoices-page.ts';
import css from './invoices.module.css';
import { InvoicesTable } from './invoices-table.tsx';

/** Months whose electronic invoices are offered as one file: this one and those before. */
const ZIP_MONTHS = 3;

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const { query, filters } = invoiceFiltersOf(search);
    const present = Temporal.PlainYearMonth.from(caller.site.now.slice(0, 7));
    const months = Array.from({ length: ZIP_MONTHS }, (_, ago) => present.subtract({ months: ago }).toString());
    return {
      query,
      months,
      exportTo: `${paths.providerInvoicesExport()}?${search}`,
      waiting: await caller.call(listWaitingStatements, {}),
      ...(await caller.call(listAllInvoices, filters)),
    };
  });

/** The invoices of all customers, and those that wait. */
export default function AllInvoicesPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { items, total, query, years, exportTo, waiting, months } = loaderData;
  return (
    <>
      <PageHeader
        title={t('billing.allInvoices.title')}
        facts={[t('billing.allInvoices.intro')]}
        actions={<ButtonLink to={paths.providerInvoicing()}>{t('billing.allInvoices.toSettings')}</ButtonLink>}
      />
      <div className={css.page}>
        {waiting.total === 0 ? null : (
          <Section title={t('billing.waiting.title')} intro={t('billing.waiting.intro')} frame="plain">
            <DataTable
              caption={t('billing.waiting.title')}
              rows={waiting.items}
              rowKey={(row) => row.statementId}
              empty={null}
              columns={[
                {
                  key: 'customer',
                  header: t('billing.invoice.customer'),
                  cell: (row) => <Link to={paths.providerCustomer(row.accountId)}>{row.accountName}</Link>,
                },
                {
                  key: 'month',
                  header: t('billing.waiting.month'),
                  cell: (row) => formatMonth(row.month.slice(0, 7), locale, 'long'),
                },
                { key: 'reason', header: t('billing.waiting.reason'), cell: (row) => <Reasons {...row} /> },
                {
                  key: 'gross',
                  header: t('billing.invoice.gross'),
                  align: 'end',
                  phone: 'end',
                  cell: (row) => <Money value={{ amount: row.gross, currency: row.currency }} />,
                },
              ]}
            />
          </Section>
        )}
        <InvoicesTable
          caption={t('billing.allInvoices.title')}
          invoices={items}
          to={paths.providerInvoice}
          customerTo={paths.providerCustomer}
          list={{ query, total, years, exportTo }}
          empty={
            <EmptyState icon="orders" title={t('billing.allInvoices.empty')}>
              {t('billing.allInvoices.emptyText')}
            </EmptyState>
          }
        />
        <Section title={t('billing.electronic.title')} intro={t('billing.electronic.intro')}>
          <ul className={css.files}>
            {months.map((month) => (
              <li key={month}>
                <a href={paths.providerElectronicInvoices(month)} download>
                  {t('billing.electronic.month', { month: formatMonth(month, locale, 'long') })}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </>
  );
}

type Waiting = Route.ComponentProps['loaderData']['waiting']['items'][number];

/** The details that are missing, each with the page where it is given. */
function Reasons({ missing, accountId }: Waiting) {
  const t = useT();
  if (missing.length === 0) return <span>{t('billing.waiting.soon')}</span>;
  const isSellers = missing.some((detail) => detail.startsWith('seller'));
  return (
    <span className={css.lines}>
      {missing.map((detail) => (
        <span key={detail}>{t(`billing.missing.${detail}`)}</span>
      ))}
      <Link to={isSellers ? paths.providerInvoicing() : paths.providerCustomerInvoicing(accountId)}>
        {t('billing.waiting.complete')}
      </Link>
    </span>
  );
}
