import { Form, Link, redirect } from 'react-router';
import { listWaitingStatements } from '#features/billing/billing.ts';
import { getNotices } from '#features/connections/connections.ts';
import { ConnectionNotice, OutageNotice } from '#features/connections/connections-ui.ts';
import { listVendorWork, retryCustomerTask } from '#features/licences/licences.ts';
import { listAllOrders } from '#features/orders/orders.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useTotalText } from '#ui/total-text.ts';
import { getWork } from '../get-work.ts';
import type { Route } from './+types/work-page.ts';
import { useProviderLabels } from './labels.ts';
import { ProviderOrders } from './provider-orders.tsx';
import css from './provider-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({
    databaseKind: caller.site.databaseKind,
    work: await caller.call(getWork, {}),
    waitingInvoiceCount: (await caller.call(listWaitingStatements, { pageSize: 1 })).total,
    connections: await caller.call(getNotices, {}),
    vendorWork: await caller.call(listVendorWork, { pageSize: SHOWN_MAX }),
    waiting: await caller.call(listAllOrders, { statusGroups: ['attention'], descending: false }),
  }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(retryCustomerTask, { taskId: String(form.get('taskId') ?? '') });
    return redirect(paths.provider());
  });

/** Rows of what could not be done at Microsoft. */
const SHOWN_MAX = 10;

/** Orders, e-mails and what could not be done at Microsoft: what waits for the provider. */
export default function WorkPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const labels = useProviderLabels();
  const totalText = useTotalText();
  const { work, waiting, waitingInvoiceCount, databaseKind, connections, vendorWork } = loaderData;
  const refused = useRefusedForm(actionData);
  return (
    <>
      <PageHeader
        title={t('provider.work.title')}
        facts={[
          t('provider.work.waiting', { count: waiting.attentionCount, total: totalText(waiting.attentionCount) }),
          t('provider.work.customers', { count: work.customerCount, total: totalText(work.customerCount) }),
        ]}
        actions={<ButtonLink to={paths.providerCustomers()}>{t('provider.work.toCustomers')}</ButtonLink>}
      />
      <FormErrors errors={refused.errors} />
      <div className={css.page}>
        {connections.notices.map((notice) => (
          <ConnectionNotice key={notice.vendor} notice={notice} withLink />
        ))}
        {waitingInvoiceCount === 0 ? null : (
          <Notice
            meaning="attention"
            title={t('provider.work.waitingInvoices')}
            action={<ButtonLink to={paths.providerInvoices()}>{t('provider.work.toInvoices')}</ButtonLink>}
          >
            {t('provider.work.waitingInvoicesText', { count: waitingInvoiceCount })}
          </Notice>
        )}
        {connections.outages.map((outage) => (
          <OutageNotice key={outage.vendor} {...outage} isSummary />
        ))}
        {databaseKind === 'embedded' ? (
          <Notice meaning="information" title={t('provider.work.embeddedTitle')}>
            {t('provider.work.embeddedText')}
          </Notice>
        ) : null}
        <Section title={t('provider.work.orders')} frame="plain">
          <ProviderOrders
            caption={t('provider.work.orders')}
            orders={waiting.items}
            empty={<EmptyState icon="check" title={t('provider.work.noOrders')} />}
          />
        </Section>
        <Section title={t('provider.work.failedOrders')} frame="plain">
          <DataTable
            caption={t('provider.work.failedOrders')}
            rows={work.failedOrders}
            rowKey={(row) => row.id}
            empty={<EmptyState icon="check" title={t('provider.work.noFailedOrders')} />}
            columns={[
              {
                key: 'number',
                header: t('orders.number'),
                cell: (row) => <Link to={paths.providerOrder(row.id)}>{row.number}</Link>,
              },
              { key: 'customer', header: t('provider.orders.customer'), cell: (row) => row.accountName },
              {
                key: 'reason',
                header: t('provider.work.reason'),
                cell: (row) => (row.failureCode === null ? '' : labels.failure(row.failureCode, row.meaning)),
              },
              {
                key: 'when',
                header: t('orders.facts.finished'),
                phone: 'end',
                cell: (row) => (row.finishedAt === null ? '' : <DateText at={row.finishedAt} />),
              },
            ]}
          />
        </Section>
        {work.differences.length === 0 ? null : (
          <Section title={t('provider.work.differences')} intro={t('provider.work.differencesIntro')} frame="plain">
            <DataTable
              caption={t('provider.work.differences')}
              rows={work.differences}
              rowKey={(row) => row.subscriptionId}
              empty={null}
              columns={[
                { key: 'name', header: t('subscriptions.column.name'), cell: (row) => row.name },
                {
                  key: 'customer',
                  header: t('provider.orders.customer'),
                  cell: (row) => <Link to={paths.providerCustomer(row.accountId)}>{row.accountName}</Link>,
                },
                {
                  key: 'fields',
                  header: t('provider.work.reason'),
                  cell: (row) =>
                    row.fields
                      .map((one) => t([`subscriptions.difference.${one.field}`, 'subscriptions.difference.other'], one))
                      .join(' '),
                },
                {
                  key: 'read',
                  header: t('provider.work.readAt'),
                  phone: 'end',
                  cell: (row) => <DateText at={row.readAt} />,
                },
              ]}
            />
          </Section>
        )}
        <Section title={t('provider.work.vendorTasks')} frame="plain">
          <DataTable
            caption={t('provider.work.vendorTasks')}
            rows={vendorWork.items}
            rowKey={(row) => row.taskId}
            empty={<EmptyState icon="check" title={t('provider.work.noVendorTasks')} />}
            columns={[
              {
                key: 'customer',
                header: t('provider.orders.customer'),
                cell: (row) => <Link to={paths.providerCustomer(row.accountId)}>{row.accountName}</Link>,
              },
              { key: 'person', header: t('licences.people.name'), cell: (row) => row.name },
              {
                key: 'what',
                header: t('licences.task.what'),
                cell: (row) => row.serviceName ?? t(`licences.task.kind.${row.kind}`),
              },
              {
                key: 'reason',
                header: t('provider.work.reason'),
                cell: (row) => (
                  <>
                    <p>{t(`licences.failure.${row.failure}.provider`)}</p>
                    {row.note === null ? null : <p className={css.aside}>{row.note}</p>}
                  </>
                ),
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
        <Section title={t('provider.work.failedMails')} frame="plain">
          <DataTable
            caption={t('provider.work.failedMails')}
            rows={work.failedMails.mails}
            rowKey={(row) => row.id}
            empty={<EmptyState icon="mail" title={t('provider.work.noFailedMails')} />}
            columns={[
              {
                key: 'subject',
                header: t('provider.mail.subject'),
                cell: (row) => <Link to={paths.providerMail(row.id)}>{row.subject}</Link>,
              },
              { key: 'recipient', header: t('provider.mail.recipient'), cell: (row) => row.recipient },
              { key: 'failure', header: t('provider.work.reason'), cell: (row) => row.failure ?? '' },
              {
                key: 'createdAt',
                header: t('provider.mail.written'),
                phone: 'end',
                cell: (row) => <DateText at={row.createdAt} />,
              },
            ]}
          />
        </Section>
      </div>
    </>
  );
}
