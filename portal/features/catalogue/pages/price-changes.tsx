import { Form } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatCount, formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { TableQuery } from '#ui/table-query.ts';
import type { PriceChangeRow } from '../import/list-price-changes.ts';
import type { PriceImportStatus } from '../import/price-change-kinds.ts';
import { CHANGE_FILTERS } from './price-change-filter.ts';
import css from './price-list-page.module.css';
import { useCatalogueLabels } from './use-catalogue-labels.ts';

type PriceChangesProps = {
  changes: { items: readonly PriceChangeRow[]; total: number };
  query: TableQuery;
  imported: { status: PriceImportStatus; waitingCount: number };
};

/** The id of the form to which the ticked prices belong. */
const FORM = 'held-prices';

/** The prices that an import changes, those that wait for the provider first. */
export function PriceChanges({ changes: { items, total }, query, imported }: PriceChangesProps) {
  const t = useT();
  const locale = useLocale();
  const canDecide = imported.status === 'published' && imported.waitingCount > 0;
  const money = (row: PriceChangeRow, amount: string | null) =>
    amount === null ? t('catalogue.changes.noPrice') : formatMoney({ amount, currency: row.currency }, locale);
  return (
    <Section title={t('catalogue.changes.title')} frame="plain">
      {imported.waitingCount > 0 ? <p>{t('catalogue.changes.waitingText')}</p> : null}
      <DataTable
        caption={t('catalogue.changes.title')}
        rows={items}
        rowKey={(row) => row.key}
        query={query}
        total={total}
        filters={[
          {
            name: 'kind',
            label: t('catalogue.changes.filter'),
            options: CHANGE_FILTERS.map((kind) => ({
              value: kind,
              label: t('catalogue.changes.kind', { kind: kind === 'other' ? 'costs' : kind }),
            })),
          },
        ]}
        empty={<EmptyState title={t('catalogue.changes.empty')}>{t('catalogue.changes.emptyText')}</EmptyState>}
        {...(canDecide && {
          selection: {
            labelOf: (row: PriceChangeRow) => t('catalogue.changes.select', { title: row.title }),
            form: FORM,
            actions: () => (
              <Form id={FORM} method="post" className={css.buttons}>
                <SubmitButton name="decision" value="released">
                  {t('catalogue.changes.release')}
                </SubmitButton>
                <SubmitButton name="decision" value="declined" appearance="secondary">
                  {t('catalogue.changes.decline')}
                </SubmitButton>
              </Form>
            ),
          },
        })}
        columns={[
          { key: 'title', header: t('catalogue.changes.plan'), cell: (row) => <Plan row={row} /> },
          { key: 'option', header: t('catalogue.changes.option'), cell: (row) => <Option row={row} /> },
          {
            key: 'before',
            header: t('catalogue.changes.before'),
            align: 'end',
            cell: (row) => money(row, row.priceBefore),
          },
          {
            key: 'after',
            header: t('catalogue.changes.after'),
            align: 'end',
            cell: (row) => money(row, row.priceAfter),
          },
          {
            key: 'percent',
            header: t('catalogue.changes.percent'),
            align: 'end',
            cell: ({ percent }) => (percent === null ? '' : percentText(percent, locale)),
          },
          {
            key: 'from',
            header: t('catalogue.changes.from'),
            cell: (row) => <DateText at={row.changesAt} relative={false} />,
          },
        ]}
      />
    </Section>
  );
}

function Plan({ row }: { row: PriceChangeRow }) {
  const t = useT();
  const labels = useCatalogueLabels();
  return (
    <div className={css.file}>
      {row.title}
      <div className={css.soft}>
        {row.vendorIds} · {labels.segment(row.segment)}
      </div>
      {row.heldFor.length === 0 ? null : (
        <div className={css.held}>
          {row.heldFor.map((reason) => t('catalogue.changes.held', { reason })).join(', ')}
          {row.decision === null ? null : ` (${t('catalogue.changes.decision', { decision: row.decision })})`}
        </div>
      )}
    </div>
  );
}

function Option({ row }: { row: PriceChangeRow }) {
  const t = useT();
  const locale = useLocale();
  const labels = useCatalogueLabels();
  const months = Number(/^P(\d+)[MY]$/.exec(row.termDuration)?.[1] ?? 0) * (row.termDuration.endsWith('Y') ? 12 : 1);
  return (
    <>
      {row.billingCycle === 'extended'
        ? t('catalogue.changes.extended')
        : labels.option({ ...row, termMonths: months === 0 ? null : months })}
      {row.seatCountFrom > 1 ? (
        <div className={css.soft}>{t('catalogue.changes.tier', { count: formatCount(row.seatCountFrom, locale) })}</div>
      ) : null}
    </>
  );
}

function percentText(percent: string, locale: 'it' | 'en'): string {
  const sign = percent.startsWith('-') ? '−' : '+';
  const digits = percent.replace('-', '');
  return `${sign}${locale === 'it' ? digits.replace('.', ',') : digits}%`;
}
