import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMonth, formatTyped } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { getSellerDetails } from '../settings/get-seller-details.ts';
import { TAX_REGIMES } from '../settings/tax-regimes.ts';
import { updateSellerDetails } from '../settings/update-seller-details.ts';
import type { Route } from './+types/seller-page.ts';
import css from './invoices.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({
    ...(await caller.call(getSellerDetails, {})),
    presentMonth: caller.site.now.slice(0, 7),
  }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const typed = (name: string) => String(form.get(name) ?? '');
    const taxRegime = TAX_REGIMES.find((regime) => regime === form.get('taxRegime')) ?? TAX_REGIMES[0];
    const shareholders = form.get('shareholders');
    await caller.call(updateSellerDetails, {
      ...(form.has('firstMonth') ? { firstMonth: typed('firstMonth') } : {}),
      series: typed('series'),
      taxRegime,
      registerOffice: typed('registerOffice'),
      registerNumber: typed('registerNumber'),
      shareCapital: typed('shareCapital'),
      shareholders: shareholders === 'SU' || shareholders === 'SM' ? shareholders : null,
      isInLiquidation: form.has('isInLiquidation'),
      iban: typed('iban'),
      bankName: typed('bankName'),
    });
    return redirect(`${paths.providerInvoicing()}?done=saved`);
  });

/** What the provider's invoices say of it. */
export default function SellerPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { seller, presentMonth } = loaderData;
  const field = (name: 'registerOffice' | 'registerNumber' | 'shareCapital' | 'iban' | 'bankName') => ({
    name,
    label: t(`billing.seller.${name}`),
    defaultValue: refused.typed(name) ?? seller?.[name] ?? undefined,
    error: refused.errorOf(name),
    optional: true,
  });
  return (
    <>
      <PageHeader
        title={t('billing.seller.title')}
        facts={
          seller === null
            ? []
            : [t('billing.seller.since', { month: formatMonth(seller.firstMonth.slice(0, 7), locale, 'long') })]
        }
        crumbs={[
          { label: t('billing.allInvoices.title'), to: paths.providerInvoices() },
          { label: t('billing.seller.title') },
        ]}
        actions={<ButtonLink to={paths.providerAccount()}>{t('billing.seller.toCompany')}</ButtonLink>}
      />
      <div className={css.page}>
        {search.get('done') === 'saved' && actionData === undefined ? (
          <Notice meaning="good" live>
            {t('billing.details.saved')}
          </Notice>
        ) : null}
        {seller === null ? (
          <Notice meaning="attention" title={t('billing.seller.notSetUp')}>
            {t('billing.seller.notSetUpText')}
          </Notice>
        ) : null}
        <Section title={t('billing.seller.details')} intro={t('billing.seller.intro')}>
          <Form method="post" className={css.form} noValidate>
            <FormErrors errors={refused.errors} />
            {seller === null ? (
              <TextField
                name="firstMonth"
                label={t('billing.seller.firstMonth')}
                description={t('billing.seller.firstMonthHint')}
                defaultValue={refused.typed('firstMonth') ?? presentMonth}
                error={refused.errorOf('firstMonth')}
                placeholder="2026-12"
                maxLength={7}
              />
            ) : null}
            <TextField
              name="series"
              label={t('billing.seller.series')}
              description={t('billing.seller.seriesHint')}
              defaultValue={refused.typed('series') ?? seller?.series ?? 'P'}
              error={refused.errorOf('series')}
              maxLength={5}
            />
            <TextField
              {...field('iban')}
              description={t('billing.seller.ibanHint')}
              optional={false}
              spellCheck={false}
            />
            <TextField {...field('bankName')} maxLength={80} />
            <SelectField
              name="taxRegime"
              label={t('billing.seller.taxRegime')}
              defaultValue={refused.typed('taxRegime') ?? seller?.taxRegime ?? 'RF01'}
              error={refused.errorOf('taxRegime')}
              options={TAX_REGIMES.map((regime) => ({ value: regime, label: t(`billing.taxRegime.${regime}`) }))}
            />
            <TextField
              {...field('registerOffice')}
              description={t('billing.seller.registerOfficeHint')}
              maxLength={2}
            />
            <TextField {...field('registerNumber')} maxLength={20} />
            <TextField
              {...field('shareCapital')}
              defaultValue={
                refused.typed('shareCapital') ??
                (seller?.shareCapital == null ? undefined : formatTyped(seller.shareCapital, locale))
              }
              suffix="EUR"
            />
            <SelectField
              name="shareholders"
              label={t('billing.seller.shareholders')}
              placeholder={t('billing.seller.shareholdersNone')}
              defaultValue={refused.typed('shareholders') ?? seller?.shareholders ?? ''}
              error={refused.errorOf('shareholders')}
              options={(['SU', 'SM'] as const).map((code) => ({
                value: code,
                label: t(`billing.seller.shareholders.${code}`),
              }))}
              optional
            />
            <CheckboxField
              name="isInLiquidation"
              label={t('billing.seller.isInLiquidation')}
              defaultChecked={
                actionData === undefined ? seller?.isInLiquidation : refused.typed('isInLiquidation') !== undefined
              }
            />
            <div>
              <SubmitButton>{t('billing.details.save')}</SubmitButton>
            </div>
          </Form>
        </Section>
      </div>
    </>
  );
}
