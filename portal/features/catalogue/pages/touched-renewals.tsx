import { Link } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatCount, formatUnitPrice } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import type { TouchedRenewal } from '../import/list-touched-renewals.ts';

type TouchedRenewalsProps = { touched: { items: readonly TouchedRenewal[]; total: number } };

/** The next renewals of customers whose price changes: what they pay now and then. */
export function TouchedRenewals({ touched: { items } }: TouchedRenewalsProps) {
  const t = useT();
  const locale = useLocale();
  return (
    <Section title={t('catalogue.renewals.title')} frame="plain">
      <DataTable
        caption={t('catalogue.renewals.title')}
        rows={items}
        rowKey={(row) => row.subscriptionId}
        empty={<EmptyState title={t('catalogue.renewals.empty')}>{t('catalogue.renewals.emptyText')}</EmptyState>}
        columns={[
          {
            key: 'customer',
            header: t('catalogue.renewals.customer'),
            cell: (row) => <Link to={paths.providerCustomer(row.accountId)}>{row.accountName}</Link>,
          },
          { key: 'name', header: t('catalogue.renewals.subscription'), cell: (row) => row.name },
          {
            key: 'seats',
            header: t('catalogue.renewals.seats'),
            align: 'end',
            cell: (row) => formatCount(row.seatCount, locale),
          },
          {
            key: 'on',
            header: t('catalogue.renewals.on'),
            cell: (row) => <DateText on={row.renewsOn} relative={false} />,
          },
          {
            key: 'now',
            header: t('catalogue.renewals.now'),
            align: 'end',
            cell: ({ priceBefore: amount, currency }) => formatUnitPrice({ amount, currency }, locale),
          },
          {
            key: 'then',
            header: t('catalogue.renewals.then'),
            align: 'end',
            cell: ({ priceAfter: amount, currency }) =>
              amount === null ? t('catalogue.renewals.notSold') : formatUnitPrice({ amount, currency }, locale),
          },
        ]}
      />
    </Section>
  );
}
