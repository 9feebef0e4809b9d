import { Form } from 'react-router';
import type { z } from 'zod';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { NumberField } from '#ui/number-field.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useViewer } from '#ui/viewer.tsx';
import type { NextTerm } from '../change/ordered-change.ts';
import type { getNextTerm } from '../term-end/get-next-term.ts';
import css from './change-page.module.css';
import { useSubscriptionLabels } from './labels.ts';

type Shown = z.output<(typeof getNextTerm)['output']>;

/** Renews with other licences, another product or another plan; and takes back what is scheduled. */
export function NextTermForm({
  subscriptionId,
  nextTerm: { planned, scheduled, offers },
  typed,
  seats,
  refused,
}: {
  subscriptionId: string;
  nextTerm: Shown;
  /** The next term of the preview that the page shows. */
  typed: NextTerm | undefined;
  /** A number of licences that was typed on another page. */
  seats: string | null;
  /** Undefined unless this form was refused. */
  refused: RefusedForm | undefined;
}) {
  const t = useT();
  const labels = useSubscriptionLabels();
  if (planned === null || offers.length === 0) return null;
  const shown = typed ?? planned;
  return (
    <>
      {scheduled === null ? null : <Scheduled planned={planned} scheduled={scheduled} />}
      <Section title={t('subscriptions.nextTerm.title')} intro={t('subscriptions.nextTerm.intro')}>
        <Form method="post" className={css.form} noValidate key={subscriptionId}>
          <FormErrors errors={refused?.errors ?? []} />
          <input type="hidden" name="intent" value="nextTerm" />
          <SelectField
            name="offerId"
            label={t('subscriptions.nextTerm.product')}
            defaultValue={refused?.typed('offerId') ?? shown.offerId ?? undefined}
            error={refused?.errorOf('next.offerId')}
            options={offers.map(({ offerId, title }) => ({ value: offerId, label: title }))}
          />
          <SelectField
            name="plan"
            label={t('subscriptions.nextTerm.plan')}
            defaultValue={refused?.typed('plan') ?? `${shown.termDuration}|${shown.billingCycle}`}
            options={PLANS.map(([termDuration, billingCycle]) => ({
              value: `${termDuration}|${billingCycle}`,
              label: labels.plan(termDuration, billingCycle),
            }))}
          />
          <NumberField
            name="seatCount"
            label={t('subscriptions.nextTerm.seats')}
            defaultValue={refused?.typed('seatCount') ?? typed?.seatCount ?? seats ?? shown.seatCount}
            error={refused?.errorOf('seatCount')}
            min={1}
          />
          <div className={css.buttons}>
            <SubmitButton appearance="secondary">{t('subscriptions.nextTerm.preview')}</SubmitButton>
          </div>
        </Form>
      </Section>
    </>
  );
}

/** The next term that is scheduled, who did it, and the button that takes it back. */
function Scheduled({
  planned,
  scheduled,
}: {
  planned: NonNullable<Shown['planned']>;
  scheduled: NonNullable<Shown['scheduled']>;
}) {
  const t = useT();
  const locale = useLocale();
  const labels = useSubscriptionLabels();
  const { timeZone } = useViewer();
  const { title, seatCount, termDuration, billingCycle } = planned;
  return (
    <Section title={t('subscriptions.nextTerm.scheduledTitle')}>
      <p>
        {t('subscriptions.nextTerm.scheduled', {
          seatCount,
          product: title,
          plan: labels.plan(termDuration, billingCycle),
        })}
      </p>
      <p>
        {scheduled.personName === null || scheduled.at === null
          ? t('subscriptions.nextTerm.scheduledElsewhere')
          : t('subscriptions.nextTerm.scheduledBy', {
              name: scheduled.personName,
              at: formatInstant(scheduled.at, timeZone, locale),
            })}
      </p>
      <Form method="post" className={css.buttons}>
        <SubmitButton appearance="secondary" name="intent" value="withdraw">
          {t('subscriptions.nextTerm.withdraw')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

const PLANS = [
  ['P1M', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
  ['P3Y', 'monthly'],
  ['P3Y', 'annual'],
  ['P3Y', 'triennial'],
] as const;
