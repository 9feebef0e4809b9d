import { Form, Link } from 'react-router';
import { callerOf } from '#platform/caller.server.ts';
import { answerForm } from '#platform/page.server.ts';
import { isRefusal } from '#platform/refusal.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { SignInFrame } from '#ui/sign-in-frame.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { confirmAddress } from '../address/confirm-address.ts';
import { getAddressConfirmation } from '../address/get-address-confirmation.ts';
import type { Route } from './+types/confirm-address-page.ts';
import { becomes } from './pending-address.tsx';
import css from './user-form.module.css';

const tokenOf = (request: Request) => new URL(request.url).searchParams.get('token') ?? '-';

/** Only shows what the link does: programs that look at mails open links too. The button confirms. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const caller = callerOf(context);
  const { brandName } = caller.site;
  try {
    return {
      brandName,
      link: await caller.call(getAddressConfirmation, { token: tokenOf(request) }),
      deadBecause: null,
    };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const code = error.code === 'input.invalid' ? 'users.addressLinkUnknown' : error.code;
    const [because] = caller.explain({ code, facts: {}, fields: [] });
    return { brandName, link: null, deadBecause: because?.message ?? null };
  }
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller) => ({
    confirmed: await caller.call(confirmAddress, { token: tokenOf(args.request) }),
  }));

export default function ConfirmAddressPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { brandName, link, deadBecause } = loaderData;
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const frame = { brand: { name: brandName, to: paths.signIn() }, languageAction: paths.language() };
  if (actionData !== undefined && 'confirmed' in actionData) {
    return (
      <SignInFrame {...frame} title={t('users.confirm.doneTitle')}>
        <Notice meaning="good" live>
          {t('users.confirm.done', { login: actionData.confirmed.login })}
        </Notice>
        <Link to={paths.signIn()}>{t('users.confirm.signIn')}</Link>
      </SignInFrame>
    );
  }
  if (link === null) {
    return (
      <SignInFrame {...frame} title={t('users.confirm.deadTitle')}>
        <Notice meaning="attention">{deadBecause}</Notice>
        <Link to={paths.signIn()}>{t('users.confirm.signIn')}</Link>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame {...frame} title={t('users.confirm.title')}>
      <p>{t(`users.confirm.intro.${becomes(link)}`, link)}</p>
      <p>{t('users.confirm.consequences')}</p>
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        <SubmitButton>{t('users.confirm.submit')}</SubmitButton>
      </Form>
    </SignInFrame>
  );
}
