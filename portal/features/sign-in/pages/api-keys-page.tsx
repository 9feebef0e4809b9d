import { Form } from 'react-router';
import { KEY_SCOPES } from '#platform/key-scopes.ts';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { CheckboxField } from '#ui/checkbox-field.tsx';
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
import { listAccountApiKeys } from '../api-keys/list-account-api-keys.ts';
import { listApiKeys } from '../api-keys/list-api-keys.ts';
import { revokeApiKey } from '../api-keys/revoke-api-key.ts';
import { revokeUserApiKey } from '../api-keys/revoke-user-api-key.ts';
import type { Route } from './+types/api-keys-page.ts';
import css from './profile-page.module.css';

const LIFETIMES_DAYS = [30, 90, 180, 365];

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const rows = { page: 1, pageSize: 200 };
    const manages = isPermitted(caller.actor.roles, listAccountApiKeys.permission);
    return {
      own: (await caller.call(listApiKeys, rows)).items,
      ofAccount: manages ? (await caller.call(listAccountApiKeys, rows)).items : null,
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    if (form.get('intent') === 'revoke') {
      await caller.call(revokeApiKey, { apiKeyId: String(form.get('apiKeyId') ?? '') });
      return { createdKey: null };
    }
    if (form.get('intent') === 'revokeOfUser') {
      await caller.call(revokeUserApiKey, { apiKeyId: String(form.get('apiKeyId') ?? '') });
      return { createdKey: null };
    }
    const created = await caller.call(createApiKey, {
      name: String(form.get('name') ?? ''),
      scopes: KEY_SCOPES.filter((scope) => form.get(scope) !== null),
      lifetimeDays: numberIn(form, 'lifetimeDays'),
    });
    return { createdKey: created.key };
  });

export default function ApiKeysPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { own, ofAccount } = loaderData;
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
        <KeyTable keys={own} caption={t('signIn.apiKeys.listTitle')} intent="revoke" />
      </Section>
      {ofAccount === null ? null : (
        <Section title={t('signIn.apiKeys.accountTitle')} intro={t('signIn.apiKeys.accountIntro')} frame="plain">
          <KeyTable keys={ofAccount} caption={t('signIn.apiKeys.accountTitle')} intent="revokeOfUser" />
        </Section>
      )}
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
      <fieldset className={css.scopes}>
        <legend>{t('signIn.apiKeys.scopes')}</legend>
        {KEY_SCOPES.map((scope) => (
          <CheckboxField
            key={scope}
            name={scope}
            label={t(`signIn.apiKeys.scope.${scope}`)}
            description={t(`signIn.apiKeys.scopeHint.${scope}`)}
            defaultChecked={refused.typed('intent') === undefined ? scope === 'read' : refused.typed(scope) === 'on'}
            error={scope === KEY_SCOPES[0] ? refused.errorOf('scopes') : undefined}
          />
        ))}
      </fieldset>
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

type Key = Route.ComponentProps['loaderData']['own'][number] & Readonly<{ userName?: string }>;

function KeyTable({ keys, caption, intent }: { keys: readonly Key[]; caption: string; intent: string }) {
  const t = useT();
  const time = (at: string) => <DateText at={at} withTime relative={false} />;
  return (
    <DataTable
      caption={caption}
      rows={keys}
      rowKey={(key) => key.id}
      empty={<EmptyState title={t('signIn.apiKeys.none')}>{t('signIn.apiKeys.noneText')}</EmptyState>}
      columns={[
        {
          key: 'name',
          header: t('signIn.apiKeys.name'),
          cell: (key) => (
            <span className={css.twoLines}>
              {key.name}
              <code className={css.aside}>{key.start}…</code>
            </span>
          ),
        },
        ...(intent === 'revoke'
          ? []
          : [{ key: 'user', header: t('signIn.apiKeys.user'), cell: (key: Key) => key.userName ?? '' }]),
        {
          key: 'scopes',
          header: t('signIn.apiKeys.scopes'),
          cell: (key) => key.scopes.map((scope) => t(`signIn.apiKeys.scope.${scope}`)).join(', '),
        },
        { key: 'createdAt', header: t('signIn.apiKeys.createdOn'), cell: (key) => time(key.createdAt) },
        { key: 'expiresAt', header: t('signIn.apiKeys.expires'), cell: (key) => time(key.expiresAt) },
        {
          key: 'lastUsedAt',
          header: t('signIn.apiKeys.lastUsed'),
          cell: (key) => (key.lastUsedAt === null ? t('signIn.apiKeys.never') : time(key.lastUsedAt)),
        },
        {
          key: 'action',
          header: t('signIn.apiKeys.action'),
          align: 'end',
          phone: 'end',
          cell: (key) => <RevokeForm apiKeyId={key.id} name={key.name} intent={intent} />,
        },
      ]}
    />
  );
}

function RevokeForm({ apiKeyId, name, intent }: { apiKeyId: string; name: string; intent: string }) {
  const t = useT();
  return (
    <Form method="post">
      <input type="hidden" name="apiKeyId" value={apiKeyId} />
      <SubmitButton appearance="quiet" name="intent" value={intent}>
        {t('signIn.apiKeys.revoke')} <span className="spoken-only">{name}</span>
      </SubmitButton>
    </Form>
  );
}
