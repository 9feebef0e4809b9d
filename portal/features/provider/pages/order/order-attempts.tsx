import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import { useProviderLabels } from '../labels.ts';
import css from '../provider-page.module.css';
import type { ProviderOrder } from './provider-order.ts';

/** Attempts, ids and Microsoft's own sentences: the data that Microsoft's support needs. */
export function OrderAttempts({ order }: { order: ProviderOrder }) {
  const t = useT();
  const labels = useProviderLabels();
  return (
    <Section title={t('provider.attempts.title')} intro={t('provider.attempts.intro')} frame="plain">
      <DataTable
        caption={t('provider.attempts.title')}
        rows={order.steps.filter(({ attemptCount }) => attemptCount > 0)}
        rowKey={(step) => step.id}
        empty={<EmptyState title={t('provider.attempts.none')} />}
        columns={[
          { key: 'step', header: t('provider.attempts.step'), cell: (step) => labels.step(step.name) },
          {
            key: 'count',
            header: t('provider.attempts.count'),
            align: 'end',
            cell: (step) => String(step.attemptCount),
          },
          {
            key: 'ids',
            header: t('provider.attempts.ids'),
            cell: (step) => (
              <span className={css.twoLines}>
                <Id label={t('provider.attempts.requestId')} value={step.requestId} />
                <Id label={t('provider.attempts.correlationId')} value={step.correlationId} />
                <Id label={t('provider.attempts.vendorReference')} value={step.vendorReference} />
              </span>
            ),
          },
          { key: 'note', header: t('provider.attempts.note'), cell: (step) => step.providerNote ?? '' },
        ]}
      />
    </Section>
  );
}

function Id({ label, value }: { label: string; value: string | null }) {
  if (value === null) return null;
  return (
    <span>
      <span className={css.aside}>{label}: </span>
      <CopyableId label={label} value={value} />
    </span>
  );
}
