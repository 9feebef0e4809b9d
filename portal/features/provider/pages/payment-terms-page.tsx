import { Form, Link, redirect } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ChangeList } from '#ui/change-list.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney, formatTyped } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { previewPaymentTerms } from '../preview-payment-terms.ts';
import { setPaymentTerms } from '../set-payment-terms.ts';
import type { Route } from './+types/payment-terms-page.ts';
import css from './provider-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, (caller) => caller.call(previewPaymentTerms, { accountId: args.params.accountId }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId } = args.params;
    const typed = (name: string) => String(form.get(name) ?? '');
    const whenCreditEnds = WHEN_CREDIT_ENDS.find((value) => value === form.get('whenCreditEnds'));
    const terms = {
      accountId,
      creditLimit: typed('creditLimit'),
      approvalAbove: typed('approvalAbove'),
      whenCreditEnds,
    };
    if (form.get('intent') !== 'set') return { preview: await caller.call(previewPaymentTerms, terms) };
    await caller.call(setPaymentTerms, terms);
    return redirect(`${paths.providerCustomer(accountId)}?done=terms`);
  });

const WHEN_CREDIT_ENDS = ['onAccount', 'belowZero'] as const;

type Preview = Route.ComponentProps['loaderData'];

/** How much a customer may owe, and which orders wait: shown before and after, then set. */
export default function PaymentTermsPage({ loaderData, actionData, params }: Route.ComponentProps) {
  const t = useT();
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const preview = actionData !== undefined && 'preview' in actionData ? actionData.preview : undefined;
  return (
    <>
      <PageHeader
        title={t('provider.payment.terms')}
        facts={[loaderData.accountName]}
        crumbs={[
          { label: t('provider.customers.title'), to: paths.providerCustomers() },
          { label: loaderData.accountName, to: paths.providerCustomer(params.accountId) },
          { label: t('provider.payment.terms') },
        ]}
      />
      {preview === undefined ? (
        <TermsForm terms={loaderData} refused={refused} />
      ) : (
        <TermsSummary accountId={params.accountId} preview={preview} />
      )}
    </>
  );
}

function TermsForm({ terms: { before, currency }, refused }: { terms: Preview; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  const amount = (name: 'creditLimit' | 'approvalAbove') => {
    const stored = before[name];
    return refused.typed(name) ?? (stored === null ? undefined : formatTyped(stored, locale));
  };
  return (
    <Section title={t('provider.payment.terms')} intro={t('provider.payment.termsIntro')}>
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        <TextField
          name="creditLimit"
          label={t('provider.payment.limitField')}
          defaultValue={amount('creditLimit')}
          error={refused.errorOf('creditLimit')}
          suffix={currency}
        />
        <TextField
          name="approvalAbove"
          label={t('provider.payment.approvalField')}
          description={t('provider.payment.approvalHelp')}
          defaultValue={amount('approvalAbove')}
          error={refused.errorOf('approvalAbove')}
          suffix={currency}
          optional
        />
        <SelectField
          name="whenCreditEnds"
          label={t('provider.payment.whenCreditEnds')}
          description={t('provider.payment.whenCreditEndsHelp')}
          defaultValue={before.whenCreditEnds}
          options={WHEN_CREDIT_ENDS.map((value) => ({ value, label: t(`provider.payment.whenCreditEnds.${value}`) }))}
        />
        <div>
          <SubmitButton name="intent" value="preview">
            {t('provider.payment.toSummary')}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  );
}

function TermsSummary({ accountId, preview }: { accountId: string; preview: Preview }) {
  const t = useT();
  const locale = useLocale();
  const { before, after, owed, currency } = preview;
  const money = (amount: string) => formatMoney({ amount, currency }, locale);
  const approval = (amount: string | null) => (amount === null ? t('provider.payment.noApproval') : money(amount));
  return (
    <Section title={t('provider.payment.termsSummary')}>
      <Form method="post" className={css.form}>
        <ChangeList
          changes={[
            {
              what: t('provider.payment.limit'),
              before: money(before.creditLimit),
              after: money(after.creditLimit),
            },
            {
              what: t('provider.payment.available'),
              before: money(before.available),
              after: money(after.available),
            },
            {
              what: t('provider.payment.approvalField'),
              before: approval(before.approvalAbove),
              after: approval(after.approvalAbove),
            },
            {
              what: t('provider.payment.whenCreditEnds'),
              before: t(`provider.payment.whenCreditEnds.${before.whenCreditEnds}`),
              after: t(`provider.payment.whenCreditEnds.${after.whenCreditEnds}`),
            },
          ]}
        />
        {preview.isBelowOwed ? (
          <Notice meaning="attention">{t('provider.payment.belowOwed', { owed: money(owed) })}</Notice>
        ) : null}
        <input type="hidden" name="creditLimit" value={after.creditLimit} />
        <input type="hidden" name="approvalAbove" value={after.approvalAbove ?? ''} />
        <input type="hidden" name="whenCreditEnds" value={after.whenCreditEnds} />
        <div className={css.buttons}>
          <SubmitButton name="intent" value="set">
            {t('provider.payment.save')}
          </SubmitButton>
          <Link to={paths.providerPaymentTerms(accountId)}>{t('provider.payment.cancel')}</Link>
        </div>
      </Form>
    </Section>
  );
}
