import { redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { getAccount } from '../get-account.ts';
import { updateAccountDetails } from '../update-account-details.ts';
import type { Route } from './+types/provider-account-page.ts';
import { DetailsForm, readDetails } from './details-form.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    if (caller.signedIn?.accountKind === 'customer') throw redirect(paths.accountDetails());
    return { account: await caller.call(getAccount, {}) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(updateAccountDetails, readDetails(form));
    return redirect(`${paths.providerAccount()}?done=saved`);
  });

/** The provider's own company. */
export default function ProviderAccountPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { account } = loaderData;
  return (
    <>
      <PageHeader title={t('accounts.provider.title')} facts={[account.name]} />
      {search.get('done') === 'saved' && actionData === undefined ? (
        <Notice meaning="good" live>
          {t('accounts.details.saved')}
        </Notice>
      ) : null}
      <Section title={t('accounts.details.company')} intro={t('accounts.provider.intro')}>
        <DetailsForm account={account} refused={refused} />
      </Section>
    </>
  );
}
