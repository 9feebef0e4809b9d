import css from './date-text.module.css';
import {
  dateOfInstant,
  formatDate,
  formatInstant,
  formatInstantDate,
  formatRelativeDay,
  formatRelativeInstant,
} from './format.ts';
import { useLocale, useT } from './i18n.ts';
import { useViewer } from './viewer.tsx';

type DateTextProps = {
  /** `long` writes the month in full. */
  style?: 'short' | 'long';
  /** False leaves out "tra 3 giorni" beside a near date. */
  relative?: boolean;
} & (
  | { /** A calendar date, ISO. */ on: string }
  | {
      /** An instant, ISO; shown in the account's time zone. */ at: string;
      /** Adds the time of day. */ withTime?: boolean;
    }
);

/** A date in words, with how far it is when near, and the UTC time on hover where the day differs there. */
export function DateText(props: DateTextProps) {
  const t = useT();
  const locale = useLocale();
  const { timeZone, nowIso } = useViewer();
  const { style = 'short', relative = true } = props;

  if ('on' in props) {
    const near = relative ? formatRelativeDay(props.on, dateOfInstant(nowIso, timeZone), locale) : undefined;
    return (
      <span className={css.date}>
        <time dateTime={props.on}>{formatDate(props.on, locale, style)}</time>
        {near === undefined ? null : ' '}
        {near === undefined ? null : <span className={css.near}>({near})</span>}
      </span>
    );
  }

  const { at, withTime = false } = props;
  const near = relative ? formatRelativeInstant(at, nowIso, timeZone, locale) : undefined;
  const otherDayInUtc = dateOfInstant(at, timeZone) !== dateOfInstant(at, 'UTC');
  return (
    <span className={css.date}>
      <time
        dateTime={at}
        title={otherDayInUtc ? t('ui.date.utc', { instant: formatInstant(at, 'UTC', locale, 'short') }) : undefined}
      >
        {withTime ? formatInstant(at, timeZone, locale, style) : formatInstantDate(at, timeZone, locale, style)}
      </time>
      {near === undefined ? null : ' '}
      {near === undefined ? null : <span className={css.near}>({near})</span>}
    </span>
  );
}
