import type { ReactNode } from 'react';
import type { z } from 'zod';
import { formatOnDate, formatUntilDate, formatUntilInstant, lastDayOf } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { RowList } from '#ui/row-list.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { useViewer } from '#ui/viewer.tsx';
import type { RenewalOutcome } from '../change/ordered-change.ts';
import type { getEndOfTerm } from '../term-end/get-end-of-term.ts';
import { RenewalButton } from './alternative-action.tsx';
import css from './end-of-term-choices.module.css';
import { useSubscriptionLabels } from './labels.ts';

type EndOfTerm = z.output<(typeof getEndOfTerm)['output']>;
type Choice = EndOfTerm['choices'][number];

/** The choices for the end of the term, each with its price, the planned one marked; nothing where nothing follows. */
export function EndOfTermChoices({
  endOfTerm,
  subscriptionId,
  quoted,
  actions,
}: {
  endOfTerm: EndOfTerm;
  /** With it, each choice that can be made has its button. */
  subscriptionId?: string;
  /** The choice whose preview the page shows already. */
  quoted?: string | undefined;
  /** Beside the title. */
  actions?: ReactNode;
}) {
  const t = useT();
  const locale = useLocale();
  const { choices, isTrial, endsBefore } = endOfTerm;
  if (choices.length === 0) return null;
  const nameOf = ({ outcome }: Choice) =>
    outcome === 'extendsMonthly'
      ? t('subscriptions.choice.extendsMonthly')
      : t(`subscriptions.choice.${outcome}`, { isTrial: String(isTrial) });
  const title = t('subscriptions.endOfTerm.title', { onOn: formatOnDate(endsBefore, locale) });
  return (
    <Section title={title} intro={t('subscriptions.endOfTerm.intro')} frame="plain" actions={actions}>
      <RowList label={title}>
        {choices.map((choice) => (
          <li key={choice.outcome} className={css.choice}>
            <div className={css.description}>
              <div className={css.heading}>
                <strong>{nameOf(choice)}</strong>
                {choice.isPlanned ? <Status meaning="information">{t('subscriptions.choice.planned')}</Status> : null}
              </div>
              <Description choice={choice} endOfTerm={endOfTerm} />
            </div>
            <Price choice={choice} />
            {subscriptionId !== undefined && choice.canChoose && choice.outcome !== quoted ? (
              <div className={css.action}>
                <RenewalButton
                  subscriptionId={subscriptionId}
                  outcome={choice.outcome}
                  label={t(ACTION_LABELS[choice.outcome])}
                />
              </div>
            ) : null}
          </li>
        ))}
      </RowList>
    </Section>
  );
}

/** The labels of the buttons that lead to the preview of a choice. */
export const ACTION_LABELS = {
  renews: 'subscriptions.action.renewalOn',
  ends: 'subscriptions.action.renewalOff',
  extendsMonthly: 'subscriptions.action.extendMonthly',
} as const satisfies Record<RenewalOutcome, string>;

function Description({ choice, endOfTerm }: { choice: Choice; endOfTerm: EndOfTerm }) {
  const t = useT();
  const locale = useLocale();
  const labels = useSubscriptionLabels();
  const { timeZone } = useViewer();
  const { offer, end, outcome } = choice;
  if (end !== null) {
    const until = formatUntilDate(
      lastDayOf({ startsOn: endOfTerm.endsBefore, endsBefore: endOfTerm.endsBefore }),
      locale,
    );
    return (
      <p className={css.text}>
        {t('subscriptions.choice.endsText', { until })}
        {end.dataDeletedAt === null
          ? null
          : ` ${t('subscriptions.choice.dataKept', { until: formatUntilInstant(end.dataDeletedAt, timeZone, locale) })}`}
      </p>
    );
  }
  if (offer === null) {
    return <p className={css.text}>{t('subscriptions.choice.priceUnknown', { isTrial: String(endOfTerm.isTrial) })}</p>;
  }
  const { seatCount, unitPricePerCycle, termDuration, billingCycle } = offer;
  return (
    <p className={css.text}>
      {t('subscriptions.batch.line', { seatCount })},{' '}
      {outcome === 'extendsMonthly' ? t('subscriptions.choice.monthly') : labels.plan(termDuration, billingCycle)}:{' '}
      <Money
        value={unitPricePerCycle}
        isUnitPrice
        per={t('subscriptions.choice.perLicence', { cycle: billingCycle })}
      />
      {outcome === 'extendsMonthly' ? `; ${t('subscriptions.choice.anyDay')}` : null}
    </p>
  );
}

function Price({ choice: { offer, outcome } }: { choice: Choice }) {
  const t = useT();
  const locale = useLocale();
  if (offer === null) return null;
  const { commitment, firstCharge } = offer;
  const isInOne = commitment.net.amount === firstCharge.net.amount;
  return (
    <div className={css.price}>
      <strong>
        <Money value={commitment.net} basis="net" />
      </strong>
      <span className={css.text}>
        {outcome === 'extendsMonthly'
          ? t('subscriptions.choice.eachMonth')
          : t('subscriptions.choice.inAll', { until: formatUntilDate(commitment.endsOn, locale) })}
      </span>
      {isInOne ? null : (
        <span className={css.text}>
          {t('subscriptions.choice.first')} <Money value={firstCharge.net} basis="net" />
        </span>
      )}
    </div>
  );
}
