import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Locale } from '#platform/wire.ts';
import { DateText } from '#ui/date-text.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { getProfile } from '../../users/get-profile.ts';
import { setLanguage } from '../../users/set-language.ts';
import { updateProfile } from '../../users/update-profile.ts';
import { changePassword } from '../change-password.ts';
import { authOf } from '../resolve-caller.server.ts';
import { PASSWORD_LENGTH_MIN } from '../rules.ts';
import { signOutEverywhere } from '../sign-out-everywhere.ts';
import type { Route } from './+types/profile-page.ts';
import css from './profile-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({ profile: await caller.call(getProfile, {}), minimum: PASSWORD_LENGTH_MIN }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const text = (name: string) => String(form.get(name) ?? '');
    switch (form.get('intent')) {
      case 'language':
        await caller.call(setLanguage, { locale: Locale.parse(form.get('locale')) });
        return redirect(paths.profile());
      case 'password': {
        const password = text('password');
        const { login } = await caller.call(changePassword, {
          currentPassword: text('currentPassword'),
          password,
          repeatedPassword: text('repeatedPassword'),
        });
        const headers = await authOf(caller).signIn({ login, password });
        return redirect(`${paths.profile()}?done=password`, { headers });
      }
      case 'signOutEverywhere':
        await caller.call(signOutEverywhere, {});
        return redirect(`${paths.signIn()}?reason=signedOut`, { headers: await authOf(caller).signOut() });
      default:
        await caller.call(updateProfile, {
          firstName: text('firstName'),
          lastName: text('lastName'),
          phone: text('phone'),
          notificationEmail: text('notificationEmail'),
        });
        return redirect(`${paths.profile()}?done=data`);
    }
  });

export default function ProfilePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const { profile, minimum } = loaderData;
  const refused = useRefusedForm(actionData);
  const refusedIntent = refused.typed('intent');
  const refusedData = refusedIntent === 'data';
  const shownIn = (name: 'firstName' | 'lastName' | 'phone' | 'notificationEmail') =>
    (refusedData ? refused.typed(name) : undefined) ?? profile[name] ?? undefined;
  const done = actionData === undefined ? search.get('done') : null;
  return (
    <>
      <PageHeader
        title={t('signIn.profile.title')}
        facts={[profile.login, t('signIn.profile.facts', { role: profile.role })]}
      />
      {done === 'data' ? (
        <Notice meaning="good" live>
          {t('signIn.profile.saved')}
        </Notice>
      ) : null}
      {done === 'password' ? (
        <Notice meaning="good" live>
          {t('signIn.profile.passwordSaved')}
        </Notice>
      ) : null}
      <Section title={t('signIn.profile.data')} intro={t('signIn.profile.dataIntro')}>
        <Form method="post" className={css.form}>
          <input type="hidden" name="intent" value="data" />
          <FormErrors errors={refusedData ? refused.errors : []} />
          <TextField
            name="firstName"
            label={t('signIn.profile.firstName')}
            autoComplete="given-name"
            defaultValue={shownIn('firstName')}
            error={refused.errorOf('firstName')}
          />
          <TextField
            name="lastName"
            label={t('signIn.profile.lastName')}
            autoComplete="family-name"
            defaultValue={shownIn('lastName')}
            error={refused.errorOf('lastName')}
          />
          <TextField
            name="phone"
            type="tel"
            label={t('signIn.profile.phone')}
            autoComplete="tel"
            optional
            defaultValue={shownIn('phone')}
            error={refused.errorOf('phone')}
          />
          <TextField
            name="notificationEmail"
            type="email"
            label={t('signIn.profile.notificationEmail')}
            description={t('signIn.profile.notificationEmailHint')}
            autoComplete="email"
            optional
            defaultValue={shownIn('notificationEmail')}
            error={refused.errorOf('notificationEmail')}
          />
          <SubmitButton variant="secondary" name="intent" value="data">
            {t('signIn.profile.save')}
          </SubmitButton>
        </Form>
      </Section>
      <Section title={t('signIn.profile.language')} intro={t('signIn.profile.languageIntro')}>
        <Form method="post" className={css.form} reloadDocument>
          <input type="hidden" name="intent" value="language" />
          <SelectField
            key={profile.locale}
            name="locale"
            label={t('signIn.profile.languageField')}
            defaultValue={profile.locale}
            options={[
              { value: 'it', label: 'Italiano' },
              { value: 'en', label: 'English' },
            ]}
          />
          <SubmitButton variant="secondary">{t('signIn.profile.languageSave')}</SubmitButton>
        </Form>
      </Section>
      <Section title={t('signIn.profile.password')} intro={t('signIn.profile.passwordIntro')}>
        <Form method="post" className={css.form}>
          <input type="hidden" name="intent" value="password" />
          <FormErrors errors={refusedIntent === 'password' ? refused.errors : []} />
          <input type="text" value={profile.login} autoComplete="username" readOnly hidden />
          <PasswordField
            name="currentPassword"
            label={t('signIn.profile.currentPassword')}
            autoComplete="current-password"
            error={refused.errorOf('currentPassword')}
          />
          <PasswordField
            name="password"
            label={t('signIn.newPassword')}
            description={t('signIn.newPasswordHint', { minimum })}
            autoComplete="new-password"
            error={refused.errorOf('password')}
          />
          <PasswordField
            name="repeatedPassword"
            label={t('signIn.repeatedPassword')}
            autoComplete="new-password"
            error={refused.errorOf('repeatedPassword')}
          />
          <SubmitButton variant="secondary">{t('signIn.profile.passwordSave')}</SubmitButton>
        </Form>
      </Section>
      <Section title={t('signIn.profile.sessions')}>
        <ul className={css.sessions}>
          {profile.sessions.map((session) => (
            <li key={session.startedAt}>
              <span>
                {session.device === null
                  ? t('signIn.profile.unknownDevice')
                  : t('signIn.profile.device', session.device)}
              </span>
              <DateText at={session.startedAt} withTime relative={false} />
            </li>
          ))}
        </ul>
        <Form method="post">
          <input type="hidden" name="intent" value="signOutEverywhere" />
          <SubmitButton variant="secondary">{t('signIn.profile.signOutEverywhere')}</SubmitButton>
        </Form>
      </Section>
    </>
  );
}
