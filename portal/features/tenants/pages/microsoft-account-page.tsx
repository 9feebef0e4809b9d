import { Form, Link, redirect } from 'react-router';
import type { z } from 'zod';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Restricted } from '#ui/restricted.tsx';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { getTenant } from '../get-tenant.ts';
import { linkExistingTenant } from '../link-existing-tenant.ts';
import { checkDnsRecord } from '../proof/check-dns-record.ts';
import { confirmProofCode } from '../proof/confirm-proof-code.ts';
import { getProofs } from '../proof/get-proofs.ts';
import { sendProofMail } from '../proof/send-proof-mail.ts';
import { removeClaim } from '../remove-claim.ts';
import type { TenantOutput } from '../tenant-output.ts';
import type { Route } from './+types/microsoft-account-page.ts';
import { tenantMeaning } from './labels.ts';
import css from './microsoft-account-page.module.css';
import { ProofWays } from './proof-ways.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { tenantId } = args.params;
    const tenant = await caller.call(getTenant, { tenantId });
    const proves = tenant.status === 'claimed' && isPermitted(caller.actor.roles, getProofs.permission);
    const proofs = proves ? await caller.call(getProofs, { tenantId }) : null;
    return { tenant, proofs, isCheckout: isCheckoutIn(args.request) };
  });

/** The person has come from the checkout, and goes back there after the proof. */
function isCheckoutIn({ url }: Request): boolean {
  return new URL(url).searchParams.has('checkout');
}

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { tenantId } = args.params;
    const text = (name: string) => String(form.get(name) ?? '');
    switch (form.get('intent')) {
      case 'remove':
        await caller.call(removeClaim, { tenantId });
        return redirect(paths.microsoftAccounts());
      case 'sendMail':
        await caller.call(sendProofMail, { tenantId });
        break;
      case 'code':
        await caller.call(confirmProofCode, { tenantId, code: text('code') });
        break;
      case 'dns':
        await caller.call(checkDnsRecord, { tenantId, recordDomain: text('recordDomain') });
        break;
      default:
        return lookAtInvitation(caller, tenantId, form.get('intent') === 'check');
    }
    return redirect(`${paths.microsoftAccount(tenantId)}${isCheckoutIn(args.request) ? '?checkout' : ''}`);
  });

/** Shows the invitation; with a check, says whether it proves the account already. */
async function lookAtInvitation(caller: Caller, tenantId: string, isCheck: boolean) {
  const { domain } = await caller.call(getTenant, { tenantId });
  const { tenant, invitationUrl } = await caller.call(linkExistingTenant, { tenantName: domain });
  if (tenant.id !== tenantId) throw redirect(paths.microsoftAccount(tenant.id));
  return { invitationUrl, isPending: isCheck && tenant.proof === null };
}

type Tenant = z.output<typeof TenantOutput>;

/** One Microsoft account of the company: its facts, or the ways to prove that it is the company's. */
export default function MicrosoftAccountPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { tenant, proofs, isCheckout } = loaderData;
  const { domain, status } = tenant;
  const refused = useRefusedForm(actionData && 'refusal' in actionData ? actionData : undefined);
  const answer = actionData && 'invitationUrl' in actionData ? actionData : undefined;
  const toCheckout = isCheckout ? (
    <ButtonLink to={paths.checkoutMicrosoftAccount()}>{t('tenants.page.toCheckout')}</ButtonLink>
  ) : undefined;
  return (
    <>
      <PageHeader
        title={domain}
        status={<Status meaning={tenantMeaning(status)}>{t(`tenants.status.${status}`)}</Status>}
        crumbs={[{ label: t('tenants.list.title'), to: paths.microsoftAccounts() }, { label: domain }]}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        {answer?.isPending === true ? (
          <Notice meaning="attention" title={t('tenants.prove.pending')} live>
            {t('tenants.prove.pendingText', { domain })}
          </Notice>
        ) : null}
        {status === 'ready' ? (
          <Notice meaning="good" title={t('tenants.page.provenTitle')} action={toCheckout}>
            {t('tenants.page.provenText', { domain })}
          </Notice>
        ) : null}
        {status === 'ended' ? <Ended domain={domain} /> : null}
        {proofs === null ? null : (
          <ProofWays domain={domain} proofs={proofs} invitationUrl={answer?.invitationUrl ?? null} refused={refused} />
        )}
        {tenant.proof === null ? null : <TenantFacts tenant={tenant} />}
        {status === 'claimed' || status === 'ended' ? (
          <Restricted permission="tenants.manage">
            <RemoveClaim />
          </Restricted>
        ) : null}
      </div>
    </>
  );
}

function Ended({ domain }: { domain: string }) {
  const t = useT();
  return (
    <Notice
      meaning="attention"
      title={t('tenants.page.endedTitle')}
      action={
        <Form method="post">
          <SubmitButton appearance="secondary" name="intent" value="again">
            {t('tenants.page.again')}
          </SubmitButton>
        </Form>
      }
    >
      {t('tenants.page.endedText', { domain })}
    </Notice>
  );
}

function TenantFacts({ tenant }: { tenant: Tenant }) {
  const t = useT();
  const { proof, provenAt, microsoftTenantId, qualification, isAgreementConfirmed } = tenant;
  return (
    <Section title={t('tenants.page.facts')}>
      <Facts
        facts={[
          { term: t('tenants.page.tenantId'), value: microsoftTenantId ?? '—' },
          { term: t('tenants.page.proof'), value: proof === null ? '—' : t(`tenants.proof.${proof}`) },
          ...(provenAt === null
            ? []
            : [{ term: t('tenants.page.provenOn'), value: <DateText at={provenAt} relative={false} /> }]),
          { term: t('tenants.page.qualification'), value: t(`tenants.qualification.${qualification}.label`) },
          {
            term: t('tenants.page.agreement'),
            value: (
              <>
                {t(isAgreementConfirmed ? 'tenants.page.agreementYes' : 'tenants.page.agreementNo')}{' '}
                <Link to={paths.agreement(tenant.id)}>{t('tenants.page.agreementOpen')}</Link>
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function RemoveClaim() {
  const t = useT();
  return (
    <Section title={t('tenants.page.remove')} intro={t('tenants.page.removeText')}>
      <Form method="post">
        <SubmitButton appearance="danger" name="intent" value="remove">
          {t('tenants.page.remove')}
        </SubmitButton>
      </Form>
    </Section>
  );
}
