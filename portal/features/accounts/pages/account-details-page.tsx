import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { CompanyFields, readCompany } from '#ui/company-fields.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { LOCALE_TAGS, type Locale, useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { getAccount } from '../get-account.ts';
import { TIME_ZONES } from '../rules.ts';
import { updateAccountDetails } from '../update-account-details.ts';
import type { Route } from './+types/account-details-page.ts';
import css from './account-details-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({ account: await caller.call(getAccount, {}) }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(updateAccountDetails, {
      ...readCompany(form),
      timeZone: TIME_ZONES.find((zone) => zone === form.get('timeZone')) ?? TIME_ZONES[0],
    });
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
        <Form method="post" className={css.form}>
          <FormErrors errors={refused.errors} />
          <CompanyFields
            shown={(name) => refused.typed(name) ?? account[name] ?? undefined}
            errorOf={refused.errorOf}
            isOwn
          />
          <SelectField
            name="timeZone"
            label={t('accounts.details.timeZone')}
            description={t('accounts.details.timeZoneHint')}
            defaultValue={refused.typed('timeZone') ?? account.timeZone}
            options={TIME_ZONES.map((zone) => ({ value: zone, label: zone.replace('_', ' ') }))}
          />
          <div>
            <SubmitButton>{t('accounts.details.save')}</SubmitButton>
          </div>
        </Form>
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
