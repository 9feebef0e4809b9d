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
import { listHappenings } from '../list-happenings.ts';
import { moveClock } from '../move-clock.ts';
import type { Route } from './+types/clock-page.ts';
import css from './provider-page.module.css';
import { useProviderWords } from './words.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    if (caller.site.mode !== 'demo') throw data(null, { status: 404 });
    const since = InstantText.safeParse(new URL(args.request.url).searchParams.get('since'));
    return {
      now: caller.site.now,
      happened: since.success ? await caller.call(listHappenings, { since: since.data }) : null,
    };
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
/** Workers find what became due within some seconds; the page shows it as it comes. */
const LOOK_AGAIN_MS = 3_000;

/** The time of the demo, and what follows from moving it. */
export default function ClockPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { timeZone } = useViewer();
  const { now, happened } = loaderData;
  const refused = useRefusedForm(actionData);
  useLivePage(happened !== null, LOOK_AGAIN_MS);
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
              <SubmitButton key={key} name="hours" value={String(hours)} variant="secondary">
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
              <SubmitButton variant="secondary">{t('provider.clock.go')}</SubmitButton>
            </div>
          </Form>
        </Section>
        {happened === null ? null : <Happened happened={happened} />}
      </div>
    </>
  );
}

function Happened({ happened }: { happened: NonNullable<Route.ComponentProps['loaderData']['happened']> }) {
  const t = useT();
  const words = useProviderWords();
  return (
    <>
      <Section title={t('provider.clock.happened')} intro={t('provider.clock.happenedIntro')} frame="plain">
        <DataTable
          caption={t('provider.clock.happened')}
          rows={happened.records}
          rowKey={(row) => row.id}
          empty={<EmptyState icon="clock" title={t('provider.clock.nothing')} />}
          columns={[
            { key: 'event', header: t('provider.customer.event'), cell: (row) => words.event(row) },
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
          rows={happened.mails}
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
