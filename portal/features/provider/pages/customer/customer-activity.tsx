import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import type { Route } from '../+types/customer-page.ts';

type Shown = Route.ComponentProps['loaderData'];

/** Recent events of the account. */
export function CustomerActivity({ records, accountId }: Pick<Shown, 'records'> & { accountId: string }) {
  const t = useT();
  return (
    <Section
      title={t('provider.customer.records')}
      intro={t('provider.customer.recordsIntro')}
      actions={
        <ButtonLink to={paths.providerCustomerActivity(accountId)}>{t('provider.customer.allRecords')}</ButtonLink>
      }
      frame="plain"
    >
      <DataTable
        caption={t('provider.customer.records')}
        rows={records}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t('provider.customer.noRecords')} />}
        columns={[
          {
            key: 'event',
            header: t('provider.customer.event'),
            cell: (row) => t('provider.customer.times', { what: row.text, count: row.times }),
          },
          {
            key: 'who',
            header: t('provider.customer.who'),
            cell: (row) => row.personName ?? t('provider.customer.system'),
          },
          {
            key: 'when',
            header: t('provider.customer.when'),
            phone: 'end',
            cell: (row) => <DateText at={row.createdAt} withTime relative={false} />,
          },
        ]}
      />
    </Section>
  );
}
