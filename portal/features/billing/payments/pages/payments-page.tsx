import { answerPage } from '#platform/page.server.ts';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { listCreditEntries } from '../../credit/list-credit-entries.ts';
import { CreditEntriesTable } from '../../credit/pages/credit-entries-table.tsx';
import { getToPay } from '../get-to-pay.ts';
import { listPayments } from '../list-payments.ts';
import type { Route } from './+types/payments-page.ts';
import { OpenInvoicesTable } from './open-invoices-table.tsx';
import css from './payments.module.css';
import { PaymentsTable } from './payments-table.tsx';

/** Entries of the prepaid credit that the page shows; it pages through the payments. */
const CREDIT_ENTRIES_SHOWN = 50;

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['receivedOn'] });
    const { page, pageSize } = query;
    const [toPay, payments, credit] = await Promise.all([
      caller.call(getToPay, {}),
      caller.call(listPayments, { page, pageSize }),
      caller.call(listCreditEntries, { pageSize: CREDIT_ENTRIES_SHOWN }),
    ]);
    return { query, toPay, payments, credit };
  });

type ToPay = Route.ComponentProps['loaderData']['toPay'];

/** What the company has to pay and how, what it has paid, and its prepaid credit. */
export default function PaymentsPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { query, toPay, payments, credit } = loaderData;
  const { currency } = toPay;
  const hasOpen = toPay.invoices.length > 0;
  const hasCredit = credit.total > 0;
  return (
    <>
      <PageHeader
        title={t('billing.payments.title')}
        facts={[
          hasOpen ? (
            <span key="open">
              {t('billing.toPay.title')}: <Money value={{ amount: toPay.open, currency }} />
            </span>
          ) : (
            t('billing.toPay.nothing')
          ),
        ]}
        crumbs={[{ label: t('accounts.account'), to: paths.account() }, { label: t('billing.payments.title') }]}
      />
      <div className={css.page}>
        {/[1-9]/.test(toPay.overdue) ? (
          <Notice meaning="danger" title={t('billing.toPay.overdueTitle', { amount: money(toPay, locale) })}>
            {t('billing.toPay.overdueText')}
          </Notice>
        ) : null}
        {hasOpen ? <HowToPay toPay={toPay} /> : null}
        <Section title={t('billing.toPay.title')} frame="plain">
          <OpenInvoicesTable invoices={toPay.invoices} invoicePath={paths.invoice} />
        </Section>
        <Section title={t('billing.payments.received')} frame="plain">
          <PaymentsTable payments={payments.items} total={payments.total} query={query} invoicePath={paths.invoice} />
        </Section>
        {hasCredit ? (
          <Section
            title={t('billing.credit.title')}
            intro={t('billing.credit.balanceIs', {
              balance: formatMoney({ amount: credit.balance, currency: credit.currency }, locale),
            })}
            frame="plain"
          >
            <CreditEntriesTable
              entries={credit.items}
              total={credit.items.length}
              currency={credit.currency}
              orderPath={paths.order}
            />
          </Section>
        ) : null}
      </div>
    </>
  );
}

function money({ overdue, currency }: ToPay, locale: ReturnType<typeof useLocale>): string {
  return formatMoney({ amount: overdue, currency }, locale);
}

/** The bank details and the reason, to be copied into the transfer. */
function HowToPay({ toPay }: { toPay: ToPay }) {
  const t = useT();
  const { transfer, open, credit, currency, oldestDueOn } = toPay;
  if (transfer === null) return null;
  return (
    <Section title={t('billing.toPay.how')} intro={t('billing.toPay.howIntro')}>
      <Facts
        facts={[
          { term: t('billing.toPay.amount'), value: <Money value={{ amount: open, currency }} /> },
          ...(oldestDueOn === null
            ? []
            : [{ term: t('billing.toPay.firstDue'), value: <DateText on={oldestDueOn} style="long" /> }]),
          { term: t('billing.toPay.beneficiary'), value: transfer.beneficiary },
          {
            term: t('billing.toPay.iban'),
            value:
              transfer.iban === null ? (
                t('billing.toPay.noIban')
              ) : (
                <CopyableId value={transfer.iban} label={t('billing.toPay.iban')} />
              ),
          },
          ...(transfer.bankName === null ? [] : [{ term: t('billing.toPay.bank'), value: transfer.bankName }]),
          {
            term: t('billing.toPay.reason'),
            value: <CopyableId value={transfer.reason} label={t('billing.toPay.reason')} />,
          },
          ...(/[1-9]/.test(credit)
            ? [{ term: t('billing.toPay.credit'), value: <Money value={{ amount: credit, currency }} /> }]
            : []),
        ]}
      />
    </Section>
  );
}
