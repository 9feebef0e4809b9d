import { type ReactNode, useId } from 'react';
import { type Change, ChangeList } from './change-list.tsx';
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

/** One line of a sum: price × part of the cycle × seats. Decimals are text; negative money is a refund. */
type QuotedLine = Readonly<{
  code: string;
  name: string;
  seatCount: number;
  /** Of one seat and a whole cycle; not rounded. */
  unitPricePerCycle: string;
  cycle: Readonly<{ startsOn: string }>;
  billedDays: number;
  cycleDays: number;
  /** The line is counted in months instead of days. */
  months?: Readonly<{ billed: number; cycle: number }> | undefined;
  net: string;
}>;

/** The sum that is paid (or refunded) at one time. */
type QuotedColumn = Readonly<{ lines: readonly QuotedLine[]; net: string; tax: string; gross: string }>;

/** The money of a quote, as operations give it. */
export type QuotedMoney = Readonly<{
  currency: string;
  columns: Readonly<{
    today: QuotedColumn;
    /** `on` is null when there is no next charge. */
    nextCharge: QuotedColumn & Readonly<{ on: string | null }>;
    untilTermEnd: QuotedColumn;
  }>;
  /**
   * The instant until which the change can be undone, and the net refund now and in each later period; null when it is
   * final at once.
   */
  undo: Readonly<{
    until: string;
    refund: string;
    periods: readonly Readonly<{ until: string; refund: string }>[];
  }> | null;
  commitment: Readonly<{ endsBefore: string }> | null;
}>;

type LineLabel = (line: QuotedLine) => string;

type ConsequencesProps = {
  quote: QuotedMoney;
  changes: readonly Change[];
  /** The label of a line of the columns. */
  lineLabel: LineLabel;
  /** The change commits to the charges until the end of the term, once it cannot be undone. */
  isCommitting: boolean;
  /** Further effects: scheduled changes deleted, people who lose a licence (named), a renewal choice reset. */
  sideEffects?: readonly ReactNode[];
  /** Payment method, own reference, and the one button that names the act and the money. */
  children: ReactNode;
};

/**
 * The panel before every confirmation: the changes, their cost, the time until which they can be undone, other
 * effects.
 */
export function Consequences({
  quote,
  changes,
  lineLabel,
  isCommitting,
  sideEffects = [],
  children,
}: ConsequencesProps) {
  const t = useT();
  return (
    <div className={css.panel}>
      <Part title={t('ui.consequences.changes')}>
        <ChangeList changes={changes} />
      </Part>

      <Part title={t('ui.consequences.cost')}>
        <CostColumns quote={quote} lineLabel={lineLabel} />
      </Part>

      <Part title={t('ui.consequences.final')}>
        <FinalSentence quote={quote} isCommitting={isCommitting} />
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

/** The same panel when the change is not possible: the reason, since when, and the alternative with its button. */
export function NotPossible({
  title,
  reason,
  alternative,
  action,
}: {
  title: string;
  reason: ReactNode;
  alternative?: ReactNode;
  action?: ReactNode;
}) {
  const t = useT();
  return (
    <div className={css.panel}>
      <Notice meaning="attention" title={title}>
        {reason}
      </Notice>
      {alternative === undefined && action === undefined ? null : (
        <Part title={t('ui.consequences.instead')}>
          {alternative === undefined ? null : <p>{alternative}</p>}
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

/** The three sums of a quote: today, at the next charge, until the end of the term. */
function CostColumns({ quote, lineLabel }: { quote: QuotedMoney; lineLabel: LineLabel }) {
  const t = useT();
  const { today, nextCharge, untilTermEnd } = quote.columns;
  const columns = [
    { title: t('ui.consequences.today'), column: today, on: null },
    { title: t('ui.consequences.nextInvoice'), column: nextCharge, on: nextCharge.on },
    { title: t('ui.consequences.untilTermEnd'), column: untilTermEnd, on: null },
  ];
  return (
    <div className={css.costs}>
      {columns.map(({ title, column, on }) => (
        <div key={title} className={css.cost}>
          <h4>{title}</h4>
          {on === null ? null : (
            <div className={css.on}>
              <DateText on={on} relative={false} />
            </div>
          )}
          <Sum column={column} currency={quote.currency} />
          <Lines lines={column.lines} currency={quote.currency} lineLabel={lineLabel} />
        </div>
      ))}
    </div>
  );
}

function Sum({ column: { net, tax, gross }, currency }: { column: QuotedColumn; currency: string }) {
  const t = useT();
  return (
    <>
      <div className={css.gross}>
        <Money value={{ amount: gross, currency }} />
      </div>
      <dl className={css.sum}>
        <dt>{t('ui.consequences.net')}</dt>
        <dd>
          <Money value={{ amount: net, currency }} />
        </dd>
        <dt>{t('ui.consequences.tax')}</dt>
        <dd>
          <Money value={{ amount: tax, currency }} />
        </dd>
      </dl>
    </>
  );
}

function Lines({
  lines,
  currency,
  lineLabel,
}: {
  lines: readonly QuotedLine[];
  currency: string;
  lineLabel: LineLabel;
}) {
  const t = useT();
  const locale = useLocale();
  if (lines.length === 0) return <p className={css.nothing}>{t('ui.consequences.nothing')}</p>;
  return (
    <details className={css.lines}>
      <summary>{t('ui.consequences.lines', { count: lines.length })}</summary>
      <ul>
        {lines.map((line, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one quote are never reordered
          <li key={position}>
            <span className={css.lineHead}>
              <span>{lineLabel(line)}</span>
              <Money value={{ amount: line.net, currency }} />
            </span>
            <span className={css.formula}>
              {t(line.months ? 'ui.consequences.formulaMonths' : 'ui.consequences.formula', {
                price: formatUnitPrice({ amount: line.unitPricePerCycle, currency }, locale),
                billedDays: line.months?.billed ?? line.billedDays,
                cycleDays: line.months?.cycle ?? line.cycleDays,
                seatCount: line.seatCount,
              })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function FinalSentence({ quote, isCommitting }: { quote: QuotedMoney; isCommitting: boolean }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone, nowIso } = useViewer();
  const { undo, commitment, currency } = quote;
  const committed =
    isCommitting && commitment !== null
      ? formatUntilDate(lastDayOf({ startsOn: commitment.endsBefore, endsBefore: commitment.endsBefore }), locale)
      : undefined;
  const remaining = undo === null ? undefined : formatRemaining(undo.until, nowIso, locale);
  if (undo === null || remaining === undefined) {
    if (committed === undefined) return <p>{t('ui.consequences.finalAtOnce')}</p>;
    return <p>{t('ui.consequences.finalAtOncePaid', { committed })}</p>;
  }
  const until = formatUntilInstant(undo.until, timeZone, locale);
  if (!/[1-9]/.test(undo.refund)) {
    // Nothing was paid, so nothing is refunded: the choice can be changed.
    if (committed === undefined) return <p>{t('ui.consequences.chooseAgain', { until, remaining })}</p>;
    return <p>{t('ui.consequences.chooseAgainThenPaid', { until, remaining, committed })}</p>;
  }
  const facts = { until, remaining, refund: formatMoney({ amount: undo.refund, currency }, locale) };
  return (
    <>
      <p>
        {committed === undefined
          ? t('ui.consequences.undo', facts)
          : t('ui.consequences.undoThenPaid', { ...facts, committed })}
      </p>
      <LaterRefunds undo={undo} currency={currency} />
    </>
  );
}

/** The refund of each later period, where it is not the same until the window closes. */
function LaterRefunds({ undo, currency }: { undo: NonNullable<QuotedMoney['undo']>; currency: string }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const [first, ...later] = undo.periods;
  if (first === undefined || later.length === 0) return null;
  return (
    <>
      <p>{t('ui.consequences.refundFalls', { until: formatUntilInstant(first.until, timeZone, locale) })}</p>
      <ul>
        {later.map(({ until, refund }) => (
          <li key={until}>
            {t('ui.consequences.refundLater', {
              until: formatUntilInstant(until, timeZone, locale),
              refund: formatMoney({ amount: refund, currency }, locale),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}
