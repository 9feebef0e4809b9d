import { Link, useSearchParams } from 'react-router';
import { formatCount } from './format.ts';
import { useLocale, useT } from './i18n.ts';
import css from './pagination.module.css';
import { PAGE_SIZES, withParameters } from './table-query.ts';
import { useTotalText } from './total-text.ts';

/** "26–50 di 1.234", previous and next, and how many rows a page has; all of it in the address. */
export function Pagination({ page, pageSize, total }: { page: number; pageSize: number; total: number }) {
  const t = useT();
  const locale = useLocale();
  const [parameters] = useSearchParams();
  const totalText = useTotalText();
  const lastPage = Math.max(1, Math.ceil(total / pageSize));
  const first = total === 0 ? 0 : (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, total);
  if (total <= PAGE_SIZES[0]) return null;
  return (
    <nav className={css.pagination} aria-label={t('ui.pagination.label')}>
      <span>
        {t('ui.pagination.range', {
          first: formatCount(first, locale),
          last: formatCount(last, locale),
          total: totalText(total),
        })}
      </span>
      <span className={css.sizes}>
        {t('ui.pagination.rows')}
        {PAGE_SIZES.map((size) => (
          <Link
            key={size}
            to={withParameters(parameters, { rows: String(size) })}
            aria-label={t('ui.pagination.rowsLabel', { count: size })}
            aria-current={size === pageSize ? 'true' : undefined}
            preventScrollReset
          >
            {size}
          </Link>
        ))}
      </span>
      <span className={css.moves}>
        <PageMove to={page > 1 ? withParameters(parameters, { page: String(page - 1) }) : undefined}>
          {t('ui.pagination.previous')}
        </PageMove>
        <PageMove to={page < lastPage ? withParameters(parameters, { page: String(page + 1) }) : undefined}>
          {t('ui.pagination.next')}
        </PageMove>
      </span>
    </nav>
  );
}

function PageMove({ to, children }: { to: string | undefined; children: string }) {
  if (to === undefined) {
    return (
      <span className={css.move} data-off="true">
        {children}
      </span>
    );
  }
  return (
    <Link className={css.move} to={to}>
      {children}
    </Link>
  );
}
