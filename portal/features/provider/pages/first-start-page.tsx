import { Form, Link, redirect } from 'react-router';
import { PASSWORD_LENGTH_MIN } from '#features/users/users.ts';
import { callerOf } from '#platform/caller.server.ts';
import { answerForm } from '#platform/page.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import { Locale } from '#platform/wire.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useLocale, useT } from '#ui/i18n.ts';
import { NewPasswordFields } from '#ui/new-password-fields.tsx';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { SelectField } from '#ui/select-field.tsx';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { acceptInvitation } from '../invitation/accept-invitation.ts';
import { getInvitation } from '../invitation/get-invitation.ts';
import type { Route } from './+types/first-start-page.ts';
import css from './provider-page.module.css';

/** A link that does not work has its own answer on this page; it is not a page that does not exist. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const caller = callerOf(context);
  const shown = { brandName: caller.site.brandName, minimum: PASSWORD_LENGTH_MIN };
  try {
    const invitation = await caller.call(getInvitation, { token: tokenIn(request) });
    return { ...shown, invitation, deadBecause: null };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [because] = caller.explain({ code: error.code, facts: {}, fields: [] });
    return { ...shown, invitation: null, deadBecause: because?.message ?? null };
  }
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const text = (name: string) => String(form.get(name) ?? '');
    await caller.call(acceptInvitation, {
      token: tokenIn(args.request),
      firstName: text('firstName'),
      lastName: text('lastName'),
      email: text('email'),
      login: text('login'),
      locale: Locale.catch(caller.locale).parse(form.get('locale')),
      password: text('password'),
      repeatedPassword: text('repeatedPassword'),
    });
    return redirect(`${paths.signIn()}?reason=passwordSet`);
  });

/** A text of another form is the token of no link. */
function tokenIn(request: Request): string {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  return /^[\w-]{1,200}$/.test(token) ? token : '-';
}

/** A person of the provider's staff makes the own access. */
export default function FirstStartPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { brandName, invitation, deadBecause, minimum } = loaderData;
  const refused = useRefusedForm(actionData);
  const frame = { brand: { name: brandName, to: paths.signIn() }, languageAction: paths.language() };
  if (invitation === null) {
    return (
      <SignInFrame {...frame} title={t('signIn.activate.deadTitle')}>
        <Notice meaning="attention">{deadBecause}</Notice>
        <Link to={paths.signIn()}>{t('signIn.recover.back')}</Link>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame {...frame} title={t('signIn.firstStart.title')}>
      <p>{t('signIn.firstStart.intro', { role: invitation.role })}</p>
      <AccessForm invitation={invitation} minimum={minimum} refused={refused} />
    </SignInFrame>
  );
}

type Invitation = NonNullable<Route.ComponentProps['loaderData']['invitation']>;
type FieldName = 'firstName' | 'lastName' | 'email' | 'login';
type AccessFormProps = { invitation: Invitation; minimum: number; refused: RefusedForm };

function AccessForm({ invitation, minimum, refused }: AccessFormProps) {
  const t = useT();
  const locale = useLocale();
  const known: Partial<Record<FieldName, string | null>> = invitation;
  const field = (name: FieldName, autoComplete: string) => ({
    name,
    autoComplete,
    defaultValue: refused.typed(name) ?? known[name] ?? undefined,
    error: refused.errorOf(name),
  });
  return (
    // The whole page is loaded anew: the person may have chosen another language than this browser's.
    <Form method="post" className={css.form} reloadDocument>
      <FormErrors errors={refused.errors} />
      <TextField {...field('firstName', 'given-name')} label={t('users.new.firstName')} />
      <TextField {...field('lastName', 'family-name')} label={t('users.new.lastName')} />
      <TextField
        {...field('email', 'email')}
        type="email"
        label={t('users.new.email')}
        description={t('signIn.firstStart.emailHint')}
      />
      <TextField
        {...field('login', 'username')}
        label={t('signIn.login')}
        description={t('signIn.firstStart.loginHint')}
        autoCapitalize="none"
        spellCheck={false}
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
      <NewPasswordFields minimum={minimum} refused={refused} />
      <SubmitButton>{t('signIn.firstStart.submit')}</SubmitButton>
    </Form>
  );
}
