import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatTyped } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Restricted } from '#ui/restricted.tsx';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { getInvoicingDetails } from '../settings/get-invoicing-details.ts';
import { setPurchaseOrder } from '../settings/set-purchase-order.ts';
import { updateInvoicingDetails } from '../settings/update-invoicing-details.ts';
import type { Route } from './+types/invoicing-details-page.ts';
import { DeliveryFields } from './delivery-fields.tsx';
import css from './invoices.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({ details: await caller.call(getInvoicingDetails, {}) }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const typed = (name: string) => String(form.get(name) ?? '');
    if (form.get('intent') === 'order') {
      const order = { number: typed('number'), amount: typed('amount'), cig: typed('cig'), cup: typed('cup') };
      await caller.call(setPurchaseOrder, order);
      return redirect(`${paths.invoicingDetails()}?done=order`);
    }
    await caller.call(updateInvoicingDetails, {
      recipientCode: typed('recipientCode'),
      certifiedEmail: typed('certifiedEmail'),
    });
    return redirect(`${paths.invoicingDetails()}?done=delivery`);
  });

/** Where the company's invoices go, when they are due, and the purchase order on them. */
export default function InvoicingDetailsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const refused = useRefusedForm(actionData);
  const { details } = loaderData;
  const done = actionData === undefined ? search.get('done') : null;
  return (
    <>
      <PageHeader
        title={t('billing.details.title')}
        crumbs={[
          { label: t('billing.invoices.account'), to: paths.account() },
          { label: t('billing.invoices.title'), to: paths.invoices() },
          { label: t('billing.details.title') },
        ]}
      />
      <div className={css.page}>
        {done === 'delivery' || done === 'order' ? (
          <Notice meaning="good" live>
            {t(done === 'order' ? 'billing.purchaseOrder.saved' : 'billing.details.saved')}
          </Notice>
        ) : null}
        <FormErrors errors={refused.errors} />
        <Section title={t('billing.details.delivery')} intro={t('billing.details.deliveryIntro')}>
          <Restricted permission="billing.manage">
            <Form method="post" className={css.form} noValidate>
              <DeliveryFields details={details} refused={refused} />
              <div>
                <SubmitButton name="intent" value="delivery">
                  {t('billing.details.save')}
                </SubmitButton>
              </div>
            </Form>
          </Restricted>
        </Section>
        <PurchaseOrder order={details.purchaseOrder} currency={details.currency} refused={refused} />
        <Section title={t('billing.details.terms')} intro={t('billing.details.termsIntro')}>
          <Facts
            facts={[
              {
                term: t('billing.details.due'),
                value: t(details.dueAtMonthEnd ? 'billing.details.dueAtMonthEnd' : 'billing.details.dueInDays', {
                  days: details.paymentDays,
                }),
              },
              ...(details.isPublicBody
                ? [{ term: t('billing.details.kind'), value: t('billing.details.publicBody') }]
                : []),
              ...(details.hasSplitPayment
                ? [{ term: t('billing.invoice.tax'), value: t('billing.details.splitPayment') }]
                : []),
            ]}
          />
        </Section>
      </div>
    </>
  );
}

type Details = Route.ComponentProps['loaderData']['details'];

function PurchaseOrder(props: { order: Details['purchaseOrder']; currency: string; refused: RefusedForm }) {
  const { order, currency, refused } = props;
  const t = useT();
  const locale = useLocale();
  const shown = (name: 'number' | 'cig' | 'cup') => refused.typed(name) ?? order?.[name] ?? undefined;
  const money = (amount: string) => <Money value={{ amount, currency }} />;
  const isPassed = order?.remaining?.startsWith('-') === true;
  return (
    <Section title={t('billing.purchaseOrder.title')} intro={t('billing.purchaseOrder.intro')}>
      {order === null ? null : (
        <Facts
          facts={[
            { term: t('billing.purchaseOrder.present'), value: order.number },
            { term: t('billing.purchaseOrder.invoiced'), value: money(order.invoiced) },
            ...(order.remaining === null || isPassed
              ? []
              : [{ term: t('billing.purchaseOrder.remaining'), value: money(order.remaining) }]),
          ]}
        />
      )}
      {isPassed ? <Notice meaning="attention">{t('billing.purchaseOrder.passed')}</Notice> : null}
      <Restricted permission="billing.manage">
        <Form method="post" className={css.form} noValidate>
          <TextField
            name="number"
            label={t('billing.purchaseOrder.number')}
            description={t('billing.purchaseOrder.numberHint')}
            defaultValue={shown('number')}
            error={refused.errorOf('number')}
            maxLength={20}
            optional
          />
          <TextField
            name="amount"
            label={t('billing.purchaseOrder.amount')}
            description={t('billing.purchaseOrder.amountHint')}
            defaultValue={
              refused.typed('amount') ?? (order?.amount == null ? undefined : formatTyped(order.amount, locale))
            }
            error={refused.errorOf('amount')}
            suffix={currency}
            optional
          />
          <TextField
            name="cig"
            label={t('billing.purchaseOrder.cig')}
            description={t('billing.purchaseOrder.cigHint')}
            defaultValue={shown('cig')}
            error={refused.errorOf('cig')}
            optional
          />
          <TextField
            name="cup"
            label={t('billing.purchaseOrder.cup')}
            description={t('billing.purchaseOrder.cupHint')}
            defaultValue={shown('cup')}
            error={refused.errorOf('cup')}
            optional
          />
          <div>
            <SubmitButton name="intent" value="order" appearance="secondary">
              {t('billing.purchaseOrder.save')}
            </SubmitButton>
          </div>
        </Form>
      </Restricted>
    </Section>
  );
}
