import { Form, Link, redirect, useSearchParams } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { answerForm } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { signInWithPasskey } from '../second-factor/sign-in-with-passkey.ts';
import { safeReturnPath } from '../session/return-path.ts';
import { secondStepAddress } from '../session/sign-in-address.ts';
import { signIn } from '../session/sign-in-person.ts';
import type { Route } from './+types/sign-in-page.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { passkeySignatureIn } from './second-factor-requests.ts';
import css from './sign-in-page.module.css';

export function loader({ request, context }: Route.LoaderArgs) {
  const { site, signedIn, actor } = callerOf(context);
  const search = new URL(request.url).searchParams;
  if (actor.roles.includes('enrolling')) throw redirect(paths.setUpSecondFactor());
  if (signedIn !== null) throw redirect(safeReturnPath(search.get('next')));
  return { brandName: site.brandName, supportEmail: site.supportEmail, isDemo: site.mode === 'demo' };
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const next = safeReturnPath(new URL(args.request.url).searchParams.get('next'));
    if (form.get('intent') === 'passkey') {
      await caller.call(signInWithPasskey, { answer: passkeySignatureIn(form) });
      return redirect(next);
    }
    const { secondStepNeeded } = await caller.call(signIn, {
      login: String(form.get('login') ?? ''),
      password: String(form.get('password') ?? ''),
    });
    return redirect(secondStepNeeded ? secondStepAddress(next) : next);
  });

export default function SignInPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { brandName, supportEmail, isDemo } = loaderData;
  return (
    <SignInFrame
      brand={{ name: brandName, to: paths.signIn() }}
      title={t('signIn.signIn.title')}
      languageAction={paths.language()}
      footer={<a href={`mailto:${supportEmail}`}>{supportEmail}</a>}
    >
      {actionData === undefined ? <Reason reason={search.get('reason')} /> : null}
      {/* The whole page is loaded anew: the person may have another language than this browser. */}
      <Form method="post" className={css.form} reloadDocument>
        {refused.errors.map(({ message }) => (
          <Notice key={message} meaning="danger" live>
            {message}
          </Notice>
        ))}
        <TextField
          key={search.get('login')}
          name="login"
          label={t('signIn.login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={refused.typed('login') ?? search.get('login') ?? undefined}
        />
        <PasswordField name="password" label={t('signIn.password')} autoComplete="current-password" />
        <SubmitButton>{t('signIn.signIn.submit')}</SubmitButton>
        <Link to={paths.recoverPassword()}>{t('signIn.signIn.recover')}</Link>
      </Form>
      <p className={css.ownAccess}>{t('signIn.signIn.ownAccess')}</p>
      <PasskeyForm ceremony="get" intent="passkey" submit={t('signIn.signIn.withPasskey')} appearance="secondary" />
      {isDemo ? <DemoSignIns next={search.get('next')} /> : null}
    </SignInFrame>
  );
}

/** The reason for which this page was opened, if its address names one. */
function Reason({ reason }: { reason: string | null }) {
  const t = useT();
  switch (reason) {
    case 'sessionEnded':
      return <Notice meaning="attention">{t('signIn.signIn.sessionEnded')}</Notice>;
    case 'secondStepEnded':
      return <Notice meaning="attention">{t('signIn.signIn.secondStepEnded')}</Notice>;
    case 'needed':
      return <Notice meaning="information">{t('signIn.signIn.needed')}</Notice>;
    case 'signedOut':
      return <Notice meaning="good">{t('signIn.signIn.signedOut')}</Notice>;
    case 'passwordSet':
      return <Notice meaning="good">{t('signIn.signIn.passwordSet')}</Notice>;
    default:
      return null;
  }
}

/** The demo's sign-ins. Each fills the login by way of the address, so it works without a script too. */
function DemoSignIns({ next }: { next: string | null }) {
  const t = useT();
  const demo = [
    { login: 'admin', label: t('signIn.signIn.demoAdministrator') },
    { login: 'utente', label: t('signIn.signIn.demoServiceUser') },
    { login: 'fornitore', label: t('signIn.signIn.demoProvider') },
  ];
  return (
    <section className={css.demo} aria-labelledby="demo-sign-ins">
      <h2 id="demo-sign-ins">{t('signIn.signIn.demoTitle')}</h2>
      <p>{t('signIn.signIn.demoText')}</p>
      <Form method="get" preventScrollReset>
        {next === null ? null : <input type="hidden" name="next" value={next} />}
        <div className={css.demoButtons}>
          {demo.map(({ login, label }) => (
            <button key={login} type="submit" name="login" value={login} className={css.demoButton}>
              <span className={css.demoLogin}>{login}</span>
              <span>{label}</span>
            </button>
          ))}
        </div>
      </Form>
    </section>
  );
}
