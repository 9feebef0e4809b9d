import { Form, redirect } from 'react-router';
import { getInvoicingDetails, getPaymentOptions } from '#features/billing/billing.ts';
import { PurchaseOrderNotice } from '#features/billing/billing-ui.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { RadioCards } from '#ui/radio-cards.tsx';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { choosePayment } from '../checkout/choose-payment.ts';
import type { Route } from './+types/payment-page.ts';
import { checkoutCart } from './checkout-cart.server.ts';
import css from './checkout-form.module.css';
import { CheckoutSteps } from './checkout-steps.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({
    cart: await checkoutCart(caller),
    payment: await caller.call(getPaymentOptions, {}),
    purchaseOrder: (await caller.call(getInvoicingDetails, {})).purchaseOrder,
  }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    await caller.call(choosePayment, {
      paymentMethod: form.get('paymentMethod') === 'prepaidCredit' ? 'prepaidCredit' : 'onAccount',
      ownReference: String(form.get('ownReference') ?? ''),
    });
    return redirect(paths.checkoutSummary());
  });

/** The payment method. One that does not suffice can be chosen too: the summary shows the missing amount. */
export default function PaymentPage({ loaderData, actionData }: Route.ComponentProps) {
  const { cart, payment, purchaseOrder } = loaderData;
  const t = useT();
  const locale = useLocale();
  const refused = useRefusedForm(actionData);
  const money = (amount: string) => formatMoney({ amount, currency: payment.currency }, locale);
  return (
    <>
      <PageHeader
        title={t('purchasing.payment.title')}
        facts={[t('purchasing.payment.intro', { gross: money(cart.totals.today.gross) })]}
      />
      <CheckoutSteps current="payment" needsTenant={cart.needsTenant} />
      <PurchaseOrderNotice order={purchaseOrder} net={cart.totals.today.net} currency={payment.currency} />
      <Section title={t('purchasing.payment.choose')}>
        <Form method="post" className={css.column}>
          <FormErrors errors={refused.errors} />
          <RadioCards
            name="paymentMethod"
            label={t('billing.paymentMethod.label')}
            error={refused.errorOf('paymentMethod')}
            defaultValue={refused.typed('paymentMethod') ?? cart.paymentMethod ?? 'onAccount'}
            cards={[
              {
                value: 'onAccount',
                title: t('billing.paymentMethod.onAccount'),
                description: t('billing.paymentMethod.onAccountAvailable', {
                  available: money(payment.onAccount.available),
                  limit: money(payment.onAccount.limit),
                }),
              },
              {
                value: 'prepaidCredit',
                title: t('billing.paymentMethod.prepaidCredit'),
                description: t('billing.paymentMethod.prepaidCreditAvailable', {
                  available: money(payment.prepaidCredit.available),
                }),
              },
            ]}
          />
          <TextField
            name="ownReference"
            label={t('purchasing.reference.label')}
            description={t('purchasing.reference.description')}
            error={refused.errorOf('ownReference')}
            defaultValue={refused.typed('ownReference') ?? cart.ownReference ?? undefined}
            maxLength={100}
            optional
          />
          <div className={css.buttons}>
            <SubmitButton caps>{t('purchasing.next')}</SubmitButton>
          </div>
        </Form>
      </Section>
    </>
  );
}
