import { Form, Link, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { Refusal } from '#platform/refusal.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { TextField } from '#ui/text-field.tsx';
import { listBankLines } from '../bank/list-bank-lines.ts';
import { getDunningSettings } from '../dunning/get-dunning-settings.ts';
import { setDunningSettings } from '../dunning/set-dunning-settings.ts';
import { listReceivables } from '../list-receivables.ts';
import type { Route } from './+types/receivables-page.ts';
import css from './payments.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, {
      sortKeys: ['dueOn'],
      filterNames: ['status'],
    });
    const { page, pageSize } = query;
    const isOverdue = query.filters.status?.includes('overdue') ?? false;
    return {
      query,
      receivables: await caller.call(listReceivables, { page, pageSize, isOverdue }),
      openLineCount: (await caller.call(listBankLines, { pageSize: 1 })).openCount,
      dunning: await caller.call(getDunningSettings, {}),
      administers: isPermitted(caller.actor.roles, 'provider.administer'),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const steps = String(form.get('steps') ?? '')
      .split(/[\s,;]+/)
      .filter((step) => step !== '')
      .map((step) => Number(step.replace('\u2212', '-')));
    if (steps.some(Number.isNaN)) throw new Refusal('input.invalid', {}, [{ path: 'steps', code: 'input.notWhole' }]);
    await caller.call(setDunningSettings, { isOn: form.get('isOn') !== null, steps });
    return redirect(`${paths.providerReceivables()}?done=saved`);
  });

/** Who owes what, since when, and when customers are reminded. */
export default function ReceivablesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { receivables, query, openLineCount, dunning, administers } = loaderData;
  const sums = (amounts: typeof receivables.open) =>
    amounts.map((one) => formatMoney(one, locale)).join(', ') || t('billing.provider.receivables.nothing');
  return (
    <>
      <PageHeader
        title={t('billing.provider.receivables.title')}
        facts={[
          t('billing.provider.receivables.openSum', { sum: sums(receivables.open) }),
          t('billing.provider.receivables.overdueSum', {
            sum: sums(receivables.overdue.filter(({ amount }) => /[1-9]/.test(amount))),
          }),
        ]}
        actions={
          <ButtonLink to={paths.providerBankStatements()}>
            {t('billing.provider.receivables.toBank', { count: openLineCount })}
          </ButtonLink>
        }
      />
      <div className={css.page}>
        {search.get('done') === 'saved' && actionData === undefined ? (
          <Notice meaning="good" live>
            {t('billing.provider.dunning.saved')}
          </Notice>
        ) : null}
        <Section title={t('billing.provider.receivables.customers')} frame="plain">
          <DataTable
            caption={t('billing.provider.receivables.customers')}
            rows={receivables.items}
            rowKey={(row) => `${row.accountId} ${row.currency}`}
            query={query}
            total={receivables.total}
            filters={[
              {
                name: 'status',
                label: t('billing.toPay.status'),
                options: [{ value: 'overdue', label: t('billing.provider.receivables.overdue') }],
              },
            ]}
            empty={<EmptyState icon="check" title={t('billing.provider.receivables.empty')} />}
            columns={[
              {
                key: 'name',
                header: t('billing.provider.receivables.customer'),
                cell: (row) => (
                  <span className={css.lines}>
                    <Link to={paths.providerCustomerPayments(row.accountId)}>{row.accountName}</Link>
                    <span className={css.aside}>
                      {t('billing.provider.receivables.invoiceCount', { count: row.invoiceCount })}
                    </span>
                  </span>
                ),
              },
              {
                key: 'oldest',
                header: t('billing.provider.receivables.oldest'),
                cell: (row) => <DateText on={row.oldestDueOn} />,
              },
              {
                key: 'overdue',
                header: t('billing.provider.receivables.overdue'),
                align: 'end',
                cell: (row) =>
                  /[1-9]/.test(row.overdue) ? <Money value={{ amount: row.overdue, currency: row.currency }} /> : '',
              },
              {
                key: 'open',
                header: t('billing.toPay.open'),
                align: 'end',
                phone: 'end',
                cell: (row) => <Money value={{ amount: row.open, currency: row.currency }} />,
              },
            ]}
          />
        </Section>
        <Reminders dunning={dunning} administers={administers} refused={refused} />
      </div>
    </>
  );
}

type RemindersProps = Pick<Route.ComponentProps['loaderData'], 'dunning' | 'administers'> & { refused: RefusedForm };

function Reminders({ dunning, administers, refused }: RemindersProps) {
  const t = useT();
  const { isOn, steps, dueCount } = dunning;
  return (
    <Section title={t('billing.provider.dunning.title')} intro={t('billing.provider.dunning.intro')}>
      {isOn ? null : <Notice meaning="information">{t('billing.provider.dunning.isOff', { count: dueCount })}</Notice>}
      {administers ? (
        <Form method="post" className={css.form}>
          <FormErrors errors={refused.errors} />
          <CheckboxField
            name="isOn"
            label={t('billing.provider.dunning.isOn')}
            defaultChecked={refused.typed('steps') === undefined ? isOn : refused.typed('isOn') !== undefined}
          />
          <TextField
            name="steps"
            label={t('billing.provider.dunning.steps')}
            description={t('billing.provider.dunning.stepsHelp')}
            defaultValue={refused.typed('steps') ?? steps.join(', ')}
            error={refused.errorOf('steps')}
            maxLength={80}
          />
          <div>
            <SubmitButton appearance="secondary">{t('billing.provider.dunning.save')}</SubmitButton>
          </div>
        </Form>
      ) : (
        <p>{t('billing.provider.dunning.stepsAre', { steps: steps.join(', ') })}</p>
      )}
    </Section>
  );
}
