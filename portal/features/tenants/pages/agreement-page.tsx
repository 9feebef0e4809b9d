import { Form, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useLivePage } from '#ui/use-live-page.ts';
import { acceptanceFor, answerAcceptance } from '../agreement/answer-acceptance.ts';
import { nameSignatory } from '../agreement/name-signatory.ts';
import type { Route } from './+types/agreement-page.ts';
import { AcceptanceNotice } from './acceptance-notice.tsx';
import css from './agreement.module.css';
import { SignatoryFields, signatoryIn } from './signatory-fields.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({ acceptance: await acceptanceFor(caller, args.params.tenantId) }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { tenantId } = args.params;
    if (!(await answerAcceptance(caller, tenantId, form))) {
      await caller.call(nameSignatory, { tenantId, signatory: signatoryIn(form) });
    }
    return redirect(paths.agreement(tenantId));
  });

const RELOAD_MS = 5_000;

/** The Microsoft Customer Agreement of one Microsoft account: who accepts it, and where that stands. */
export default function AgreementPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { acceptance } = loaderData;
  const { status, signatory } = acceptance;
  const refused = useRefusedForm(actionData);
  useLivePage(status === 'preparing' || status === 'pending' || status === 'unverified', RELOAD_MS);
  const shown = (field: string) => {
    const name = field.replace('signatory.', '') as keyof NonNullable<typeof signatory>;
    return refused.typed(field) ?? signatory?.[name] ?? '';
  };
  return (
    <>
      <PageHeader
        title={t('tenants.agreement.title')}
        facts={[acceptance.domain]}
        crumbs={[
          { label: t('tenants.list.title'), to: paths.microsoftAccounts() },
          { label: acceptance.domain, to: paths.microsoftAccount(acceptance.tenantId) },
          { label: t('tenants.agreement.title') },
        ]}
      />
      <FormErrors errors={refused.errors} />
      <AcceptanceNotice acceptance={acceptance} isOwnPage />
      {status === 'accepted' ? null : (
        <Section title={t('tenants.agreement.signatory')} intro={t('tenants.agreement.signatoryIntro')}>
          <Form method="post" className={css.column}>
            <SignatoryFields errorOf={refused.errorOf} shown={shown} />
            <SubmitButton name="intent" value="nameSignatory">
              {t('tenants.agreement.save')}
            </SubmitButton>
          </Form>
        </Section>
      )}
    </>
  );
}
