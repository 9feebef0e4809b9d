import { redirect, redirectDocument, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { getCustomerImpersonation } from '../impersonation/get-customer-impersonation.ts';
import { startCustomerImpersonation } from '../impersonation/start-customer-impersonation.ts';
import type { Route } from './+types/impersonate-customer-page.ts';
import { ImpersonationForm } from './impersonation-form.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, (caller) => caller.call(getCustomerImpersonation, { userId: args.params.userId }));

/** The whole document is fetched anew: the next page is another person's. */
export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId, userId } = args.params;
    const { status } = await caller.call(startCustomerImpersonation, {
      userId,
      reason: String(form.get('reason') ?? ''),
      mayWrite: form.get('mayWrite') !== null,
    });
    return status === 'started'
      ? redirectDocument(paths.dashboard())
      : redirect(`${paths.providerImpersonate(accountId, userId)}?done=requested`);
  });

type Shown = Route.ComponentProps['loaderData'];

/** The provider's staff is about to use the portal in the place of a customer's person. */
export default function ImpersonateCustomerPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData);
  const { displayName: name, accountId, accountName, rule, request } = loaderData;
  const hasToAsk = rule === 'onRequest' && request !== 'agreed';
  return (
    <>
      <PageHeader
        title={t('signIn.impersonate.title', { name })}
        facts={[accountName]}
        crumbs={[
          { label: t('provider.customers.title'), to: paths.providerCustomers() },
          { label: accountName, to: paths.providerCustomer(accountId) },
          { label: t('signIn.impersonate.section') },
        ]}
      />
      <Obstacle {...loaderData} />
      {rule === 'never' || loaderData.isDisabled || request === 'waiting' ? null : (
        <ImpersonationForm
          name={name}
          submit={hasToAsk ? t('signIn.impersonate.ask') : t('signIn.impersonate.submit', { name })}
          cancelTo={paths.providerCustomer(accountId)}
          refused={refused}
          notice={hasToAsk ? <p>{t('signIn.impersonate.onRequest', { accountName })}</p> : undefined}
        />
      )}
    </>
  );
}

/** Why it is not possible now, or what has been agreed. */
function Obstacle({ displayName: name, accountId, accountName, isDisabled, rule, request }: Shown) {
  const t = useT();
  const [search] = useSearchParams();
  const back = <ButtonLink to={paths.providerCustomer(accountId)}>{t('signIn.impersonate.back')}</ButtonLink>;
  if (isDisabled)
    return (
      <Notice meaning="information" action={back}>
        {t('signIn.impersonate.disabled', { name })}
      </Notice>
    );
  if (rule === 'never')
    return (
      <Notice meaning="attention" action={back}>
        {t('signIn.impersonate.off', { accountName })}
      </Notice>
    );
  if (rule !== 'onRequest' || request === null) return null;
  if (request === 'agreed') return <Notice meaning="good">{t('signIn.impersonate.agreed', { accountName })}</Notice>;
  return (
    <Notice meaning="information" action={back} live={search.get('done') === 'requested'}>
      {t('signIn.impersonate.waiting', { accountName })}
    </Notice>
  );
}
