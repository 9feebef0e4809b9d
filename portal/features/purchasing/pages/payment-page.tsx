import { useState } from 'react';
import { Form, Link, redirect } from 'react-router';
import { getInvoicingDetails, getPaymentOptions, type PaymentMethod } from '#features/billing/billing.ts';
import { PurchaseOrderNotice } from '#features/billing/billing-ui.ts';
import { getQuote } from '#features/orders/orders.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import { RadioCards } from '#ui/radio-cards.tsx';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { placeCart } from '../checkout/place-cart.ts';
import type { Route } from './+types/payment-page.ts';
import { checkoutCart } from './checkout-cart.server.ts';
import css from './checkout-form.module.css';
import { PurchaseConsequences } from './purchase-consequences.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const quoteId = new URL(args.request.url).searchParams.get('quote');
    // What is paid for was read before: without a quote the way leads to the summary.
    if (quoteId === null) throw redirect(paths.checkoutSummary());
    const { view, orderId } = await caller.call(getQuote, { quoteId });
    if (orderId !== null) throw redirect(paths.order(orderId));
    const cart = await checkoutCart(caller);
    if (!view.possible) throw redirect(paths.checkoutSummary());
    return {
      quoteId,
      view,
      cart,
      payment: await caller.call(getPaymentOptions, {}),
      purchaseOrder: (await caller.call(getInvoicingDetails, {})).purchaseOrder,
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const placed = await caller.call(placeCart, {
      quoteId: String(form.get('quoteId') ?? ''),
      paymentMethod: form.get('paymentMethod') === 'prepaidCredit' ? 'prepaidCredit' : 'onAccount',
      ownReference: String(form.get('ownReference') ?? ''),
    });
    if (placed.placed) return redirect(paths.checkoutPlaced(placed.orderId));
    return redirect(`${paths.checkoutSummary()}?quote=${placed.newQuoteId}&moved=${placed.reason}`);
  });

type Shown = Route.ComponentProps['loaderData'];

/** The payment method, and the one button that places the order which the summary has described. */
export default function PaymentPage({ loaderData, actionData }: Route.ComponentProps) {
  const { cart, view, payment, purchaseOrder } = loaderData;
  const t = useT();
  const locale = useLocale();
  const refused = useRefusedForm(actionData);
  const gross = formatMoney({ amount: view.columns.today.gross, currency: payment.currency }, locale);
  return (
    <>
      <PageHeader title={t('purchasing.payment.title')} facts={[t('purchasing.payment.intro', { gross })]} />
      <PurchaseSteps current="payment" needsTenant={cart.needsTenant} />
      <PurchaseOrderNotice order={purchaseOrder} net={view.columns.today.net} currency={payment.currency} />
      <Section title={t('purchasing.payment.choose')}>
        <Pay shown={loaderData} gross={gross} refused={refused} />
      </Section>
      <details>
        <summary>{t('purchasing.payment.review')}</summary>
        <PurchaseConsequences view={view}>
          <Link to={paths.checkoutSummary()}>{t('purchasing.payment.toReview')}</Link>
        </PurchaseConsequences>
      </details>
    </>
  );
}

function Pay({ shown, gross, refused }: { shown: Shown; gross: string; refused: RefusedForm }) {
  const { quoteId, cart, view, payment } = shown;
  const t = useT();
  const locale = useLocale();
  const chosen = refused.typed('paymentMethod') ?? cart.paymentMethod ?? 'onAccount';
  const [method, setMethod] = useState<PaymentMethod>(chosen === 'prepaidCredit' ? chosen : 'onAccount');
  const money = (amount: string) => formatMoney({ amount, currency: payment.currency }, locale);
  const isFree = Number(view.columns.today.gross) === 0;
  return (
    <Form method="post" className={css.column}>
      <FormErrors errors={refused.errors} />
      <input type="hidden" name="quoteId" value={quoteId} />
      <RadioCards
        name="paymentMethod"
        label={t('billing.paymentMethod.label')}
        error={refused.errorOf('paymentMethod')}
        defaultValue={method}
        onValue={(value) => setMethod(value === 'prepaidCredit' ? value : 'onAccount')}
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
        <SubmitButton caps>
          {isFree
            ? t('purchasing.summary.buyFree')
            : t(method === 'prepaidCredit' ? 'purchasing.summary.buyPrepaid' : 'purchasing.summary.buyOnAccount', {
                amount: gross,
              })}
        </SubmitButton>
      </div>
    </Form>
  );
}
