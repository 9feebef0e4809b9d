import { redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Facts } from '#ui/facts.tsx';
import { LOCALE_TAGS, type Locale, useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Restricted } from '#ui/restricted.tsx';
import { Section } from '#ui/section.tsx';
import { getAccount } from '../get-account.ts';
import { updateAccountDetails } from '../update-account-details.ts';
import type { Route } from './+types/account-details-page.ts';
import { DetailsForm, readDetails } from './details-form.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    if (caller.signedIn?.accountKind === 'provider') throw redirect(paths.providerAccount());
    return { account: await caller.call(getAccount, {}) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(updateAccountDetails, readDetails(form));
    return redirect(`${paths.accountDetails()}?done=saved`);
  });

export default function AccountDetailsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { account } = loaderData;
  return (
    <>
      <PageHeader
        title={t('accounts.details.title')}
        facts={[account.name]}
        crumbs={[{ label: t('accounts.account'), to: paths.account() }, { label: t('accounts.details.title') }]}
      />
      {search.get('done') === 'saved' && actionData === undefined ? (
        <Notice meaning="good" live>
          {t('accounts.details.saved')}
        </Notice>
      ) : null}
      <Section title={t('accounts.details.company')} intro={t('accounts.details.companyIntro')}>
        <Restricted permission="accounts.manage">
          <DetailsForm account={account} refused={refused} />
        </Restricted>
      </Section>
      <Section title={t('accounts.details.terms')} intro={t('accounts.details.termsIntro')}>
        <Facts
          facts={[
            { term: t('accounts.details.country'), value: nameOfCountry(account.country, locale) },
            { term: t('accounts.details.currency'), value: account.currency },
            {
              term: t('accounts.details.vatRate'),
              value: t('accounts.details.percent', { percent: account.vatPercent }),
            },
            { term: t('accounts.details.creditLimit'), value: <Money value={account.creditLimit} /> },
          ]}
        />
      </Section>
    </>
  );
}

/** "Italia", "Italy". */
function nameOfCountry(code: string, locale: Locale): string {
  return new Intl.DisplayNames(LOCALE_TAGS[locale], { type: 'region' }).of(code) ?? code;
}
