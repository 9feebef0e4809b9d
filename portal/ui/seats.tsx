import { formatCount } from './format.ts';
import { useLocale, useT } from './i18n.ts';
import css from './seats.module.css';

/**
 * How many of the seats owned are in use: a bar and the numbers. More in use than owned (Microsoft still has to take
 * some back) fills the bar and shows attention.
 */
export function Seats({ usedCount, ownedCount }: { usedCount: number; ownedCount: number }) {
  const t = useT();
  const locale = useLocale();
  const used = formatCount(usedCount, locale);
  const owned = formatCount(ownedCount, locale);
  const percent = ownedCount === 0 ? 0 : Math.min(100, Math.round((usedCount / ownedCount) * 100));
  return (
    <span className={css.seats}>
      <svg className={css.bar} aria-hidden="true" data-state={usedCount > ownedCount ? 'over' : 'within'}>
        <rect className={css.owned} width="100%" height="100%" rx="3" />
        <rect className={css.used} width={`${percent}%`} height="100%" rx="3" />
      </svg>
      <span aria-hidden="true">{t('ui.seats.counts', { used, owned })}</span>
      <span className="spoken-only">{t('ui.seats.label', { used, owned })}</span>
    </span>
  );
}
