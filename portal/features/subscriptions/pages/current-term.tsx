import type { z } from 'zod';
import { DateText } from '#ui/date-text.tsx';
import { formatMoney, formatRemaining, formatUntilInstant, lastDayOf } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { RowList } from '#ui/row-list.tsx';
import { Section } from '#ui/section.tsx';
import { TimeLine } from '#ui/time-line.tsx';
import { useViewer } from '#ui/viewer.tsx';
import type { SubscriptionDetails } from '../subscription-details.ts';
import css from './subscription-page.module.css';

type Shown = z.output<typeof SubscriptionDetails>;

/** The present term to scale, with the dates in it. */
export function CurrentTerm({ shown }: { shown: Shown }) {
  const t = useT();
  const { term, cancellationAllowedUntil: until, nextCharge, batches, actions } = shown;
  const laterBatches = (batches ?? []).filter((batch) => batch.refundableUntil !== until);
  return (
    <Section title={t('subscriptions.timeLine.title')}>
      <TimeLine
        from={term.startsOn}
        to={lastDayOf(term)}
        label={t('subscriptions.timeLine.label')}
        marks={[
          { on: term.startsOn, label: t('subscriptions.timeLine.start') },
          ...(until === null || !actions.cancelNow.allowed
            ? []
            : [{ on: dayOf(until), label: t('subscriptions.timeLine.cancelUntil'), meaning: 'attention' as const }]),
          ...laterBatches.map((batch) => ({
            on: dayOf(batch.refundableUntil),
            label: t('subscriptions.timeLine.seatsUntil', { seatCount: batch.seatCount }),
            meaning: 'attention' as const,
          })),
          ...(nextCharge === null
            ? []
            : [{ on: nextCharge.on, label: t('subscriptions.timeLine.nextCharge'), meaning: 'information' as const }]),
          { on: lastDayOf(term), label: t('subscriptions.timeLine.end') },
        ]}
      />
    </Section>
  );
}

/** The licences that can still be returned, by batch, with their refunds. */
export function Batches({ batches }: Pick<Shown, 'batches'>) {
  const t = useT();
  const locale = useLocale();
  const { timeZone, nowIso } = useViewer();
  if (batches === null || batches.length === 0) {
    return (
      <Section title={t('subscriptions.batches.title')}>
        <p>{t(batches === null ? 'subscriptions.batches.unknown' : 'subscriptions.batches.none')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('subscriptions.batches.title')} frame="plain">
      <RowList label={t('subscriptions.batches.title')}>
        {batches.map((batch) => (
          <li key={batch.refundableUntil} className={`${css.row} ${css.columns}`}>
            <strong>{t('subscriptions.batch.line', { seatCount: batch.seatCount })}</strong>
            <span>{formatUntilInstant(batch.refundableUntil, timeZone, locale)}</span>
            <span className={css.soft}>
              {t('subscriptions.batch.remaining', {
                remaining: formatRemaining(batch.refundableUntil, nowIso, locale) ?? '',
              })}
            </span>
            <Refunds refunds={batch.refunds} />
          </li>
        ))}
      </RowList>
    </Section>
  );
}

/** The refund if all licences of a batch are returned today; the later days can be unfolded. */
function Refunds({ refunds }: { refunds: NonNullable<Shown['batches']>[number]['refunds'] }) {
  const t = useT();
  const locale = useLocale();
  const [today, ...later] = refunds;
  if (today === undefined) return null;
  const amount = formatMoney(today.net, locale);
  if (later.length === 0) return <p className={css.refunds}>{t('subscriptions.batch.refundToday', { amount })}</p>;
  return (
    <details className={css.refunds}>
      <summary>{t('subscriptions.batch.refundFalling', { amount })}</summary>
      <dl className={css.days}>
        {refunds.map(({ on, net }) => (
          <div key={on}>
            <dt>
              <DateText on={on} />
            </dt>
            <dd>
              <Money value={net} basis="net" />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function dayOf(instantIso: string): string {
  return instantIso.slice(0, 10);
}
