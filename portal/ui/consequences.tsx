import { type ReactNode, useId } from 'react';
import css from './consequences.module.css';
import { DateText } from './date-text.tsx';
import {
  formatMoney,
  formatRemaining,
  formatUnitPrice,
  formatUntilDate,
  formatUntilInstant,
  type MoneyValue,
} from './format.ts';
import { useLocale, useT } from './i18n.ts';
import { Icon } from './icon.tsx';
import { Money } from './money.tsx';
import { Notice } from './notice.tsx';
import { useViewer } from './viewer.tsx';

/** One thing that becomes another: seats, price, a date. */
export type Change = Readonly<{ what: string; before: ReactNode; after: ReactNode }>;

/** One line of a sum: price × part of the cycle × seats. Negative money is a refund. */
export type CostLine = Readonly<{
  label: string;
  seatCount: number;
  /** For one seat and a whole cycle; not rounded. */
  unitPrice: MoneyValue;
  billedDays: number;
  cycleDays: number;
  net: MoneyValue;
}>;

/** The money that is paid (or refunded) at one moment. */
export type Cost = Readonly<{
  /** The calendar date, ISO, where the column's title does not say it. */
  on?: string;
  lines: readonly CostLine[];
  net: MoneyValue;
  tax: MoneyValue;
  gross: MoneyValue;
}>;

/** The end of the time to undo the change, and the refund; `never` when it is final at once. */
export type Undo = Readonly<{ untilIso: string; refund: MoneyValue }> | 'never';

type ConsequencesProps = {
  changes: readonly Change[];
  today: Cost;
  nextInvoice: Cost;
  untilTermEnd: Cost;
  undo: Undo;
  /** The last day that is paid for once nothing can be undone, ISO calendar date; absent when nothing is committed. */
  committedUntil?: string;
  /** Other effects: scheduled changes deleted, people who lose a licence (named), a renewal choice reset. */
  sideEffects?: readonly ReactNode[];
  /** Payment method, own reference, and the one button that names the action and the money. */
  children: ReactNode;
};

/** The panel before every confirmation: changes, costs, the time to undo them, other effects. */
export function Consequences(props: ConsequencesProps) {
  const { changes, today, nextInvoice, untilTermEnd, sideEffects = [], children } = props;
  const t = useT();
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
          <CostColumn title={t('ui.consequences.today')} cost={today} />
          <CostColumn title={t('ui.consequences.nextInvoice')} cost={nextInvoice} />
          <CostColumn title={t('ui.consequences.untilTermEnd')} cost={untilTermEnd} />
        </div>
      </Part>

      <Part title={t('ui.consequences.final')}>
        <FinalSentence undo={props.undo} committedUntil={props.committedUntil} />
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

function CostColumn({ title, cost }: { title: string; cost: Cost }) {
  const t = useT();
  const locale = useLocale();
  return (
    <div className={css.cost}>
      <h4>{title}</h4>
      {cost.on === undefined ? null : (
        <div className={css.on}>
          <DateText on={cost.on} relative={false} />
        </div>
      )}
      <div className={css.gross}>
        <Money value={cost.gross} />
      </div>
      <dl className={css.sum}>
        <dt>{t('ui.consequences.net')}</dt>
        <dd>
          <Money value={cost.net} />
        </dd>
        <dt>{t('ui.consequences.tax')}</dt>
        <dd>
          <Money value={cost.tax} />
        </dd>
      </dl>
      {cost.lines.length === 0 ? (
        <p className={css.nothing}>{t('ui.consequences.nothing')}</p>
      ) : (
        <details className={css.lines}>
          <summary>{t('ui.consequences.lines', { count: cost.lines.length })}</summary>
          <ul>
            {cost.lines.map((line, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one quote are never reordered
              <li key={position}>
                <span className={css.lineHead}>
                  <span>{line.label}</span>
                  <Money value={line.net} />
                </span>
                <span className={css.formula}>
                  {t('ui.consequences.formula', {
                    price: formatUnitPrice(line.unitPrice, locale),
                    billedDays: line.billedDays,
                    cycleDays: line.cycleDays,
                    seatCount: line.seatCount,
                  })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function FinalSentence({ undo, committedUntil }: { undo: Undo; committedUntil: string | undefined }) {
  const t = useT();
  const locale = useLocale();
  const { timeZone, nowIso } = useViewer();
  const committed = committedUntil === undefined ? undefined : formatUntilDate(committedUntil, locale);
  const remaining = undo === 'never' ? undefined : formatRemaining(undo.untilIso, nowIso, locale);
  if (undo === 'never' || remaining === undefined) {
    if (committed === undefined) return <p>{t('ui.consequences.finalAtOnce')}</p>;
    return <p>{t('ui.consequences.finalAtOncePaid', { committed })}</p>;
  }
  const until = formatUntilInstant(undo.untilIso, timeZone, locale);
  if (!/[1-9]/.test(undo.refund.amount)) {
    // Without a payment there is no refund: the choice can be made again.
    if (committed === undefined) return <p>{t('ui.consequences.chooseAgain', { until, remaining })}</p>;
    return <p>{t('ui.consequences.chooseAgainThenPaid', { until, remaining, committed })}</p>;
  }
  const facts = { until, remaining, refund: formatMoney(undo.refund, locale) };
  if (committed === undefined) return <p>{t('ui.consequences.undo', facts)}</p>;
  return <p>{t('ui.consequences.undoThenPaid', { ...facts, committed })}</p>;
}
