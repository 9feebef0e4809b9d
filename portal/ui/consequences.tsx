import { type ReactNode, useId } from 'react';
import css from './consequences.module.css';
import { DateText } from './date-text.tsx';
import {
  formatMoney,
  formatRemaining,
  formatUnitPrice,
  formatUntilDate,
  formatUntilInstant,
  lastDayOf,
} from './format.ts';
import { useLocale, useT } from './i18n.ts';
import { Icon } from './icon.tsx';
import { Money } from './money.tsx';
import { Notice } from './notice.tsx';
import { useViewer } from './viewer.tsx';

/** One thing that becomes another: seats, price, a date. */
export type Change = Readonly<{ what: string; before: ReactNode; after: ReactNode }>;

/** One line of a sum: price × part of the cycle × seats. Amounts are exact decimals as text; a negative one is a refund. */
type QuotedLine = Readonly<{
  seatCount: number;
  /** For one seat and a whole cycle; not rounded. */
  unitPricePerCycle: string;
  billedDays: number;
  cycleDays: number;
  net: string;
}>;

/** The money that is paid (or refunded) at one moment. */
type QuotedColumn<Line> = Readonly<{ lines: readonly Line[]; net: string; tax: string; gross: string }>;

/** The costs of a quote and its end, as the module of orders sends them to pages. */
type Quote<Line> = Readonly<{
  currency: string;
  columns: Readonly<{
    today: QuotedColumn<Line>;
    /** `on` is the calendar date of the next charge, ISO. */
    nextCharge: QuotedColumn<Line> & Readonly<{ on: string | null }>;
    untilTermEnd: QuotedColumn<Line>;
  }>;
  /** The end of the time to undo the change, and the refund; null when it is final at once. */
  undo: Readonly<{ until: string; refund: string }> | null;
  /** `endsBefore` is the first day after the committed term, ISO calendar date. */
  commitment: Readonly<{ endsBefore: string }> | null;
}>;

type ConsequencesProps<Line extends QuotedLine> = {
  quote: Quote<Line>;
  lineLabel: (line: Line) => string;
  changes: readonly Change[];
  /** False when nothing more is paid once the change cannot be undone, whatever the quote's commitment. */
  isCommitted: boolean;
  /** Other effects: scheduled changes deleted, people who lose a licence (named), a renewal choice reset. */
  sideEffects: readonly ReactNode[];
  /** Payment method, own reference, and the one button that names the action and the money. */
  children: ReactNode;
};

/** The panel before every confirmation: changes, costs, the time to undo them, other effects. */
export function Consequences<Line extends QuotedLine>(props: ConsequencesProps<Line>) {
  const { quote, lineLabel, changes, sideEffects, children } = props;
  const { today, nextCharge, untilTermEnd } = quote.columns;
  const t = useT();
  const shared = { currency: quote.currency, lineLabel };
  return (
    <div className={css.panel}>
      <Part title={t('ui.consequences.changes')}>
        <ul className={css.changes}>
          {changes.map(({ what, before, after }) => (
            <li key={what}>
              <span className={css.what}>{what}</span>
              <span className={css.before}>
                <span className="spoken-only">{t('ui.consequences.before')} </span>
                {before}
              </span>
              <span className={css.becomes}>
                <Icon name="chevronRight" size={16} />
              </span>
              <span className={css.after}>
                <span className="spoken-only">{t('ui.consequences.after')} </span>
                {after}
              </span>
            </li>
          ))}
        </ul>
      </Part>

      <Part title={t('ui.consequences.cost')}>
        <div className={css.costs}>
          <CostColumn {...shared} title={t('ui.consequences.today')} column={today} />
          <CostColumn {...shared} title={t('ui.consequences.nextInvoice')} column={nextCharge} on={nextCharge.on} />
          <CostColumn {...shared} title={t('ui.consequences.untilTermEnd')} column={untilTermEnd} />
        </div>
      </Part>

      <Part title={t('ui.consequences.final')}>
        <FinalSentence quote={quote} isCommitted={props.isCommitted} />
      </Part>

      {sideEffects.length === 0 ? null : (
        <Part title={t('ui.consequences.sideEffects')}>
          <ul className={css.effects}>
            {sideEffects.map((effect, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the effects of one quote are never reordered
              <li key={position}>
                <Icon name="attention" size={18} />
                <span>{effect}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}

      <div className={css.confirm}>{children}</div>
    </div>
  );
}

/** The panel for a change that is not possible: the reason, since when, and the alternative with its button. */
export function NotPossible({
  title,
  reason,
  instead,
  action,
}: {
  title: string;
  reason: ReactNode;
  instead?: ReactNode;
  action?: ReactNode;
}) {
  const t = useT();
  return (
    <div className={css.panel}>
      <Notice meaning="attention" title={title}>
        {reason}
      </Notice>
      {instead === undefined && action === undefined ? null : (
        <Part title={t('ui.consequences.instead')}>
          {instead === undefined ? null : <p>{instead}</p>}
          {action === undefined ? null : <div className={css.action}>{action}</div>}
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section className={css.part} aria-labelledby={titleId}>
      <h3 id={titleId}>{title}</h3>
      {children}
    </section>
  );
}

function CostColumn<Line extends QuotedLine>({
  title,
  column,
  on = null,
  currency,
  lineLabel,
}: {
  title: string;
  column: QuotedColumn<Line>;
  on?: string | null;
  currency: string;
  lineLabel: (line: Line) => string;
}) {
  const t = useT();
  return (
    <div className={css.cost}>
      <h4>{title}</h4>
      {on === null ? null : (
        <div className={css.on}>
          <DateText on={on} relative={false} />
        </div>
      )}
      <div className={css.gross}>
        <Money value={{ amount: column.gross, currency }} />
      </div>
      <dl className={css.sum}>
        <dt>{t('ui.consequences.net')}</dt>
        <dd>
          <Money value={{ amount: column.net, currency }} />
        </dd>
        <dt>{t('ui.consequences.tax')}</dt>
        <dd>
          <Money value={{ amount: column.tax, currency }} />
        </dd>
      </dl>
      {column.lines.length === 0 ? (
        <p className={css.nothing}>{t('ui.consequences.nothing')}</p>
      ) : (
        <details className={css.lines}>
          <summary>{t('ui.consequences.lines', { count: column.lines.length })}</summary>
          <ul>
            {column.lines.map((line, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one quote are never reordered
              <CostLine key={position} line={line} label={lineLabel(line)} currency={currency} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function CostLine({ line, label, currency }: { line: QuotedLine; label: string; currency: string }) {
  const t = useT();
  const locale = useLocale();
  return (
    <li>
      <span className={css.lineHead}>
        <span>{label}</span>
        <Money value={{ amount: line.net, currency }} />
      </span>
      <span className={css.formula}>
        {t('ui.consequences.formula', {
          price: formatUnitPrice({ amount: line.unitPricePerCycle, currency }, locale),
          billedDays: line.billedDays,
          cycleDays: line.cycleDays,
          seatCount: line.seatCount,
        })}
      </span>
    </li>
  );
}

function FinalSentence({ quote, isCommitted }: { quote: Quote<QuotedLine>; isCommitted: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone, nowIso } = useViewer();
  const { undo, commitment, currency } = quote;
  const committed =
    isCommitted && commitment !== null
      ? formatUntilDate(lastDayOf({ startsOn: commitment.endsBefore, endsBefore: commitment.endsBefore }), locale)
      : undefined;
  const remaining = undo === null ? undefined : formatRemaining(undo.until, nowIso, locale);
  if (undo === null || remaining === undefined) {
    if (committed === undefined) return <p>{t('ui.consequences.finalAtOnce')}</p>;
    return <p>{t('ui.consequences.finalAtOncePaid', { committed })}</p>;
  }
  const until = formatUntilInstant(undo.until, timeZone, locale);
  if (!/[1-9]/.test(undo.refund)) {
    // Without a payment there is no refund: the choice can be made again.
    if (committed === undefined) return <p>{t('ui.consequences.chooseAgain', { until, remaining })}</p>;
    return <p>{t('ui.consequences.chooseAgainThenPaid', { until, remaining, committed })}</p>;
  }
  const facts = { until, remaining, refund: formatMoney({ amount: undo.refund, currency }, locale) };
  if (committed === undefined) return <p>{t('ui.consequences.undo', facts)}</p>;
  return <p>{t('ui.consequences.undoThenPaid', { ...facts, committed })}</p>;
}
