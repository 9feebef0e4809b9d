import { Form, Link, redirect } from 'react-router';
import { PASSWORD_LENGTH_MIN } from '#features/users/users.ts';
import { callerOf } from '#platform/caller.server.ts';
import { answerForm } from '#platform/page.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { NewPasswordFields } from '#ui/new-password-fields.tsx';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { choosePassword } from '../password/choose-password.ts';
import { getPasswordLink } from '../password/get-password-link.ts';
import { signIn } from '../session/sign-in-person.ts';
import type { Route } from './+types/activate-page.ts';
import css from './sign-in-page.module.css';

/** A link that does not work has its own answer on this page; it is not a page that does not exist. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const caller = callerOf(context);
  const { brandName } = caller.site;
  const token = new URL(request.url).searchParams.get('token') ?? '-';
  try {
    const link = await caller.call(getPasswordLink, { token });
    return { brandName, minimum: PASSWORD_LENGTH_MIN, link, deadBecause: null };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const code = error.code === 'input.invalid' ? 'signIn.linkUnknown' : error.code;
    const [because] = caller.explain({ code, facts: {}, fields: [] });
    return { brandName, minimum: PASSWORD_LENGTH_MIN, link: null, deadBecause: because?.message ?? null };
  }
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const password = String(form.get('password') ?? '');
    const { login } = await caller.call(choosePassword, {
      token: new URL(args.request.url).searchParams.get('token') ?? '',
      password,
      repeatedPassword: String(form.get('repeatedPassword') ?? ''),
    });
    try {
      const { secondStepNeeded } = await caller.call(signIn, { login, password });
      return redirect(secondStepNeeded ? paths.secondStep() : paths.dashboard());
    } catch (error) {
      // The password is stored. An address that may not sign in at the moment gets the sign-in page.
      if (!isRefusal(error)) throw error;
      return redirect(`${paths.signIn()}?reason=passwordSet`);
    }
  });

type Loaded = Route.ComponentProps['loaderData'];

export default function ActivatePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { brandName, minimum, link, deadBecause } = loaderData;
  const refused = useRefusedForm(actionData);
  const frame = { brand: { name: brandName, to: paths.signIn() }, languageAction: paths.language() };
  if (link === null) {
    return (
      <SignInFrame {...frame} title={t('signIn.activate.deadTitle')}>
        <Notice meaning="attention">{deadBecause}</Notice>
        <Link to={paths.signIn()}>{t('signIn.recover.back')}</Link>
      </SignInFrame>
    );
  }
  const isActivation = link.purpose === 'activation';
  return (
    <SignInFrame {...frame} title={isActivation ? t('signIn.activate.title') : t('signIn.activate.recoveryTitle')}>
      <p>{isActivation ? t('signIn.activate.intro', link) : t('signIn.activate.recoveryIntro', link)}</p>
      <PasswordForm link={link} minimum={minimum} refused={refused} />
    </SignInFrame>
  );
}

type PasswordFormProps = { link: NonNullable<Loaded['link']>; minimum: number; refused: RefusedForm };

function PasswordForm({ link, minimum, refused }: PasswordFormProps) {
  const t = useT();
  return (
    // The whole page is loaded anew: the person may have another language than this browser.
    <Form method="post" className={css.form} reloadDocument>
      <FormErrors errors={refused.errors} />
      {/* For password managers: the login that the new password belongs to. */}
      <input type="text" name="login" value={link.login} autoComplete="username" readOnly hidden />
      <NewPasswordFields minimum={minimum} refused={refused} />
      <SubmitButton>
        {link.purpose === 'activation' ? t('signIn.activate.submit') : t('signIn.activate.recoverySubmit')}
      </SubmitButton>
    </Form>
  );
}
