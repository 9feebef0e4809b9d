import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { safeReturnPath } from '../session/return-path.ts';
import type { Route } from './+types/set-up-page.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import css from './second-factor.module.css';
import { SecondFactorForm } from './second-factor-forms.tsx';
import { changeSecondFactor, loadSecondFactor } from './second-factor-requests.ts';

/** For people who have signed in and must set up a second factor before anything else. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const next = safeReturnPath(search.get('next'));
    if (!caller.actor.roles.includes('enrolling')) throw redirect(next);
    return { brandName: caller.site.brandName, next, ...(await loadSecondFactor(caller, search)) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const next = safeReturnPath(new URL(args.request.url).searchParams.get('next'));
    const outcome = await changeSecondFactor(caller, form);
    if ('again' in outcome) return redirect(setUpAt(next, outcome.again));
    return outcome.recoveryCodes === null ? redirect(next) : { recoveryCodes: outcome.recoveryCodes };
  });

function setUpAt(next: string, form?: 'app' | 'passkey'): string {
  const search = new URLSearchParams({ next, ...(form === undefined ? {} : { form }) });
  return `${paths.setUpSecondFactor()}?${search}`;
}

export default function SetUpPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { brandName, next, form } = loaderData;
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const codes = actionData !== undefined && 'recoveryCodes' in actionData ? actionData.recoveryCodes : null;
  return (
    <SignInFrame
      brand={{ name: brandName, to: paths.setUpSecondFactor() }}
      title={t('signIn.setUp.title')}
      languageAction={paths.language()}
    >
      {codes !== null ? (
        <>
          <Notice meaning="good">{t('signIn.setUp.done')}</Notice>
          <RecoveryCodes codes={codes} />
          <ButtonLink to={next} appearance="primary">
            {t('signIn.setUp.openPortal')}
          </ButtonLink>
        </>
      ) : form === 'app' || form === 'passkey' ? (
        <SecondFactorForm form={form} shown={loaderData} refused={refused} cancelTo={setUpAt(next)} />
      ) : (
        <Choice next={next} />
      )}
    </SignInFrame>
  );
}

/** The two methods, each with its link. */
function Choice({ next }: { next: string }) {
  const t = useT();
  return (
    <div className={css.codes}>
      <p>{t('signIn.setUp.intro')}</p>
      <section className={css.key}>
        <h2>{t('signIn.factor.app')}</h2>
        <p>{t('signIn.factor.appIntro')}</p>
        <ButtonLink to={setUpAt(next, 'app')} appearance="primary">
          {t('signIn.factor.setUpApp')}
        </ButtonLink>
      </section>
      <section className={css.key}>
        <h2>{t('signIn.factor.passkeys')}</h2>
        <p>{t('signIn.factor.passkeysIntro')}</p>
        <ButtonLink to={setUpAt(next, 'passkey')}>{t('signIn.factor.addPasskey')}</ButtonLink>
      </section>
      <Form method="post" action={paths.signOut()}>
        <SubmitButton appearance="quiet">{t('signIn.setUp.signOut')}</SubmitButton>
      </Form>
    </div>
  );
}
