import { Form, redirect } from 'react-router';
import type { z } from 'zod';
import { StateAtVendorText } from '#features/users/users-ui.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { CopyableId } from '#ui/copyable-id.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { chooseVendorUser } from '../at-vendor/choose-vendor-user.ts';
import { createVendorUser } from '../at-vendor/create-vendor-user.ts';
import { getVendorUsers } from '../at-vendor/get-vendor-users.ts';
import { retryVendorTask } from '../at-vendor/retry-vendor-task.ts';
import { showFirstPassword } from '../at-vendor/show-first-password.ts';
import type { Route } from './+types/vendor-user-page.ts';
import css from './service-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { personId } = args.params;
    return { personId, ...(await caller.call(getVendorUsers, { personId })) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { personId } = args.params;
    const text = (name: string) => String(form.get(name) ?? '');
    const key = { personId, tenantId: text('tenantId') };
    switch (form.get('intent')) {
      case 'choose':
        await caller.call(chooseVendorUser, { ...key, vendorLogin: text('vendorLogin') });
        break;
      case 'create':
        await caller.call(createVendorUser, { ...key, vendorLogin: text('vendorLogin') });
        break;
      case 'showPassword':
        return { shown: await caller.call(showFirstPassword, key) };
      case 'retry':
        await caller.call(retryVendorTask, { taskId: text('taskId') });
        break;
      default:
        break;
    }
    return redirect(paths.vendorUser(personId));
  });

type VendorUser = z.output<(typeof getVendorUsers)['output']>['users'][number];

/** The accounts of a person at Microsoft: address, sign-in, licences, and what could not be done. */
export default function VendorUserPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { personId, name, isDisabled, users } = loaderData;
  const refused = useRefusedForm(actionData && 'refusal' in actionData ? actionData : undefined);
  const shown = actionData && 'shown' in actionData ? actionData.shown : undefined;
  return (
    <>
      <PageHeader
        title={t('licences.vendorUser.pageTitle', { name })}
        crumbs={[
          { label: t('licences.vendorUser.users'), to: paths.users() },
          { label: name, to: paths.user(personId) },
          { label: t('licences.vendorUser.title') },
        ]}
      />
      {shown === undefined ? null : (
        <Notice meaning="good" title={t('licences.password.title', { login: shown.login })} live>
          <p>
            <CopyableId value={shown.password} label={t('licences.password.label')} />
          </p>
          {t('licences.password.once')}
        </Notice>
      )}
      <FormErrors errors={refused.errors} />
      {users.length === 0 ? (
        <EmptyState icon="service" title={t('licences.vendorUser.noTenant')}>
          {t('licences.vendorUser.noTenantText')}
        </EmptyState>
      ) : null}
      {users.map((user) => (
        <Section key={user.tenantId} title={user.domain}>
          <State user={user} />
          {user.hasFirstPassword ? <Password tenantId={user.tenantId} /> : null}
          <Tasks user={user} />
          {isMaking(user) ? null : <Address user={user} isDisabled={isDisabled} refused={refused} />}
        </Section>
      ))}
    </>
  );
}

/** The account is being made. */
function isMaking({ tasks }: VendorUser): boolean {
  return tasks.some(({ kind, status }) => kind === 'user' && status === 'waiting');
}

function State({ user }: { user: VendorUser }) {
  const t = useT();
  const { login, isFound, isSignInAllowed, isBlockedByPortal } = user;
  return (
    <Facts
      facts={[
        { term: t('licences.vendorUser.login'), value: login },
        {
          term: t('licences.vendorUser.state'),
          value: isFound ? (
            <Status meaning="good">{t('licences.vendorUser.found')}</Status>
          ) : (
            <Status meaning="neutral">{t('licences.vendorUser.unknown')}</Status>
          ),
        },
        ...(isSignInAllowed === null
          ? []
          : [
              {
                term: t('licences.vendorUser.signIn'),
                value: (
                  <Status meaning={isSignInAllowed ? 'good' : 'neutral'}>
                    {isSignInAllowed
                      ? t('licences.vendorUser.allowed')
                      : t(isBlockedByPortal ? 'licences.vendorUser.blocked' : 'licences.vendorUser.blockedElsewhere')}
                  </Status>
                ),
              },
            ]),
      ]}
    />
  );
}

function Password({ tenantId }: { tenantId: string }) {
  const t = useT();
  return (
    <Form method="post" className={css.assign}>
      <p>{t('licences.password.intro')}</p>
      <input type="hidden" name="tenantId" value={tenantId} />
      <div>
        <SubmitButton name="intent" value="showPassword">
          {t('licences.password.show')}
        </SubmitButton>
      </div>
    </Form>
  );
}

function Tasks({ user: { tasks } }: { user: VendorUser }) {
  const t = useT();
  if (tasks.length === 0) return null;
  return (
    <DataTable
      caption={t('licences.task.caption')}
      rows={tasks}
      rowKey={(task) => task.taskId}
      empty={null}
      columns={[
        {
          key: 'what',
          header: t('licences.task.what'),
          cell: (task) => task.serviceName ?? t(`licences.task.kind.${task.kind}`),
        },
        {
          key: 'state',
          header: t('licences.atVendor.title'),
          cell: (task) => <StateAtVendorText state={task} of={task.kind} />,
        },
        {
          key: 'retry',
          header: t('licences.task.retry'),
          align: 'end',
          phone: 'end',
          cell: (task) =>
            task.status !== 'failed' || task.kind === 'user' ? (
              ''
            ) : (
              <Form method="post">
                <input type="hidden" name="taskId" value={task.taskId} />
                <SubmitButton appearance="quiet" name="intent" value="retry">
                  {t('licences.task.retry')}
                </SubmitButton>
              </Form>
            ),
        },
      ]}
    />
  );
}

/** The address of the account, which can be corrected, or made at Microsoft. */
function Address({ user, isDisabled, refused }: { user: VendorUser; isDisabled: boolean; refused: RefusedForm }) {
  const t = useT();
  const { tenantId, login, suggestedLogin, isFound } = user;
  const of = (intent: string) => refused.typed('intent') === intent && refused.typed('tenantId') === tenantId;
  return (
    <>
      <Form method="post" className={css.assign} noValidate>
        <input type="hidden" name="tenantId" value={tenantId} />
        <input type="hidden" name="intent" value="choose" />
        <TextField
          name="vendorLogin"
          label={t('licences.vendorUser.login')}
          description={t('licences.vendorUser.loginHint')}
          defaultValue={(of('choose') ? refused.typed('vendorLogin') : undefined) ?? login}
          error={of('choose') ? refused.errorOf('vendorLogin') : undefined}
          autoCapitalize="none"
          spellCheck={false}
        />
        <div>
          <SubmitButton appearance="secondary">{t('licences.vendorUser.save')}</SubmitButton>
        </div>
      </Form>
      {isFound || isDisabled ? null : (
        <Form method="post" className={css.assign} noValidate>
          <input type="hidden" name="tenantId" value={tenantId} />
          <input type="hidden" name="intent" value="create" />
          <TextField
            name="vendorLogin"
            label={t('licences.vendorUser.newLogin')}
            description={t('licences.vendorUser.newLoginHint')}
            defaultValue={(of('create') ? refused.typed('vendorLogin') : undefined) ?? suggestedLogin}
            error={of('create') ? refused.errorOf('vendorLogin') : undefined}
            autoCapitalize="none"
            spellCheck={false}
          />
          <div>
            <SubmitButton appearance="secondary">{t('licences.vendorUser.create')}</SubmitButton>
          </div>
        </Form>
      )}
    </>
  );
}
