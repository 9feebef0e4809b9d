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
import { readTableQuery } from '#ui/table-query.ts';
import { answerImpersonation } from '../impersonation/answer-impersonation.ts';
import { getImpersonationRule } from '../impersonation/get-impersonation-rule.ts';
import { listImpersonations } from '../impersonation/list-impersonations.ts';
import { ImpersonationByProvider, setImpersonationRule } from '../impersonation/set-impersonation-rule.ts';
import { getSecondFactorRule } from '../second-factor/get-second-factor-rule.ts';
import { setSecondFactorRule } from '../second-factor/set-second-factor-rule.ts';
import type { Route } from './+types/security-page.ts';
import {
  IMPERSONATION_INTENTS,
  ImpersonationList,
  ImpersonationRequests,
  ImpersonationRule,
} from './impersonation-section.tsx';
import css from './second-factor.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const query = readTableQuery(new URL(args.request.url).searchParams, { sortKeys: ['requestedAt'] });
    const { page, pageSize } = query;
    return {
      query,
      factor: await caller.call(getSecondFactorRule, {}),
      impersonation: await caller.call(getImpersonationRule, {}),
      impersonations: await caller.call(listImpersonations, { page, pageSize }),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const intent = form.get('intent');
    const text = (name: string) => String(form.get(name) ?? '');
    if (intent === IMPERSONATION_INTENTS.rule)
      await caller.call(setImpersonationRule, {
        rule: ImpersonationByProvider.catch('never').parse(text('rule')),
      });
    else if (intent === IMPERSONATION_INTENTS.agree || intent === IMPERSONATION_INTENTS.refuse)
      await caller.call(answerImpersonation, {
        impersonationId: text('impersonationId'),
        isAgreed: intent === IMPERSONATION_INTENTS.agree,
      });
    else await caller.call(setSecondFactorRule, { isRequired: intent === 'require' });
    return redirect(paths.accountSecurity());
  });

/** The rules of the account about signing in. */
export default function SecurityPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { query, factor, impersonation, impersonations } = loaderData;
  const { isRequired, peopleCount, peopleWithoutCount } = factor;
  return (
    <>
      <PageHeader
        title={t('signIn.security.title')}
        crumbs={[{ label: t('accounts.account'), to: paths.account() }, { label: t('signIn.security.title') }]}
      />
      <FormErrors errors={refused.errors} />
      <ImpersonationRequests entries={impersonations.items} />
      <Section title={t('signIn.security.rule')} intro={t('signIn.security.ruleIntro')}>
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
      <ImpersonationRule rule={impersonation.rule} />
      <ImpersonationList entries={impersonations} query={query} />
    </>
  );
}
