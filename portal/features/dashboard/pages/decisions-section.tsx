import { Form } from 'react-router';
import type { z } from 'zod';
import { useDeadlineTexts } from '#features/deadlines/deadlines-ui.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DeadlineRow } from '#ui/deadline-row.tsx';
import { formatMoney, formatOnDate, formatUntilDate, type MoneyValue } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { RowList } from '#ui/row-list.tsx';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useMay } from '#ui/viewer.tsx';
import type { getDecisions } from '../decisions/get-decisions.ts';
import css from './decisions-section.module.css';

type Answer = z.output<(typeof getDecisions)['output']>;
/** A decision with the days until which it can be postponed, ISO. */
export type ShownDecision = Answer['decisions'][number] & Readonly<{ days: readonly string[] }>;

type DecisionsProps = Readonly<{
  decisions: readonly ShownDecision[];
  total: number;
  postponed: readonly ShownDecision[];
  postponedRefund: MoneyValue | null;
}>;

/** What is to be decided, each row with its answers; what the reader has postponed is folded below. */
export function DecisionsSection({ decisions, total, postponed, postponedRefund }: DecisionsProps) {
  const t = useT();
  return (
    <Section
      title={t('dashboard.decisions')}
      frame="plain"
      {...(total > decisions.length && {
        actions: <ButtonLink to={paths.deadlines()}>{t('dashboard.allDecisions', { count: total })}</ButtonLink>,
      })}
    >
      {decisions.length === 0 ? (
        <NothingToDecide postponedCount={postponed.length} refund={postponedRefund} />
      ) : (
        <RowList label={t('dashboard.decisions')}>
          {decisions.map((decision) => (
            <DecisionRow key={decision.key} decision={decision} />
          ))}
        </RowList>
      )}
      {postponed.length === 0 ? null : (
        <details className={css.postponed}>
          <summary>{t('dashboard.postponed', { count: postponed.length })}</summary>
          <RowList label={t('dashboard.postponedList')}>
            {postponed.map((decision) => (
              <DecisionRow key={decision.key} decision={decision} />
            ))}
          </RowList>
        </details>
      )}
    </Section>
  );
}

/** Never said without the money that can still be had back. */
function NothingToDecide({ postponedCount, refund }: { postponedCount: number; refund: MoneyValue | null }) {
  const t = useT();
  const locale = useLocale();
  if (postponedCount === 0)
    return (
      <Notice meaning="good" title={t('dashboard.decisionsEmpty')}>
        {t('dashboard.decisionsEmptyText')}
      </Notice>
    );
  return (
    <Notice meaning="information" title={t('dashboard.onlyPostponed', { count: postponedCount })}>
      {refund === null ? null : t('dashboard.onlyPostponedRefund', { amount: formatMoney(refund, locale) })}
    </Notice>
  );
}

function DecisionRow({ decision }: { decision: ShownDecision }) {
  const t = useT();
  const { title, consequence } = useDecisionTexts();
  const { kind, on, refund, cost, subscriptionId, link } = decision;
  const amount = refund ?? cost;
  return (
    <DeadlineRow
      title={title(decision)}
      to={subscriptionId === null ? link : paths.subscription(subscriptionId)}
      consequence={consequence(decision)}
      {...(on !== null && { on })}
      {...(amount !== null && {
        cost: amount,
        note: t(`dashboard.amount.${refund === null ? amountOf(kind) : 'refund'}`),
      })}
      action={
        <>
          <Answers decision={decision} />
          <Postpone decision={decision} title={title(decision)} />
        </>
      }
    />
  );
}

/** What the cost of a decision is. */
function amountOf(kind: ShownDecision['kind']) {
  switch (kind) {
    case 'windowCloses':
    case 'seatsReturnable':
      return 'saved';
    case 'extends':
    case 'extendsByChoice':
      return 'firstMonth';
    case 'unusedLicences':
      return 'perMonth';
    case 'payments':
    case 'invoiceDue':
      return 'toPay';
    default:
      return 'nextTerm';
  }
}

/** The sentences of a decision: those of its deadline, or its own. */
function useDecisionTexts() {
  const t = useT();
  const deadlines = useDeadlineTexts();
  return {
    title: ({ kind, name, count }: ShownDecision) =>
      isOwn(kind)
        ? t(`dashboard.decision.${kind}.title`, { name, count })
        : deadlines.title({ kind, name, seatCount: count }),
    consequence: ({ kind, name, count, at }: ShownDecision) =>
      isOwn(kind)
        ? t(`dashboard.decision.${kind}.text`, { name, count })
        : deadlines.consequence({ kind, seatCount: count, at: at ?? '' }),
  };
}

type OwnKind = 'payments' | 'unusedLicences' | 'peopleWaiting';
function isOwn(kind: ShownDecision['kind']): kind is OwnKind {
  return kind === 'payments' || kind === 'unusedLicences' || kind === 'peopleWaiting';
}

/** The answers that the reader may give: each leads to its preview, where nothing is ordered yet. */
function Answers({ decision: { kind, count, subscriptionId, link } }: { decision: ShownDecision }) {
  const t = useT();
  const may = useMay();
  const mayChange = subscriptionId !== null && may('subscriptions.manage');
  const look = isOwn(kind) ? t(`dashboard.decision.${kind}.answer`, { count }) : t(`deadlines.decide.${kind}`);
  switch (kind) {
    case 'windowCloses':
      if (!mayChange) return <ButtonLink to={link}>{look}</ButtonLink>;
      return (
        <>
          <ButtonLink to={paths.cancelSubscription(subscriptionId)}>{t('dashboard.answer.cancel')}</ButtonLink>
          <ButtonLink to={paths.changeSeats(subscriptionId)}>{t('dashboard.answer.reduce')}</ButtonLink>
        </>
      );
    default:
      return <ButtonLink to={link}>{look}</ButtonLink>;
  }
}

/** "Non ora" until a day; of a postponed decision, its return. What ends today cannot wait. */
function Postpone({ decision: { key, days, postponedUntil }, title }: { decision: ShownDecision; title: string }) {
  const t = useT();
  const locale = useLocale();
  if (postponedUntil !== null)
    return (
      <Form method="post" className={css.form}>
        <input type="hidden" name="key" value={key} />
        <span className={css.until}>{t('dashboard.postponedUntil', { on: formatOnDate(postponedUntil, locale) })}</span>
        <SubmitButton appearance="quiet" name="intent" value="resume">
          {t('dashboard.resume')}
        </SubmitButton>
      </Form>
    );
  if (days.length === 0) return null;
  return (
    <details className={css.later}>
      <summary>{t('dashboard.notNow')}</summary>
      <Form method="post" className={css.form}>
        <input type="hidden" name="key" value={key} />
        <select name="until" className={css.select} aria-label={t('dashboard.postponeUntil', { title })}>
          {days.map((day) => (
            <option key={day} value={day}>
              {formatUntilDate(day, locale)}
            </option>
          ))}
        </select>
        <SubmitButton appearance="secondary" name="intent" value="postpone">
          {t('dashboard.postpone')}
        </SubmitButton>
      </Form>
    </details>
  );
}
