import { Form } from 'react-router';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { createApiKey } from '../api-keys/create-api-key.ts';
import { listApiKeys } from '../api-keys/list-api-keys.ts';
import { revokeApiKey } from '../api-keys/revoke-api-key.ts';
import type { Route } from './+types/api-keys-page.ts';
import css from './profile-page.module.css';

const LIFETIMES_DAYS = [30, 90, 180, 365];

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, (caller) => caller.call(listApiKeys, { page: 1, pageSize: 200 }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    if (form.get('intent') === 'revoke') {
      await caller.call(revokeApiKey, { apiKeyId: String(form.get('apiKeyId') ?? '') });
      return { createdKey: null };
    }
    const created = await caller.call(createApiKey, {
      name: String(form.get('name') ?? ''),
      lifetimeDays: numberIn(form, 'lifetimeDays'),
    });
    return { createdKey: created.key };
  });

export default function ApiKeysPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const createdKey = actionData !== undefined && 'createdKey' in actionData ? actionData.createdKey : null;
  return (
    <>
      <PageHeader
        title={t('signIn.apiKeys.title')}
        crumbs={[{ label: t('accounts.account'), to: paths.accountDetails() }, { label: t('signIn.apiKeys.title') }]}
        actions={<a href="/api/v1/openapi.json">{t('signIn.apiKeys.document')}</a>}
      />
      {createdKey === null ? null : (
        <Notice meaning="good" title={t('signIn.apiKeys.createdTitle')} live>
          <p>{t('signIn.apiKeys.created')}</p>
          <CopyableId label={t('signIn.apiKeys.keyLabel')} value={createdKey} />
        </Notice>
      )}
      <Section title={t('signIn.apiKeys.createTitle')} intro={t('signIn.apiKeys.intro')}>
        <NewKeyForm key={createdKey} refused={refused} />
      </Section>
      <Section title={t('signIn.apiKeys.listTitle')} frame="plain">
        <KeyTable keys={loaderData.items} />
      </Section>
    </>
  );
}

function NewKeyForm({ refused }: { refused: RefusedForm }) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <FormErrors errors={refused.errors} />
      <TextField
        name="name"
        label={t('signIn.apiKeys.name')}
        description={t('signIn.apiKeys.nameHint')}
        defaultValue={refused.typed('name')}
        error={refused.errorOf('name')}
      />
      <SelectField
        name="lifetimeDays"
        label={t('signIn.apiKeys.lifetime')}
        defaultValue={refused.typed('lifetimeDays') ?? '90'}
        options={LIFETIMES_DAYS.map((days) => ({
          value: String(days),
          label: t('signIn.apiKeys.days', { days }),
        }))}
      />
      <SubmitButton name="intent" value="create">
        {t('signIn.apiKeys.create')}
      </SubmitButton>
    </Form>
  );
}

function KeyTable({ keys }: { keys: Route.ComponentProps['loaderData']['items'] }) {
  const t = useT();
  const timeOrNever = (at: string | null) =>
    at === null ? t('signIn.apiKeys.never') : <DateText at={at} withTime relative={false} />;
  return (
    <DataTable
      caption={t('signIn.apiKeys.listTitle')}
      rows={keys}
      rowKey={(key) => key.id}
      empty={<EmptyState title={t('signIn.apiKeys.none')}>{t('signIn.apiKeys.noneText')}</EmptyState>}
      columns={[
        { key: 'name', header: t('signIn.apiKeys.name'), cell: (key) => key.name },
        { key: 'start', header: t('signIn.apiKeys.start'), cell: (key) => <code>{key.start}…</code> },
        { key: 'createdAt', header: t('signIn.apiKeys.createdOn'), cell: (key) => timeOrNever(key.createdAt) },
        { key: 'expiresAt', header: t('signIn.apiKeys.expires'), cell: (key) => timeOrNever(key.expiresAt) },
        { key: 'lastUsedAt', header: t('signIn.apiKeys.lastUsed'), cell: (key) => timeOrNever(key.lastUsedAt) },
        {
          key: 'action',
          header: t('signIn.apiKeys.action'),
          align: 'end',
          phone: 'end',
          cell: (key) => <RevokeForm apiKeyId={key.id} name={key.name} />,
        },
      ]}
    />
  );
}

function RevokeForm({ apiKeyId, name }: { apiKeyId: string; name: string }) {
  const t = useT();
  return (
    <Form method="post">
      <input type="hidden" name="apiKeyId" value={apiKeyId} />
      <SubmitButton appearance="quiet" name="intent" value="revoke">
        {t('signIn.apiKeys.revoke')} <span className="spoken-only">{name}</span>
      </SubmitButton>
    </Form>
  );
}
