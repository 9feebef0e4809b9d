import { redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import type { Route } from './+types/second-factor-page.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import css from './second-factor.module.css';
import { SecondFactorForm } from './second-factor-forms.tsx';
import { SecondFactorMethods } from './second-factor-methods.tsx';
import { changeSecondFactor, type FactorForm, loadSecondFactor } from './second-factor-requests.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, (caller) => loadSecondFactor(caller, new URL(args.request.url).searchParams));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const outcome = await changeSecondFactor(caller, form);
    if ('again' in outcome) return redirect(formAt(outcome.again));
    if (outcome.recoveryCodes !== null) return { recoveryCodes: outcome.recoveryCodes };
    return redirect(`${paths.secondFactor()}?done=${outcome.done}`);
  });

function formAt(form: FactorForm, passkeyId?: string): string {
  const search = new URLSearchParams({ form, ...(passkeyId === undefined ? {} : { passkey: passkeyId }) });
  return `${paths.secondFactor()}?${search}`;
}

/** The second factor of the caller: one form of it, recovery codes that were just made, or all methods. */
export default function SecondFactorPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { factor, form } = loaderData;
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const codes = actionData !== undefined && 'recoveryCodes' in actionData ? actionData.recoveryCodes : null;
  const isOn = factor.app !== null || factor.passkeys.length > 0;
  return (
    <>
      <PageHeader
        title={t('signIn.factor.title')}
        status={
          <Status meaning={isOn ? 'good' : 'neutral'}>{isOn ? t('signIn.factor.on') : t('signIn.factor.off')}</Status>
        }
        facts={[t('signIn.factor.intro')]}
        crumbs={[{ label: t('signIn.profile.title'), to: paths.profile() }, { label: t('signIn.factor.title') }]}
      />
      <Done isShown={actionData === undefined} />
      {codes !== null ? (
        <Section title={t('signIn.factor.codes')}>
          <RecoveryCodes codes={codes} />
          <div className={css.actions}>
            <ButtonLink to={paths.secondFactor()} appearance="primary" reloadDocument>
              {t('signIn.factor.codesSaved')}
            </ButtonLink>
          </div>
        </Section>
      ) : form === null ? (
        <>
          {factor.isRequired ? <Notice meaning="information">{t('signIn.factor.required')}</Notice> : null}
          <SecondFactorMethods factor={factor} formAt={formAt} />
        </>
      ) : (
        <Section title={t(`signIn.factor.formTitle.${form}`)}>
          <SecondFactorForm form={form} shown={loaderData} refused={refused} cancelTo={paths.secondFactor()} />
        </Section>
      )}
    </>
  );
}

const DONE = ['appAdded', 'appRemoved', 'passkeyAdded', 'passkeyRemoved'] as const;

/** Confirms the change that the address of the page names, if any. */
function Done({ isShown }: { isShown: boolean }) {
  const t = useT();
  const [search] = useSearchParams();
  const done = DONE.find((one) => one === search.get('done'));
  if (done === undefined || !isShown) return null;
  return (
    <Notice meaning="good" live>
      {t(`signIn.factor.done.${done}`)}
    </Notice>
  );
}
