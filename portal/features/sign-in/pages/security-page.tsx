import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { getSecondFactorRule } from '../second-factor/get-second-factor-rule.ts';
import { setSecondFactorRule } from '../second-factor/set-second-factor-rule.ts';
import type { Route } from './+types/security-page.ts';
import css from './second-factor.module.css';

export const loader = (args: Route.LoaderArgs) => answerPage(args, (caller) => caller.call(getSecondFactorRule, {}));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(setSecondFactorRule, { isRequired: form.get('intent') === 'require' });
    return redirect(paths.accountSecurity());
  });

/** The rules of the account about signing in. */
export default function SecurityPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { isRequired, peopleCount, peopleWithoutCount } = loaderData;
  return (
    <>
      <PageHeader
        title={t('signIn.security.title')}
        crumbs={[{ label: t('accounts.account'), to: paths.account() }, { label: t('signIn.security.title') }]}
      />
      <Section title={t('signIn.security.rule')} intro={t('signIn.security.ruleIntro')}>
        <FormErrors errors={refused.errors} />
        <Facts
          facts={[
            {
              term: t('signIn.security.state'),
              value: (
                <Status meaning={isRequired ? 'good' : 'neutral'}>
                  {isRequired ? t('signIn.security.required') : t('signIn.security.optional')}
                </Status>
              ),
            },
            {
              term: t('signIn.security.without'),
              value: t('signIn.security.withoutCount', { without: peopleWithoutCount, total: peopleCount }),
            },
          ]}
        />
        <Form method="post" className={css.actions}>
          <SubmitButton
            appearance={isRequired ? 'secondary' : 'primary'}
            name="intent"
            value={isRequired ? 'release' : 'require'}
          >
            {isRequired ? t('signIn.security.release') : t('signIn.security.require')}
          </SubmitButton>
          <ButtonLink to={paths.secondFactor()} appearance="quiet">
            {t('signIn.security.own')}
          </ButtonLink>
        </Form>
      </Section>
    </>
  );
}
