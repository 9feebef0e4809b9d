import { formatCount } from './format.ts';
import { useLocale, useT } from './i18n.ts';

/** A list counts so many rows, as the operations do. */
export const COUNTED_MAX = 10_000;

/** How a list says its number of rows: "1.234", or "oltre 10.000" where it does not count them all. */
export function useTotalText(): (total: number) => string {
  const t = useT();
  const locale = useLocale();
  return (total) =>
    total > COUNTED_MAX
      ? t('ui.table.moreThan', { total: formatCount(COUNTED_MAX, locale) })
      : formatCount(total, locale);
}
