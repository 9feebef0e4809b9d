import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { getAccount } from '../get-account.ts';
import { TIME_ZONES } from '../rules.ts';
import { updateAccountDetails } from '../update-account-details.ts';
import type { Route } from './+types/account-details-page.ts';
import css from './account-details-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({ account: await caller.call(getAccount, {}) }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const text = (name: string) => String(form.get(name) ?? '');
    await caller.call(updateAccountDetails, {
      name: text('name'),
      vatNumber: text('vatNumber'),
      taxCode: text('taxCode'),
      addressLine: text('addressLine'),
      city: text('city'),
      province: text('province'),
      postalCode: text('postalCode'),
      phone: text('phone'),
      billingEmail: text('billingEmail'),
      timeZone: TIME_ZONES.find((zone) => zone === form.get('timeZone')) ?? TIME_ZONES[0],
    });
    return redirect(`${paths.accountDetails()}?done=saved`);
  });

export default function AccountDetailsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { account } = loaderData;
  const field = (
    name:
      | 'name'
      | 'vatNumber'
      | 'taxCode'
      | 'addressLine'
      | 'city'
      | 'province'
      | 'postalCode'
      | 'phone'
      | 'billingEmail',
  ) => ({
    name,
    label: t(`accounts.details.${name}`),
    defaultValue: refused.typed(name) ?? account[name] ?? undefined,
    error: refused.errorOf(name),
  });
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
          <TextField {...field('name')} autoComplete="organization" />
          <div className={css.pair}>
            <TextField {...field('vatNumber')} description={t('accounts.details.vatNumberHint')} optional />
            <TextField {...field('taxCode')} description={t('accounts.details.taxCodeHint')} optional />
          </div>
          <TextField {...field('addressLine')} autoComplete="street-address" optional />
          <div className={css.place}>
            <TextField {...field('postalCode')} autoComplete="postal-code" optional />
            <TextField {...field('city')} autoComplete="address-level2" optional />
            <TextField
              {...field('province')}
              description={t('accounts.details.provinceHint')}
              autoComplete="address-level1"
              optional
            />
          </div>
          <div className={css.pair}>
            <TextField {...field('phone')} type="tel" autoComplete="tel" optional />
            <TextField {...field('billingEmail')} type="email" autoComplete="email" optional />
          </div>
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
            { term: t('accounts.details.country'), value: account.country },
            { term: t('accounts.details.currency'), value: account.currency },
            { term: t('accounts.details.vatRate'), value: `${account.vatPercent} %` },
            { term: t('accounts.details.creditLimit'), value: <Money value={account.creditLimit} /> },
          ]}
        />
      </Section>
    </>
  );
}
