import { Form, redirect } from 'react-router';
import { PASSWORD_LENGTH_MIN } from '#features/sign-in/sign-in.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { paths } from '#ui/paths.ts';
import { RadioCards } from '#ui/radio-cards.tsx';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { readTableQuery } from '#ui/table-query.ts';
import { changeRole } from '../change-role.ts';
import { afterDeed, DoneNotice } from '../completed-notice.tsx';
import { disableUser } from '../disable-user.ts';
import { enableUser } from '../enable-user.ts';
import { getUser } from '../get-user.ts';
import { listSignIns } from '../list-sign-ins.ts';
import { removeUser } from '../remove-user.ts';
import { resendActivation } from '../resend-activation.ts';
import { setUserPassword } from '../set-user-password.ts';
import { unlockUser } from '../unlock-user.ts';
import { UserStatusText } from '../user-status.tsx';
import type { Route } from './+types/user-page.ts';
import css from './user-form.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { userId } = args.params;
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['attemptedAt'] });
    const { page, pageSize } = query;
    return {
      query,
      minimum: PASSWORD_LENGTH_MIN,
      user: await caller.call(getUser, { userId }),
      history: await caller.call(listSignIns, { userId, page, pageSize }),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { userId } = args.params;
    const page = paths.user(userId);
    switch (form.get('intent')) {
      case 'password':
        await caller.call(setUserPassword, { userId, password: String(form.get('password') ?? '') });
        return redirect(afterDeed(page, 'password'));
      case 'activation':
        await caller.call(resendActivation, { userId });
        return redirect(afterDeed(page, 'activation'));
      case 'role':
        await caller.call(changeRole, {
          userId,
          role: form.get('role') === 'administrator' ? 'administrator' : 'serviceUser',
        });
        return redirect(afterDeed(page, 'role'));
      case 'unlock':
        await caller.call(unlockUser, { userId });
        return redirect(afterDeed(page, 'unlocked'));
      case 'disable':
        await caller.call(disableUser, { userId });
        return redirect(afterDeed(page, 'disabled'));
      case 'enable':
        await caller.call(enableUser, { userId });
        return redirect(afterDeed(page, 'enabled'));
      case 'remove':
        await caller.call(removeUser, { userId, confirmed: form.get('confirmed') !== null });
        return redirect(afterDeed(paths.users(), 'removed'));
      default:
        return redirect(page);
    }
  });

type Loaded = Route.ComponentProps['loaderData'];
type User = Loaded['user'];

export default function UserPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { user, history, query, minimum } = loaderData;
  const refused = useRefusedForm(actionData);
  const name = `${user.firstName} ${user.lastName}`;
  return (
    <>
      <PageHeader
        title={name}
        status={<UserStatusText user={user} />}
        facts={[user.login, t(`users.role.${user.role}`)]}
        crumbs={[{ label: t('users.title'), to: paths.users() }, { label: name }]}
        primary={
          <ButtonLink to={paths.editUser(user.id)} variant="primary">
            {t('users.page.edit')}
          </ButtonLink>
        }
      />
      {actionData === undefined ? <DoneNotice /> : null}
      <FormErrors errors={refused.errors} />
      <PersonalData user={user} />
      <Access user={user} minimum={minimum} refused={refused} />
      {user.isSelf ? (
        <Section title={t('users.page.roleTitle')}>
          <p>{t('users.page.self')}</p>
        </Section>
      ) : (
        <>
          <Role user={user} />
          <EnablingAndRemoval user={user} name={name} refused={refused} />
        </>
      )}
      <History history={history} query={query} />
    </>
  );
}

function PersonalData({ user }: { user: User }) {
  const t = useT();
  const none = t('users.page.noValue');
  const place = [user.addressLine, [user.postalCode, user.city].filter(Boolean).join(' '), user.province]
    .filter((part) => part !== null && part !== '')
    .join(', ');
  return (
    <Section title={t('users.page.data')}>
      <Facts
        facts={[
          { term: t('users.login'), value: user.login },
          { term: t('users.email'), value: user.email },
          { term: t('users.new.notificationEmail'), value: user.notificationEmail ?? none },
          { term: t('users.page.phone'), value: user.phone ?? none },
          { term: t('users.page.address'), value: place === '' ? none : place },
          { term: t('users.new.language'), value: user.locale === 'it' ? 'Italiano' : 'English' },
          { term: t('users.createdAt'), value: <DateText at={user.createdAt} /> },
        ]}
      />
    </Section>
  );
}

function Access({ user, minimum, refused }: { user: User; minimum: number; refused: RefusedForm }) {
  const t = useT();
  return (
    <Section title={t('users.page.access')}>
      {user.status === 'locked' && user.lockedUntil !== null ? (
        <Form method="post" className={css.act}>
          <p>
            {t('users.page.lockedUntil')} <DateText at={user.lockedUntil} withTime relative={false} />
          </p>
          <SubmitButton variant="secondary" name="intent" value="unlock">
            {t('users.page.unlock')}
          </SubmitButton>
        </Form>
      ) : null}
      {user.passwordSetAt === null && user.status !== 'disabled' ? <Activation user={user} /> : null}
      <Form method="post" className={css.act}>
        <p>{t('users.page.passwordIntro')}</p>
        <PasswordField
          name="password"
          label={t('users.page.newPassword')}
          description={t('users.page.newPasswordHint', { minimum })}
          autoComplete="new-password"
          error={refused.errorOf('password')}
        />
        <SubmitButton variant="secondary" name="intent" value="password">
          {t('users.page.setPassword')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

function Activation({ user }: { user: User }) {
  const t = useT();
  const { activationExpiresAt: expiresAt } = user;
  return (
    <Form method="post" className={css.act}>
      {expiresAt === null ? (
        <p>{t('users.page.activationNever')}</p>
      ) : (
        <p>
          {user.hint === 'linkExpired' ? t('users.page.activationExpired') : t('users.page.activationExpires')}{' '}
          <DateText at={expiresAt} withTime />
        </p>
      )}
      <SubmitButton variant="secondary" name="intent" value="activation">
        {expiresAt === null ? t('users.page.sendActivation') : t('users.page.resendActivation')}
      </SubmitButton>
    </Form>
  );
}

function Role({ user }: { user: User }) {
  const t = useT();
  return (
    <Section title={t('users.page.roleTitle')}>
      <Form method="post" className={css.act}>
        <RadioCards
          key={user.role}
          name="role"
          label={t('users.new.permissions')}
          defaultValue={user.role}
          cards={[
            { value: 'serviceUser', title: t('users.new.serviceUser'), description: t('users.new.serviceUserHint') },
            {
              value: 'administrator',
              title: t('users.new.administrator'),
              description: t('users.new.administratorHint'),
            },
          ]}
        />
        <SubmitButton variant="secondary" name="intent" value="role">
          {t('users.page.changeRole')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

function EnablingAndRemoval({ user, name, refused }: { user: User; name: string; refused: RefusedForm }) {
  const t = useT();
  const isDisabled = user.status === 'disabled';
  return (
    <Section title={t('users.page.stateTitle')}>
      <Form method="post" className={css.act}>
        <p>{isDisabled ? t('users.page.enableText') : t('users.page.disableText')}</p>
        <SubmitButton variant="secondary" name="intent" value={isDisabled ? 'enable' : 'disable'}>
          {isDisabled ? t('users.page.enable') : t('users.page.disable')}
        </SubmitButton>
      </Form>
      <Form method="post" className={css.act}>
        <p>{t('users.page.removeText')}</p>
        <CheckboxField
          name="confirmed"
          label={t('users.page.removeConfirm', { name })}
          error={refused.errorOf('confirmed')}
        />
        <SubmitButton variant="danger" name="intent" value="remove">
          {t('users.page.remove')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

function History({ history, query }: Pick<Loaded, 'history' | 'query'>) {
  const t = useT();
  return (
    <Section title={t('users.page.history')} frame="plain">
      <DataTable
        caption={t('users.page.history')}
        rows={history.signIns}
        rowKey={(signIn) => signIn.id}
        query={query}
        total={history.total}
        empty={<EmptyState title={t('users.page.historyNone')}>{t('users.page.historyNoneText')}</EmptyState>}
        columns={[
          {
            key: 'attemptedAt',
            header: t('users.page.historyWhen'),
            cell: (signIn) => <DateText at={signIn.attemptedAt} withTime relative={false} />,
          },
          {
            key: 'outcome',
            header: t('users.page.historyOutcome'),
            cell: (signIn) => t(`users.outcome.${signIn.outcome}`),
          },
          { key: 'ipAddress', header: t('users.page.historyAddress'), cell: (signIn) => signIn.ipAddress },
          {
            key: 'userAgent',
            header: t('users.page.historyDevice'),
            cell: (signIn) => signIn.userAgent,
            phone: 'hidden',
          },
        ]}
      />
    </Section>
  );
}
