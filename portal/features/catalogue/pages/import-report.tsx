import { Facts } from '#ui/facts.tsx';
import { formatCount } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { Section } from '#ui/section.tsx';
import type { PriceSheetReport } from '../import/price-sheet-report.ts';
import { RejectedRows } from './rejected-rows.tsx';

export function ImportReport({ fileName, report }: { fileName: string; report: PriceSheetReport }) {
  const t = useT();
  const locale = useLocale();
  const count = (value: number) => formatCount(value, locale);
  return (
    <Section title={t('catalogue.report.title', { fileName })}>
      <Notice
        live
        meaning={report.rejectedCount > 0 ? 'attention' : 'good'}
        title={
          report.isDryRun
            ? t('catalogue.report.dryRun', { count: report.imported })
            : t('catalogue.report.done', { count: report.imported })
        }
      />
      <Facts
        facts={[
          { term: t('catalogue.report.rowsRead'), value: count(report.rowsRead) },
          { term: t('catalogue.report.imported'), value: count(report.imported) },
          { term: t('catalogue.report.unchanged'), value: count(report.unchanged) },
          { term: t('catalogue.report.duplicates'), value: count(report.duplicates) },
          { term: t('catalogue.report.offersAdded'), value: count(report.offersAdded) },
          { term: t('catalogue.report.rejected'), value: count(report.rejectedCount) },
        ]}
      />
      <RejectedRows rejected={report.rejected} rejectedCount={report.rejectedCount} />
    </Section>
  );
}
