import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import type { Route } from '../+types/customer-page.ts';
import { useProviderLabels } from '../labels.ts';
import css from '../provider-page.module.css';

type Shown = Route.ComponentProps['loaderData'];

/** Subscriptions of the customer, with the last moment of cancellation. */
export function CustomerSubscriptions({ subscriptions }: Pick<Shown, 'subscriptions'>) {
  const t = useT();
  const labels = useProviderLabels();
  return (
    <Section title={t('provider.customer.subscriptions')} frame="plain">
      <DataTable
        caption={t('provider.customer.subscriptions')}
        rows={subscriptions}
        rowKey={(row) => row.id}
        empty={<EmptyState icon="subscriptions" title={t('provider.customer.noSubscriptions')} />}
        columns={[
          { key: 'name', header: t('provider.customer.service'), cell: (row) => row.name },
          {
            key: 'seats',
            header: t('provider.customers.seats'),
            align: 'end',
            cell: (row) => String(row.seatCount),
          },
          {
            key: 'ends',
            header: t('provider.customer.termEnds'),
            cell: (row) => (
              <span className={css.twoLines}>
                <DateText on={row.endsOn} />
                <span className={css.aside}>{labels.outcome(row.termEndOutcome)}</span>
              </span>
            ),
          },
          {
            key: 'window',
            header: t('provider.customer.cancellable'),
            cell: (row) =>
              row.cancellationAllowedUntil === null ? (
                t('provider.customer.windowClosed')
              ) : (
                <DateText at={row.cancellationAllowedUntil} withTime />
              ),
          },
          {
            key: 'status',
            header: t('orders.list.status'),
            phone: 'end',
            cell: (row) => (
              <Status meaning={row.status === 'active' ? 'good' : row.status === 'suspended' ? 'attention' : 'neutral'}>
                {labels.subscriptionStatus(row.status)}
              </Status>
            ),
          },
        ]}
      />
    </Section>
  );
}
