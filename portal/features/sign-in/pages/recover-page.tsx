import { Form, Link } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { answerForm } from '#platform/page.server.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { requestRecovery } from '../password/request-recovery.ts';
import type { Route } from './+types/recover-page.ts';
import css from './sign-in-page.module.css';

export function loader({ context }: Route.LoaderArgs) {
  return { brandName: callerOf(context).site.brandName };
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(requestRecovery, { login: String(form.get('login') ?? '') });
    return { sent: true as const };
  });

export default function RecoverPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  return (
    <SignInFrame
      brand={{ name: loaderData.brandName, to: paths.signIn() }}
      title={t('signIn.recover.title')}
      languageAction={paths.language()}
    >
      {actionData !== undefined && 'sent' in actionData ? (
        <Notice meaning="information" title={t('signIn.recover.sentTitle')} live>
          {t('signIn.recover.sent')}
        </Notice>
      ) : (
        <Form method="post" className={css.form}>
          <p>{t('signIn.recover.intro')}</p>
          <FormErrors errors={refused.errors} />
          <TextField
            name="login"
            label={t('signIn.login')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            error={refused.errorOf('login')}
            defaultValue={refused.typed('login')}
          />
          <SubmitButton>{t('signIn.recover.submit')}</SubmitButton>
        </Form>
      )}
      <Link to={paths.signIn()}>{t('signIn.recover.back')}</Link>
    </SignInFrame>
  );
}
