import { DateText } from './date-text.tsx';
import { dateOfInstant, positionBetween } from './format.ts';
import { useT } from './i18n.ts';
import type { Meaning } from './meaning.ts';
import css from './time-line.module.css';
import { useViewer } from './viewer.tsx';

/** A day that matters on the line. */
export type TimeMark = Readonly<{ /** ISO calendar date. */ on: string; label: string; meaning?: Meaning }>;

/**
 * A period drawn to scale with today on it, and below it the same days in words. `from` and `to` are ISO calendar
 * dates; marks outside them are at the ends.
 */
export function TimeLine({
  from,
  to,
  marks,
  label,
}: {
  from: string;
  to: string;
  marks: readonly TimeMark[];
  label: string;
}) {
  const t = useT();
  const { timeZone, nowIso } = useViewer();
  const today = dateOfInstant(nowIso, timeZone);
  const todayPercent = percentOf(today, from, to);
  const now: TimeMark[] = from <= today && today <= to ? [{ on: today, label: t('ui.timeLine.today') }] : [];
  const inWords = [...marks, ...now].sort((one, other) => one.on.localeCompare(other.on));
  return (
    <figure className={css.line} aria-label={label}>
      <svg className={css.drawing} aria-hidden="true">
        <rect className={css.whole} y="9" width="100%" height="6" rx="3" />
        <rect className={css.past} y="9" width={`${todayPercent}%`} height="6" rx="3" />
        {marks.map(({ on, label: what, meaning = 'neutral' }) => (
          <circle
            key={`${on} ${what}`}
            className={css.mark}
            data-meaning={meaning}
            cx={`${percentOf(on, from, to)}%`}
            cy="12"
            r="6"
          />
        ))}
        <rect className={css.today} x={`${todayPercent}%`} width="2" height="24" />
      </svg>
      <ol className={css.list}>
        {inWords.map(({ on, label: what, meaning = 'neutral' }) => (
          <li key={`${on} ${what}`} data-meaning={meaning}>
            <DateText on={on} relative={on !== today} />
            <span className={css.label}>{what}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** A little inside the ends, so that the first and last mark are whole. */
function percentOf(dateIso: string, from: string, to: string): number {
  return 1 + Math.round(positionBetween(dateIso, from, to) * 9800) / 100;
}
