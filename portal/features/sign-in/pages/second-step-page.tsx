import { Form, Link, redirect } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { answerForm } from '#platform/page.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { completeSecondStep } from '../second-factor/complete-second-step.ts';
import { getSecondStep } from '../second-factor/get-second-step.ts';
import { signInWithPasskey } from '../second-factor/sign-in-with-passkey.ts';
import { safeReturnPath } from '../session/return-path.ts';
import type { Route } from './+types/second-step-page.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { passkeySignatureIn } from './second-factor-requests.ts';
import css from './sign-in-page.module.css';

export async function loader({ request, context }: Route.LoaderArgs) {
  const caller = callerOf(context);
  const next = safeReturnPath(new URL(request.url).searchParams.get('next'));
  if (caller.signedIn !== null) throw redirect(next);
  const { brandName, supportEmail } = caller.site;
  try {
    return { brandName, supportEmail, ...(await caller.call(getSecondStep, {})) };
  } catch (error) {
    if (isRefusal(error)) throw redirect(signInAnew(next));
    throw error;
  }
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const next = safeReturnPath(new URL(args.request.url).searchParams.get('next'));
    try {
      if (form.get('intent') === 'passkey') await caller.call(signInWithPasskey, { answer: passkeySignatureIn(form) });
      else await caller.call(completeSecondStep, { code: String(form.get('code') ?? '') });
    } catch (error) {
      if (isRefusal(error) && error.code === 'signIn.secondStepEnded') return redirect(signInAnew(next));
      throw error;
    }
    return redirect(next);
  });

function signInAnew(next: string): string {
  return `${paths.signIn()}?${new URLSearchParams({ reason: 'secondStepEnded', next })}`;
}

export default function SecondStepPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { brandName, supportEmail, hasApp, hasPasskey } = loaderData;
  return (
    <SignInFrame
      brand={{ name: brandName, to: paths.signIn() }}
      title={t('signIn.secondStep.title')}
      languageAction={paths.language()}
      footer={<a href={`mailto:${supportEmail}`}>{supportEmail}</a>}
    >
      <p>{t('signIn.secondStep.intro')}</p>
      <FormErrors errors={refused.errors} />
      {hasPasskey ? (
        <>
          <PasskeyForm ceremony="get" intent="passkey" submit={t('signIn.secondStep.usePasskey')} />
          <p className={css.or}>{t('signIn.secondStep.or')}</p>
        </>
      ) : null}
      {/* The whole page is loaded anew: the person may have another language than this browser. */}
      <Form method="post" className={css.form} reloadDocument>
        <TextField
          name="code"
          label={t('signIn.factor.code')}
          description={hasApp ? t('signIn.factor.codeHint') : t('signIn.secondStep.recoveryHint')}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          error={refused.errorOf('code')}
        />
        <SubmitButton appearance={hasPasskey ? 'secondary' : 'primary'}>{t('signIn.secondStep.submit')}</SubmitButton>
      </Form>
      <p className={css.aside}>{t('signIn.secondStep.lost')}</p>
      <Link to={paths.signIn()}>{t('signIn.secondStep.back')}</Link>
    </SignInFrame>
  );
}
