import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Locale } from '#platform/wire.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { createUser } from '../manage/create-user.ts';
import { getServices } from '../services/get-services.ts';
import type { Route } from './+types/new-user-page.ts';
import { accountKindOf, rolesIn, rolesToGive, useUsersTitle } from './account-kind.ts';
import { withCompleted } from './completed-notice.tsx';
import { RoleFields } from './role-fields.tsx';
import { ServiceChoice } from './service-choice.tsx';
import { serviceIdsIn } from './service-ids-in.ts';
import css from './user-form.module.css';

/** Checks that the caller may add users. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { services } = await caller.call(getServices, {});
    const kind = accountKindOf(caller);
    return { kind, services, toGive: rolesToGive(caller, kind) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const text = (name: string) => String(form.get(name) ?? '');
    const sendActivationMail = form.get('sendActivationMail') !== null;
    const { userId } = await caller.call(createUser, {
      firstName: text('firstName'),
      lastName: text('lastName'),
      email: text('email'),
      notificationEmail: text('notificationEmail'),
      roles: rolesIn(form, accountKindOf(caller)),
      locale: Locale.catch('it').parse(form.get('locale')),
      serviceIds: serviceIdsIn(form),
      sendActivationMail,
    });
    return redirect(withCompleted(paths.user(userId), sendActivationMail ? 'createdWithMail' : 'created'));
  });

export default function NewUserPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { kind, services, toGive } = loaderData;
  const title = t(kind === 'provider' ? 'users.staff.newTitle' : 'users.new.title');
  const refused = useRefusedForm(actionData);
  const field = (name: 'firstName' | 'lastName' | 'email' | 'notificationEmail') => ({
    name,
    label: t(`users.new.${name}`),
    defaultValue: refused.typed(name),
    error: refused.errorOf(name),
  });
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: useUsersTitle(kind), to: paths.users() }, { label: title }]}
        actions={<ButtonLink to={paths.importUsers()}>{t('users.import.several')}</ButtonLink>}
      />
      <Form method="post" className={css.page}>
        <FormErrors errors={refused.errors} />
        <Section title={t('users.new.person')}>
          <div className={css.form}>
            <div className={css.pair}>
              <TextField {...field('firstName')} autoComplete="off" />
              <TextField {...field('lastName')} autoComplete="off" />
            </div>
            <TextField {...field('email')} type="email" description={t('users.new.emailHint')} autoComplete="off" />
            <TextField
              {...field('notificationEmail')}
              type="email"
              description={t('users.new.notificationEmailHint')}
              autoComplete="off"
              optional
            />
            <SelectField
              name="locale"
              label={t('users.new.language')}
              defaultValue={refused.typed('locale') ?? locale}
              options={[
                { value: 'it', label: 'Italiano' },
                { value: 'en', label: 'English' },
              ]}
            />
          </div>
        </Section>
        <RoleFields kind={kind} label={t('users.new.permissions')} toGive={toGive} error={refused.errorOf('roles')} />
        {services.length === 0 ? null : (
          <Section title={t('users.services.title')} intro={t('users.services.newIntro')}>
            <ServiceChoice
              services={services}
              legend={t('users.services.choose')}
              error={refused.errorOf('serviceIds')}
            />
          </Section>
        )}
        <CheckboxField
          name="sendActivationMail"
          label={t('users.new.sendActivation')}
          description={t('users.new.sendActivationHint')}
          defaultChecked={actionData === undefined || refused.typed('sendActivationMail') !== undefined}
        />
        <div className={css.buttons}>
          <SubmitButton>{t('users.new.finish')}</SubmitButton>
          <ButtonLink to={paths.users()}>{t('users.new.cancel')}</ButtonLink>
        </div>
      </Form>
    </>
  );
}
