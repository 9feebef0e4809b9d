import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage, numberIn } from '#platform/page.server.ts';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TAX_NATURES } from '../fatturapa/tax-natures.ts';
import { getCustomerInvoicing } from '../settings/get-customer-invoicing.ts';
import { updateCustomerInvoicing } from '../settings/update-customer-invoicing.ts';
import type { Route } from './+types/customer-invoicing-page.ts';
import { DeliveryFields } from './delivery-fields.tsx';
import css from './invoices.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { accountId } = args.params;
    return { accountId, details: await caller.call(getCustomerInvoicing, { accountId }) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { accountId } = args.params;
    const typed = (name: string) => String(form.get(name) ?? '');
    await caller.call(updateCustomerInvoicing, {
      accountId,
      recipientCode: typed('recipientCode'),
      certifiedEmail: typed('certifiedEmail'),
      isPublicBody: form.has('isPublicBody'),
      hasSplitPayment: form.has('hasSplitPayment'),
      taxNature: typed('taxNature'),
      paymentDays: numberIn(form, 'paymentDays'),
      dueAtMonthEnd: form.has('dueAtMonthEnd'),
    });
    return redirect(`${paths.providerCustomerInvoicing(accountId)}?done=saved`);
  });

/** How a customer is invoiced, as the provider sets it. */
export default function CustomerInvoicingPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { accountId, details } = loaderData;
  const { purchaseOrder: order, currency } = details;
  // After a refusal a box is as it was typed: a box that was not ticked is not posted.
  const checked = (name: string, stored: boolean) =>
    actionData === undefined ? stored : refused.typed(name) !== undefined;
  return (
    <>
      <PageHeader
        title={t('billing.customer.title')}
        facts={[details.accountName]}
        crumbs={[
          { label: t('billing.customer.customers'), to: paths.providerCustomers() },
          { label: details.accountName, to: paths.providerCustomer(accountId) },
          { label: t('billing.customer.title') },
        ]}
      />
      <div className={css.page}>
        {search.get('done') === 'saved' && actionData === undefined ? (
          <Notice meaning="good" live>
            {t('billing.details.saved')}
          </Notice>
        ) : null}
        {details.missing.length === 0 ? null : (
          <Notice meaning="attention" title={t('billing.customer.missing')}>
            <ul>
              {details.missing.map((detail) => (
                <li key={detail}>{t(`billing.missing.${detail}`)}</li>
              ))}
            </ul>
          </Notice>
        )}
        <Section title={t('billing.details.delivery')}>
          <Form method="post" className={css.form} noValidate>
            <FormErrors errors={refused.errors} />
            <DeliveryFields details={details} refused={refused} />
            <CheckboxField
              name="isPublicBody"
              label={t('billing.details.publicBody')}
              description={t('billing.details.publicBodyHint')}
              defaultChecked={checked('isPublicBody', details.isPublicBody)}
            />
            <CheckboxField
              name="hasSplitPayment"
              label={t('billing.details.splitPayment')}
              description={t('billing.details.splitPaymentHint')}
              defaultChecked={checked('hasSplitPayment', details.hasSplitPayment)}
            />
            <SelectField
              name="taxNature"
              label={t('billing.details.taxNature')}
              description={t('billing.details.taxNatureHint', { percent: details.vatPercent })}
              placeholder={t('billing.details.taxed')}
              defaultValue={refused.typed('taxNature') ?? details.taxNature ?? ''}
              error={refused.errorOf('taxNature')}
              options={Object.entries(TAX_NATURES).map(([code, { law }]) => ({
                value: code,
                label: `${code} · ${law}`,
              }))}
              optional
            />
            <NumberField
              name="paymentDays"
              label={t('billing.details.paymentDays')}
              description={t('billing.details.paymentDaysHint')}
              defaultValue={refused.typed('paymentDays') ?? details.paymentDays}
              error={refused.errorOf('paymentDays')}
              max={365}
            />
            <CheckboxField
              name="dueAtMonthEnd"
              label={t('billing.details.monthEnd')}
              defaultChecked={checked('dueAtMonthEnd', details.dueAtMonthEnd)}
            />
            <div>
              <SubmitButton>{t('billing.details.save')}</SubmitButton>
            </div>
          </Form>
        </Section>
        {order === null ? null : (
          <Section title={t('billing.purchaseOrder.title')}>
            <Facts
              facts={[
                { term: t('billing.purchaseOrder.number'), value: order.number },
                ...(order.amount === null
                  ? []
                  : [
                      {
                        term: t('billing.purchaseOrder.amount'),
                        value: <Money value={{ amount: order.amount, currency }} />,
                      },
                    ]),
                {
                  term: t('billing.purchaseOrder.invoiced'),
                  value: <Money value={{ amount: order.invoiced, currency }} />,
                },
                ...(order.cig === null ? [] : [{ term: 'CIG', value: order.cig }]),
                ...(order.cup === null ? [] : [{ term: 'CUP', value: order.cup }]),
              ]}
            />
          </Section>
        )}
      </div>
    </>
  );
}
