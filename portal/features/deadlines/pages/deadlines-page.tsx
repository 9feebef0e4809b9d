import { Form, Link, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { createCalendar } from '../calendar/create-calendar.ts';
import { getCalendar } from '../calendar/get-calendar.ts';
import { revokeCalendar } from '../calendar/revoke-calendar.ts';
import { DEADLINE_GROUPS, REMINDER_DAYS } from '../choices.ts';
import { getReminders } from '../get-reminders.ts';
import { listDeadlines } from '../list-deadlines.ts';
import { setReminders } from '../set-reminders.ts';
import type { Route } from './+types/deadlines-page.ts';
import { useDeadlineTexts } from './deadline-item.tsx';
import css from './deadlines-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const query = readTableQuery(search, { sortKeys: ['urgency'], filterNames: ['about'] });
    const chosen = query.filters.about ?? [];
    const groups = DEADLINE_GROUPS.filter((group) => chosen.includes(group));
    const { page, pageSize } = query;
    return {
      query,
      deadlines: await caller.call(listDeadlines, { groups, page, pageSize }),
      reminders: await caller.call(getReminders, {}),
      calendar: await caller.call(getCalendar, {}),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    switch (form.get('intent')) {
      case 'createCalendar':
        return caller.call(createCalendar, {});
      case 'revokeCalendar':
        await caller.call(revokeCalendar, {});
        return redirect(`${paths.deadlines()}?done=revoked`);
      default: {
        const days = REMINDER_DAYS.filter((one) => form.has(`days${one}`));
        await caller.call(setReminders, { days: [...days] });
        return redirect(`${paths.deadlines()}?done=reminders`);
      }
    }
  });

/** All deadlines of the account, when its people are reminded of them, and the calendar that has them. */
export default function DeadlinesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const isRefused = actionData !== undefined && 'refusal' in actionData;
  const refused = useRefusedForm(isRefused ? actionData : undefined);
  const { deadlines, query, reminders, calendar } = loaderData;
  const address = actionData !== undefined && 'address' in actionData ? actionData.address : undefined;
  const done = actionData === undefined ? search.get('done') : null;
  return (
    <>
      <PageHeader
        title={t('deadlines.page.title')}
        facts={[t('deadlines.page.intro')]}
        crumbs={[{ label: t('deadlines.page.account'), to: paths.account() }, { label: t('deadlines.page.title') }]}
      />
      <div className={css.page}>
        {done === 'reminders' || done === 'revoked' ? (
          <Notice meaning="good" live>
            {t(done === 'reminders' ? 'deadlines.reminders.saved' : 'deadlines.calendar.revoked')}
          </Notice>
        ) : null}
        <DeadlineTable deadlines={deadlines} query={query} />
        <Reminders days={reminders.days} refused={refused} />
        <Calendar createdAt={calendar.createdAt} address={address} />
      </div>
    </>
  );
}

type Shown = Route.ComponentProps['loaderData'];

function DeadlineTable({ deadlines, query }: Pick<Shown, 'deadlines' | 'query'>) {
  const t = useT();
  const texts = useDeadlineTexts();
  return (
    <DataTable
      caption={t('deadlines.page.title')}
      rows={deadlines.items}
      rowKey={({ kind, subscriptionId, name, at }) => [kind, subscriptionId ?? name, at].join(' ')}
      query={query}
      total={deadlines.total}
      filters={[
        {
          name: 'about',
          label: t('deadlines.page.filter'),
          options: DEADLINE_GROUPS.map((group) => ({
            value: group,
            label: t(`deadlines.group.${group}`),
            count: deadlines.counts[group] ?? 0,
          })),
        },
      ]}
      empty={
        <EmptyState icon="calendar" title={t('deadlines.page.empty')}>
          {t('deadlines.page.emptyText')}
        </EmptyState>
      }
      columns={[
        {
          key: 'what',
          header: t('deadlines.page.what'),
          cell: (row) => (
            <span className={css.what}>
              <Link to={row.subscriptionId === null ? row.link : paths.subscription(row.subscriptionId)}>
                {texts.title(row)}
              </Link>
              <span className={css.consequence}>{texts.consequence(row)}</span>
              {row.needsDecision ? (
                <span>
                  <Status meaning="attention">{t('deadlines.page.toDecide')}</Status>
                </span>
              ) : null}
            </span>
          ),
        },
        { key: 'on', header: t('deadlines.page.until'), cell: (row) => <DateText on={row.on} /> },
        {
          key: 'cost',
          header: t('deadlines.page.cost'),
          align: 'end',
          cell: (row) =>
            row.cost === null ? '—' : <Money value={row.cost} {...(row.kind !== 'invoiceDue' && { basis: 'net' })} />,
        },
        {
          key: 'action',
          header: t('deadlines.page.action'),
          phone: 'line',
          cell: (row) => (
            <span className={css.action}>
              <ButtonLink to={row.link}>{t(`deadlines.decide.${row.kind}`)}</ButtonLink>
            </span>
          ),
        },
      ]}
    />
  );
}

function Reminders({ days, refused }: { days: readonly number[]; refused: RefusedForm }) {
  const t = useT();
  return (
    <Section title={t('deadlines.reminders.title')} intro={t('deadlines.reminders.intro')}>
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        <input type="hidden" name="intent" value="reminders" />
        <fieldset className={css.days}>
          <legend>{t('deadlines.reminders.days')}</legend>
          {REMINDER_DAYS.map((one) => (
            <CheckboxField
              key={one}
              name={`days${one}`}
              label={t('deadlines.reminders.day', { days: one })}
              defaultChecked={days.includes(one)}
            />
          ))}
        </fieldset>
        <SubmitButton appearance="secondary">{t('deadlines.reminders.save')}</SubmitButton>
      </Form>
    </Section>
  );
}

function Calendar({ createdAt, address }: { createdAt: string | null; address: string | undefined }) {
  const t = useT();
  return (
    <Section title={t('deadlines.calendar.title')} intro={t('deadlines.calendar.intro')}>
      <div className={css.form}>
        {address === undefined ? null : (
          <Notice meaning="attention" title={t('deadlines.calendar.ready')} live>
            <p className={css.address}>
              <CopyableId value={address} label={t('deadlines.calendar.address')} />
            </p>
            <p>{t('deadlines.calendar.once')}</p>
          </Notice>
        )}
        {createdAt === null ? null : (
          <p>
            {t('deadlines.calendar.since')} <DateText at={createdAt} withTime />
          </p>
        )}
        <Form method="post" className={css.buttons}>
          <SubmitButton appearance="secondary" name="intent" value="createCalendar">
            {t(createdAt === null ? 'deadlines.calendar.create' : 'deadlines.calendar.replace')}
          </SubmitButton>
          {createdAt === null ? null : (
            <SubmitButton appearance="quiet" name="intent" value="revokeCalendar">
              {t('deadlines.calendar.revoke')}
            </SubmitButton>
          )}
        </Form>
      </div>
    </Section>
  );
}
