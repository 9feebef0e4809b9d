import { Form, Link, redirect } from 'react-router';
import { StateAtVendorText } from '#features/users/users-ui.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { listVendorFailures } from '../at-vendor/list-vendor-work.ts';
import { retryVendorTask } from '../at-vendor/retry-vendor-task.ts';
import { getVendorRule, setVendorRule } from '../at-vendor/vendor-rule.ts';
import type { Route } from './+types/vendor-users-page.ts';
import css from './service-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['failedAt'] });
    const { page, pageSize } = query;
    return {
      query,
      failures: await caller.call(listVendorFailures, { page, pageSize }),
      rule: await caller.call(getVendorRule, {}),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const intent = form.get('intent');
    if (intent === 'retry') await caller.call(retryVendorTask, { taskId: String(form.get('taskId') ?? '') });
    else await caller.call(setVendorRule, { disablesAtVendor: intent === 'on' });
    return redirect(paths.vendorUsers());
  });

/** What could not be done at Microsoft for the people of the company, and the rule about disabled ones. */
export default function VendorUsersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { failures, rule, query } = loaderData;
  return (
    <>
      <PageHeader
        title={t('licences.vendorUsers.title')}
        facts={[t('licences.vendorUsers.intro')]}
        crumbs={[{ label: t('accounts.account'), to: paths.account() }, { label: t('licences.vendorUsers.title') }]}
      />
      <FormErrors errors={refused.errors} />
      <Section title={t('licences.vendorUsers.failures')} frame="plain">
        <DataTable
          caption={t('licences.vendorUsers.failures')}
          rows={failures.items}
          rowKey={(row) => row.taskId}
          query={query}
          total={failures.total}
          empty={<EmptyState icon="check" title={t('licences.vendorUsers.none')} />}
          columns={[
            {
              key: 'person',
              header: t('licences.people.name'),
              cell: (row) => (row.isRemoved ? row.name : <Link to={paths.vendorUser(row.personId)}>{row.name}</Link>),
            },
            {
              key: 'what',
              header: t('licences.task.what'),
              cell: (row) => row.serviceName ?? t(`licences.task.kind.${row.kind}`),
            },
            {
              key: 'reason',
              header: t('licences.atVendor.title'),
              cell: (row) => <StateAtVendorText state={{ ...row, status: 'failed' }} of={row.kind} />,
            },
            {
              key: 'failedAt',
              header: t('licences.task.failedAt'),
              cell: (row) => (row.failedAt === null ? '' : <DateText at={row.failedAt} />),
            },
            {
              key: 'retry',
              header: t('licences.task.retry'),
              align: 'end',
              phone: 'end',
              cell: (row) =>
                row.kind === 'user' ? (
                  ''
                ) : (
                  <Form method="post">
                    <input type="hidden" name="taskId" value={row.taskId} />
                    <SubmitButton appearance="quiet" name="intent" value="retry">
                      {t('licences.task.retry')}
                    </SubmitButton>
                  </Form>
                ),
            },
          ]}
        />
      </Section>
      <Section title={t('licences.vendorUsers.rule')} intro={t('licences.vendorUsers.ruleIntro')}>
        <Facts
          facts={[
            {
              term: t('licences.vendorUsers.ruleState'),
              value: (
                <Status meaning={rule.disablesAtVendor ? 'good' : 'neutral'}>
                  {t(rule.disablesAtVendor ? 'licences.vendorUsers.on' : 'licences.vendorUsers.off')}
                </Status>
              ),
            },
          ]}
        />
        <Form method="post" className={css.assign}>
          <div>
            <SubmitButton appearance="secondary" name="intent" value={rule.disablesAtVendor ? 'off' : 'on'}>
              {t(rule.disablesAtVendor ? 'licences.vendorUsers.turnOff' : 'licences.vendorUsers.turnOn')}
            </SubmitButton>
          </div>
        </Form>
      </Section>
    </>
  );
}
