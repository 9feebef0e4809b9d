import { data, Form, redirect } from 'react-router';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { InstantText } from '#platform/wire.ts';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatInstant } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useLivePage } from '#ui/use-live-page.ts';
import { useViewer } from '#ui/viewer.tsx';
import { listActivity } from '../list-activity.ts';
import { moveClock } from '../move-clock.ts';
import type { Route } from './+types/clock-page.ts';
import css from './provider-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    if (caller.site.mode !== 'demo') throw data(null, { status: 404 });
    const since = InstantText.safeParse(new URL(args.request.url).searchParams.get('since'));
    // Read before a move too: only who may read it may see the page.
    const activity = await caller.call(listActivity, { since: since.success ? since.data : caller.site.now });
    return { now: caller.site.now, activity: since.success ? activity : null };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const moved = await caller.call(
      moveClock,
      form.has('hours') ? { hours: numberIn(form, 'hours') } : { toDate: String(form.get('toDate') ?? '') },
    );
    return redirect(`${paths.providerClock()}?since=${encodeURIComponent(moved.now)}`);
  });

const STEPS = [
  { hours: 1, key: 'hour' },
  { hours: 24, key: 'day' },
  { hours: 7 * 24, key: 'week' },
  { hours: 30 * 24, key: 'month' },
] as const;
/** Workers find due events within seconds; the page shows them as they come. */
const REFRESH_MS = 3_000;

/** The time of the demo, and the activity that follows from moving it. */
export default function ClockPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const { now, activity } = loaderData;
  const refused = useRefusedForm(actionData);
  useLivePage(activity !== null, REFRESH_MS);
  return (
    <>
      <PageHeader
        title={t('provider.clock.title')}
        facts={[t('provider.clock.now', { now: formatInstant(now, timeZone, locale) })]}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        <Section title={t('provider.clock.move')} intro={t('provider.clock.intro')}>
          <Form method="post" className={css.buttons}>
            {STEPS.map(({ hours, key }) => (
              <SubmitButton key={key} name="hours" value={String(hours)} appearance="secondary">
                {t(`provider.clock.step.${key}`)}
              </SubmitButton>
            ))}
          </Form>
          <Form method="post" className={css.form}>
            <TextField
              name="toDate"
              type="date"
              label={t('provider.clock.toDate')}
              description={t('provider.clock.toDateHelp')}
              defaultValue={refused.typed('toDate')}
              error={refused.errorOf('toDate')}
            />
            <div>
              <SubmitButton appearance="secondary">{t('provider.clock.go')}</SubmitButton>
            </div>
          </Form>
        </Section>
        {activity === null ? null : <Activity activity={activity} />}
      </div>
    </>
  );
}

function Activity({ activity }: { activity: NonNullable<Route.ComponentProps['loaderData']['activity']> }) {
  const t = useT();
  return (
    <>
      <Section title={t('provider.clock.activity')} intro={t('provider.clock.activityIntro')} frame="plain">
        <DataTable
          caption={t('provider.clock.activity')}
          rows={activity.records}
          rowKey={(row) => row.id}
          empty={<EmptyState icon="clock" title={t('provider.clock.nothing')} />}
          columns={[
            { key: 'event', header: t('provider.customer.event'), cell: (row) => row.text },
            { key: 'customer', header: t('provider.orders.customer'), cell: (row) => row.accountName ?? '' },
            {
              key: 'when',
              header: t('provider.customer.when'),
              phone: 'end',
              cell: (row) => <DateText at={row.createdAt} withTime relative={false} />,
            },
          ]}
        />
      </Section>
      <Section title={t('provider.clock.mails')} frame="plain">
        <DataTable
          caption={t('provider.clock.mails')}
          rows={activity.mails}
          rowKey={(row) => row.id}
          empty={<EmptyState icon="mail" title={t('provider.clock.noMails')} />}
          columns={[
            {
              key: 'subject',
              header: t('provider.mail.subject'),
              cell: (row) => <a href={paths.providerMail(row.id)}>{row.subject}</a>,
            },
            { key: 'recipient', header: t('provider.mail.recipient'), cell: (row) => row.recipient },
            { key: 'customer', header: t('provider.orders.customer'), cell: (row) => row.accountName },
          ]}
        />
      </Section>
    </>
  );
}
