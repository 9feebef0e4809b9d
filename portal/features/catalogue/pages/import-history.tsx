import { Link } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatCount, formatInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Section } from '#ui/section.tsx';
import type { TableQuery } from '#ui/table-query.ts';
import { useViewer } from '#ui/viewer.tsx';
import type { PriceImportRow } from '../import/list-price-imports.ts';
import { ImportStatus } from './import-status.tsx';
import css from './price-list-page.module.css';
import { RejectedRows } from './rejected-rows.tsx';

type ImportHistoryProps = {
  imports: { items: readonly PriceImportRow[]; total: number };
  query: TableQuery;
};

export function ImportHistory({ imports: { items, total }, query }: ImportHistoryProps) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const count = (value: number) => formatCount(value, locale);
  return (
    <Section title={t('catalogue.history.title')} frame="plain">
      <DataTable
        caption={t('catalogue.history.title')}
        rows={items}
        rowKey={(row) => row.importId}
        query={query}
        total={total}
        empty={<EmptyState title={t('catalogue.history.empty')}>{t('catalogue.history.emptyText')}</EmptyState>}
        columns={[
          {
            key: 'importedAt',
            header: t('catalogue.history.when'),
            cell: (row) => formatInstant(row.importedAt, timeZone, locale, 'short'),
          },
          {
            key: 'fileName',
            header: t('catalogue.history.file'),
            cell: (row) => (
              <div className={css.file}>
                <Link to={paths.providerPriceImport(row.importId)}>{row.fileName}</Link>
                <RejectedRows rejected={row.rejected} rejectedCount={row.rejectedCount} />
              </div>
            ),
          },
          {
            key: 'status',
            header: t('catalogue.history.status'),
            cell: (row) => <ImportStatus status={row.status} />,
          },
          { key: 'market', header: t('catalogue.history.market'), cell: (row) => row.market },
          {
            key: 'rowsRead',
            header: t('catalogue.history.rowsRead'),
            align: 'end',
            cell: (row) => count(row.rowsRead),
          },
          {
            key: 'imported',
            header: t('catalogue.history.imported'),
            align: 'end',
            cell: (row) => count(row.imported),
          },
          {
            key: 'unchanged',
            header: t('catalogue.history.unchanged'),
            align: 'end',
            cell: (row) => count(row.unchanged),
          },
          {
            key: 'withdrawn',
            header: t('catalogue.history.withdrawn'),
            align: 'end',
            cell: (row) => count(row.withdrawnCount),
          },
          {
            key: 'rejected',
            header: t('catalogue.history.rejected'),
            align: 'end',
            cell: (row) => count(row.rejectedCount),
          },
        ]}
      />
    </Section>
  );
}
