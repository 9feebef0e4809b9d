import { lazy, Suspense, useRef, useState } from 'react';
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
  const shown = withTime ? formatInstant(at, timeZone, locale, style) : formatInstantDate(at, timeZone, locale, style);
  const otherDayInUtc = dateOfInstant(at, timeZone) !== dateOfInstant(at, 'UTC');
  return (
    <span className={css.date}>
      {otherDayInUtc ? (
        <ExplainedTime at={at} explanation={t('ui.date.utc', { instant: formatInstant(at, 'UTC', locale, 'short') })}>
          {shown}
        </ExplainedTime>
      ) : (
        <time dateTime={at}>{shown}</time>
      )}
      {near === undefined ? null : ' '}
      {near === undefined ? null : <span className={css.near}>({near})</span>}
    </span>
  );
}

const Tooltip = lazy(() => import('./tooltip.tsx'));

/**
 * A time with a tooltip, which is fetched at the first touch: few dates have one, and it is a quarter of a page's
 * weight.
 */
function ExplainedTime({ at, explanation, children }: { at: string; explanation: string; children: string }) {
  const time = useRef<HTMLTimeElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isNeeded, setNeeded] = useState(false);

  function open() {
    setNeeded(true);
    setOpen(true);
  }

  return (
    <>
      <time
        ref={time}
        dateTime={at}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard reaches the explanation too
        tabIndex={0}
        aria-description={explanation}
        onPointerEnter={open}
        onFocus={open}
        onPointerLeave={() => setOpen(false)}
        onBlur={() => setOpen(false)}
      >
        {children}
      </time>
      {isNeeded ? (
        <Suspense>
          <Tooltip anchor={time} text={explanation} isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </>
  );
}
