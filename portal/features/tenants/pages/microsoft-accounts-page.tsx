import { Form, Link, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Restricted } from '#ui/restricted.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { linkExistingTenant } from '../link-existing-tenant.ts';
import { listTenants } from '../list-tenants.ts';
import type { Route } from './+types/microsoft-accounts-page.ts';
import { tenantMeaning } from './labels.ts';
import css from './microsoft-account-page.module.css';
import { namingField } from './naming-field.server.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({
    tenants: (await caller.call(listTenants, { pageSize: PAGE_SIZE_MAX })).items,
  }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const tenantName = String(form.get('tenantName') ?? '');
    const { tenant } = await namingField(() => caller.call(linkExistingTenant, { tenantName }));
    return redirect(paths.microsoftAccount(tenant.id));
  });

/** The company's Microsoft accounts, and the way to link one that exists already. */
export default function MicrosoftAccountsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  return (
    <>
      <PageHeader title={t('tenants.list.title')} facts={[t('tenants.list.intro')]} />
      <DataTable
        caption={t('tenants.list.caption')}
        rows={loaderData.tenants}
        rowKey={(row) => row.id}
        empty={
          <EmptyState icon="service" title={t('tenants.list.none')}>
            {t('tenants.list.noneText')}
          </EmptyState>
        }
        columns={[
          {
            key: 'domain',
            header: t('tenants.list.domain'),
            cell: (row) => <Link to={paths.microsoftAccount(row.id)}>{row.domain}</Link>,
          },
          {
            key: 'status',
            header: t('tenants.list.status'),
            phone: 'end',
            cell: (row) => <Status meaning={tenantMeaning(row.status)}>{t(`tenants.status.${row.status}`)}</Status>,
          },
          {
            key: 'proof',
            header: t('tenants.list.proof'),
            cell: (row) => (row.proof === null ? '—' : t(`tenants.proof.${row.proof}`)),
          },
          {
            key: 'since',
            header: t('tenants.list.since'),
            cell: (row) => <DateText at={row.provenAt ?? row.createdAt} relative={false} />,
          },
        ]}
      />
      <Section title={t('tenants.link.title')} intro={t('tenants.link.intro')}>
        <Restricted permission="tenants.manage">
          <Form method="post" className={css.form}>
            <FormErrors errors={refused.errors} />
            <TextField
              name="tenantName"
              label={t('tenants.link.name')}
              description={t('tenants.link.nameHint')}
              defaultValue={refused.typed('tenantName')}
              error={refused.errorOf('tenantName')}
              autoCapitalize="none"
              spellCheck={false}
            />
            <SubmitButton>{t('tenants.link.submit')}</SubmitButton>
          </Form>
        </Restricted>
      </Section>
    </>
  );
}
