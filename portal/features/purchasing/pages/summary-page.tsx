import { Link, redirect } from 'react-router';
import { getQuote } from '#features/orders/orders.ts';
import { getTenant } from '#features/tenants/tenants.ts';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { Facts } from '#ui/facts.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import { Section } from '#ui/section.tsx';
import { quoteCart } from '../checkout/quote-cart.ts';
import type { Route } from './+types/summary-page.ts';
import { checkoutCart } from './checkout-cart.server.ts';
import { PurchaseConsequences, PurchaseNotPossible } from './purchase-consequences.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const parameters = new URL(args.request.url).searchParams;
    const quoteId = parameters.get('quote');
    if (quoteId === null) {
      const cart = await checkoutCart(caller);
      if (cart.needsTenant && cart.tenantId === null) throw redirect(paths.checkoutMicrosoftAccount());
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

const MOVED = ['quoteMoved', 'quoteExpired'] as const;

/** All costs and consequences of the order on one page, before the payment and the one button that places it. */
export default function SummaryPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { quoteId, view, cart, moved, signatory, domain } = loaderData;
  return (
    <>
      <PageHeader title={t('purchasing.summary.title')} />
      <PurchaseSteps current="review" needsTenant={cart.needsTenant} />
      {moved === null ? null : (
        <Notice meaning="attention" live>
          {t(`orders.moved.${moved}`)}
        </Notice>
      )}
      {domain === null ? null : (
        <Section title={t('purchasing.summary.choices')}>
          <Facts
            facts={[
              {
                term: t('purchasing.tenant.title'),
                value: (
                  <>
                    {domain} <Link to={paths.checkoutMicrosoftAccount()}>{t('purchasing.summary.changeTenant')}</Link>
                  </>
                ),
              },
            ]}
          />
        </Section>
      )}
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
            <ButtonLink to={paths.checkoutPayment(quoteId)} appearance="primary" caps>
              {t('purchasing.next')}
            </ButtonLink>
          </PurchaseConsequences>
        ) : (
          <PurchaseNotPossible view={view} />
        )}
      </Section>
    </>
  );
}
