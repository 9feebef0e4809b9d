import { Form, Link, redirect } from 'react-router';
import { getQuote } from '#features/orders/orders.ts';
import { getTenant } from '#features/tenants/tenants.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { placeCart } from '../checkout/place-cart.ts';
import { quoteCart } from '../checkout/quote-cart.ts';
import type { Route } from './+types/summary-page.ts';
import { checkoutCart } from './checkout-cart.server.ts';
import css from './checkout-form.module.css';
import { CheckoutSteps } from './checkout-steps.tsx';
import { PurchaseConsequences, PurchaseNotPossible } from './purchase-consequences.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const parameters = new URL(args.request.url).searchParams;
    const quoteId = parameters.get('quote');
    if (quoteId === null) {
      const cart = await checkoutCart(caller);
      if (cart.needsTenant && cart.tenantId === null) throw redirect(paths.checkoutMicrosoftAccount());
      if (cart.paymentMethod === null) throw redirect(paths.checkoutPayment());
      // The quote in the address is the one that is ordered; reading the page again changes nothing.
      const quote = await caller.call(quoteCart, {});
      throw redirect(`${paths.checkoutSummary()}?quote=${quote.quoteId}`);
    }
    const { view, orderId } = await caller.call(getQuote, { quoteId });
    if (orderId !== null) throw redirect(paths.order(orderId));
    const cart = await checkoutCart(caller);
    const tenant = cart.tenantId === null ? null : await caller.call(getTenant, { tenantId: cart.tenantId });
    const moved = parameters.get('moved');
    const reason = MOVED.find((known) => known === moved) ?? null;
    return {
      quoteId,
      view,
      cart,
      domain: cart.needsTenant ? (tenant?.domain ?? null) : null,
      signatory: cart.needsTenant && tenant?.isAgreementConfirmed === false ? tenant.signatory : null,
      moved: reason,
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

const MOVED = ['quoteMoved', 'quoteExpired'] as const;

type Shown = Route.ComponentProps['loaderData'];

/** All costs and consequences of the order on one page, before the one button that places it. */
export default function SummaryPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { view, cart, moved, signatory } = loaderData;
  const refused = useRefusedForm(actionData);
  return (
    <>
      <PageHeader title={t('purchasing.summary.title')} />
      <CheckoutSteps current="summary" needsTenant={cart.needsTenant} />
      {moved === null ? null : (
        <Notice meaning="attention" live>
          {t(`orders.moved.${moved}`)}
        </Notice>
      )}
      <Section title={t('purchasing.summary.choices')}>
        <Choices shown={loaderData} />
      </Section>
      {signatory === null ? null : (
        <Notice
          meaning="information"
          action={<Link to={paths.agreement(cart.tenantId ?? '')}>{t('purchasing.summary.changeSignatory')}</Link>}
        >
          {t('purchasing.summary.signatory', { name: `${signatory.firstName} ${signatory.lastName}` })}
        </Notice>
      )}
      <Section title={t('purchasing.summary.order')}>
        {view.possible ? (
          <PurchaseConsequences view={view}>
            <Confirm shown={loaderData} gross={view.columns.today.gross} refused={refused} />
          </PurchaseConsequences>
        ) : (
          <PurchaseNotPossible view={view} />
        )}
      </Section>
    </>
  );
}

function Choices({ shown: { cart, domain } }: { shown: Shown }) {
  const t = useT();
  const facts = [
    ...(domain === null
      ? []
      : [
          {
            term: t('purchasing.tenant.title'),
            value: (
              <>
                {domain} <Link to={paths.checkoutMicrosoftAccount()}>{t('purchasing.summary.changeTenant')}</Link>
              </>
            ),
          },
        ]),
    {
      term: t('billing.paymentMethod.label'),
      value: (
        <>
          {t(`billing.paymentMethod.${cart.paymentMethod ?? 'onAccount'}`)}{' '}
          <Link to={paths.checkoutPayment()}>{t('purchasing.summary.changePayment')}</Link>
        </>
      ),
    },
    { term: t('purchasing.reference.label'), value: cart.ownReference ?? t('purchasing.summary.noReference') },
  ];
  return <Facts facts={facts} />;
}

function Confirm({ shown, gross, refused }: { shown: Shown; gross: string; refused: RefusedForm }) {
  const t = useT();
  const locale = useLocale();
  const { quoteId, cart } = shown;
  const isFree = Number(gross) === 0;
  const isPrepaid = cart.paymentMethod === 'prepaidCredit';
  const amount = formatMoney({ amount: gross, currency: cart.currency }, locale);
  return (
    <Form method="post" className={css.column}>
      <FormErrors errors={refused.errors} />
      <input type="hidden" name="quoteId" value={quoteId} />
      <input type="hidden" name="paymentMethod" value={cart.paymentMethod ?? 'onAccount'} />
      <input type="hidden" name="ownReference" value={cart.ownReference ?? ''} />
      <div>
        <SubmitButton caps>
          {isFree
            ? t('purchasing.summary.buyFree')
            : t(isPrepaid ? 'purchasing.summary.buyPrepaid' : 'purchasing.summary.buyOnAccount', { amount })}
        </SubmitButton>
      </div>
    </Form>
  );
}
