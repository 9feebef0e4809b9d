import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { editUser } from '../manage/edit-user.ts';
import { getUser } from '../manage/get-user.ts';
import type { User } from '../manage/user-output.ts';
import type { Route } from './+types/edit-user-page.ts';
import { accountKindOf, useUsersTitle } from './account-kind.ts';
import { withCompleted } from './completed-notice.tsx';
import css from './user-form.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const user = await caller.call(getUser, { userId: args.params.userId });
    if (!user.isManageable) throw new Refusal('users.moreRights');
    return { kind: accountKindOf(caller), user };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const text = (name: string) => String(form.get(name) ?? '');
    const { userId } = args.params;
    const { confirmationSentTo } = await caller.call(editUser, {
      userId,
      firstName: text('firstName'),
      lastName: text('lastName'),
      login: text('login'),
      email: text('email'),
      notificationEmail: text('notificationEmail'),
      phone: text('phone'),
      addressLine: text('addressLine'),
      postalCode: text('postalCode'),
      city: text('city'),
      province: text('province'),
    });
    return redirect(withCompleted(paths.user(userId), confirmationSentTo === null ? 'edited' : 'editedToConfirm'));
  });

export default function EditUserPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { user, kind } = loaderData;
  const name = `${user.firstName} ${user.lastName}`;
  return (
    <>
      <PageHeader
        title={t('users.edit.title', { name })}
        crumbs={[
          { label: useUsersTitle(kind), to: paths.users() },
          { label: name, to: paths.user(user.id) },
          { label: t('users.page.edit') },
        ]}
      />
      <Form method="post" className={css.page}>
        <FormErrors errors={refused.errors} />
        <UserFields user={user} refused={refused} />
        <div className={css.buttons}>
          <SubmitButton>{t('users.edit.save')}</SubmitButton>
          <ButtonLink to={paths.user(user.id)}>{t('users.new.cancel')}</ButtonLink>
        </div>
      </Form>
    </>
  );
}

type FieldName =
  | 'firstName'
  | 'lastName'
  | 'login'
  | 'email'
  | 'notificationEmail'
  | 'phone'
  | 'addressLine'
  | 'postalCode'
  | 'city'
  | 'province';

function UserFields({ user, refused }: { user: User; refused: RefusedForm }) {
  const t = useT();
  const field = (name: FieldName) => ({
    name,
    defaultValue: refused.typed(name) ?? user[name] ?? undefined,
    error: refused.errorOf(name),
    autoComplete: 'off',
  });
  return (
    <>
      <Section title={t('users.page.data')}>
        <div className={css.form}>
          <div className={css.pair}>
            <TextField {...field('firstName')} label={t('users.new.firstName')} />
            <TextField {...field('lastName')} label={t('users.new.lastName')} />
          </div>
          <TextField
            {...field('login')}
            label={t('users.page.loginField')}
            description={t('users.edit.loginHint')}
            autoCapitalize="none"
            spellCheck={false}
          />
          <TextField
            {...field('email')}
            type="email"
            label={t('users.new.email')}
            description={t('users.edit.emailHint')}
          />
          <TextField
            {...field('notificationEmail')}
            type="email"
            label={t('users.new.notificationEmail')}
            description={t('users.new.notificationEmailHint')}
            optional
          />
          <TextField {...field('phone')} type="tel" label={t('users.page.phone')} optional />
        </div>
      </Section>
      <Section title={t('users.page.address')}>
        <div className={css.form}>
          <TextField {...field('addressLine')} label={t('users.page.addressLine')} optional />
          <div className={css.pair}>
            <TextField {...field('postalCode')} label={t('users.page.postalCode')} optional />
            <TextField {...field('city')} label={t('users.page.city')} optional />
          </div>
          <TextField {...field('province')} label={t('users.page.province')} optional />
        </div>
      </Section>
    </>
  );
}
