import { formatCount } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import type { RejectedRow } from '../import/price-sheet-row.ts';
import css from './price-list-page.module.css';

/** The rows that an import left out, folded. */
export function RejectedRows({ rejected, rejectedCount }: { rejected: readonly RejectedRow[]; rejectedCount: number }) {
  const t = useT();
  const locale = useLocale();
  if (rejected.length === 0) return null;
  return (
    <details>
      <summary>{t('catalogue.report.rows', { count: rejectedCount })}</summary>
      <ol className={css.rejected}>
        {rejected.map(({ line, reason, value }) => (
          <li key={line}>
            <strong>{t('catalogue.report.line', { line: formatCount(line, locale) })}</strong>{' '}
            {t(`catalogue.reject.${reason}`)}
            {value === '' ? null : <code> {value}</code>}
          </li>
        ))}
      </ol>
      {rejected.length < rejectedCount ? (
        <p>{t('catalogue.report.more', { count: rejectedCount - rejected.length })}</p>
      ) : null}
    </details>
  );
}
