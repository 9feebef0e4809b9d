import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { linkCustomer } from '../provider-links/link-customer.ts';
import { refuseClaim } from '../provider-links/refuse-claim.ts';
import { suggestCustomers } from '../provider-links/suggest-customers.ts';
import type { Route } from './+types/customer-tenants-page.ts';
import { tenantMeaning } from './labels.ts';
import css from './microsoft-account-page.module.css';
import { namingField } from './naming-field.server.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { accountId } = args.params;
    return { accountId, ...(await caller.call(suggestCustomers, { accountId })) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId } = args.params;
    const text = (name: string) => String(form.get(name) ?? '');
    if (form.get('intent') === 'refuse') await caller.call(refuseClaim, { tenantId: text('tenantId') });
    else await namingField(() => caller.call(linkCustomer, { accountId, tenantName: text('tenantName') }));
    return redirect(paths.providerCustomerMicrosoftAccounts(accountId));
  });

type Shown = Route.ComponentProps['loaderData'];

/** The Microsoft accounts of one customer: those of the portal, and those that Partner Center suggests. */
export default function CustomerTenantsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { accountId, accountName, vatNumber, tenants, candidates } = loaderData;
  const refused = useRefusedForm(actionData);
  const title = t('tenants.provider.customerTitle', { name: accountName });
  return (
    <>
      <PageHeader
        title={title}
        facts={vatNumber === null ? [] : [`${t('tenants.provider.vatNumber')} ${vatNumber}`]}
        crumbs={[
          { label: t('tenants.provider.customers'), to: paths.providerCustomers() },
          { label: accountName, to: paths.providerCustomer(accountId) },
          { label: t('tenants.list.title') },
        ]}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        <Section title={t('tenants.provider.ownTitle')} frame="plain">
          <OwnTenants tenants={tenants} />
        </Section>
        <Section
          title={t('tenants.provider.candidatesTitle')}
          intro={t('tenants.provider.candidatesIntro')}
          frame="plain"
        >
          {candidates === null ? (
            <Notice meaning="attention">{t('tenants.provider.candidatesFault')}</Notice>
          ) : (
            <Candidates candidates={candidates} accountId={accountId} />
          )}
        </Section>
        <Section title={t('tenants.provider.linkTitle')} intro={t('tenants.provider.linkIntro')}>
          <Form method="post" className={css.form}>
            <TextField
              name="tenantName"
              label={t('tenants.link.name')}
              description={t('tenants.link.nameHint')}
              defaultValue={refused.typed('tenantName')}
              error={refused.errorOf('tenantName')}
              autoCapitalize="none"
              spellCheck={false}
            />
            <SubmitButton name="intent" value="link">
              {t('tenants.provider.linkSubmit')}
            </SubmitButton>
          </Form>
        </Section>
      </div>
    </>
  );
}

function OwnTenants({ tenants }: Pick<Shown, 'tenants'>) {
  const t = useT();
  return (
    <DataTable
      caption={t('tenants.provider.ownTitle')}
      rows={tenants}
      rowKey={(row) => row.tenantId}
      empty={<EmptyState icon="service" title={t('tenants.provider.ownNone')} />}
      columns={[
        { key: 'domain', header: t('tenants.list.domain'), cell: (row) => row.domain },
        {
          key: 'status',
          header: t('tenants.list.status'),
          cell: (row) => <Status meaning={tenantMeaning(row.status)}>{t(`tenants.status.${row.status}`)}</Status>,
        },
        {
          key: 'proof',
          header: t('tenants.list.proof'),
          cell: (row) => (row.proof === null ? '—' : t(`tenants.proof.${row.proof}`)),
        },
        {
          key: 'action',
          header: t('tenants.provider.action'),
          align: 'end',
          phone: 'end',
          cell: (row) =>
            row.status === 'claimed' ? (
              <Form method="post">
                <input type="hidden" name="tenantId" value={row.tenantId} />
                <SubmitButton appearance="quiet" name="intent" value="refuse">
                  {t('tenants.provider.refuse')} <span className="spoken-only">{row.domain}</span>
                </SubmitButton>
              </Form>
            ) : row.proof === 'beforeProofs' ? (
              <LinkForm tenantName={row.domain} label={t('tenants.provider.confirm')} />
            ) : null,
        },
      ]}
    />
  );
}

function Candidates({ candidates, accountId }: { candidates: NonNullable<Shown['candidates']>; accountId: string }) {
  const t = useT();
  return (
    <DataTable
      caption={t('tenants.provider.candidatesTitle')}
      rows={candidates}
      rowKey={(row) => row.microsoftCustomerId}
      empty={<EmptyState icon="search" title={t('tenants.provider.candidatesNone')} />}
      columns={[
        { key: 'company', header: t('tenants.provider.company'), cell: (row) => row.companyName },
        { key: 'domain', header: t('tenants.list.domain'), cell: (row) => row.domain },
        {
          key: 'registrationNumber',
          header: t('tenants.provider.registrationNumber'),
          cell: (row) => row.registrationNumber ?? '—',
        },
        {
          key: 'matches',
          header: t('tenants.provider.matches'),
          cell: (row) => row.matches.map((match) => t(`tenants.provider.match.${match}`)).join(', '),
        },
        {
          key: 'action',
          header: t('tenants.provider.action'),
          align: 'end',
          phone: 'end',
          cell: (row) =>
            row.linkedTo === null || row.linkedTo.accountId === accountId ? (
              row.linkedTo === null ? (
                <LinkForm tenantName={row.microsoftCustomerId} label={t('tenants.provider.link')} name={row.domain} />
              ) : null
            ) : (
              t('tenants.provider.linkedTo', { name: row.linkedTo.name })
            ),
        },
      ]}
    />
  );
}

function LinkForm({ tenantName, label, name = tenantName }: { tenantName: string; label: string; name?: string }) {
  return (
    <Form method="post">
      <input type="hidden" name="tenantName" value={tenantName} />
      <SubmitButton appearance="secondary" name="intent" value="link">
        {label} <span className="spoken-only">{name}</span>
      </SubmitButton>
    </Form>
  );
}
