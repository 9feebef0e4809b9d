import { Form } from 'react-router';
import type { ImpossibleView } from '#features/orders/orders.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { RenewalOutcome } from '../change/ordered-change.ts';

/** The button of the alternative; it leads to its preview. */
export function AlternativeAction({ view, subscriptionId }: { view: ImpossibleView; subscriptionId: string }) {
  const t = useT();
  switch (view.instead?.action) {
    case 'cancelAtTermEnd':
    case 'turnAutoRenewOff':
    case 'scheduleSeats':
      return (
        <RenewalButton subscriptionId={subscriptionId} outcome="ends" label={t('subscriptions.action.renewalOff')} />
      );
    case 'turnAutoRenewOn':
      return (
        <RenewalButton subscriptionId={subscriptionId} outcome="renews" label={t('subscriptions.action.renewalOn')} />
      );
    case 'cancelNow':
      return (
        <Form method="post" action={paths.cancelSubscription(subscriptionId)}>
          <SubmitButton appearance="secondary" caps name="intent" value="quote">
            {t('subscriptions.action.cancel')}
          </SubmitButton>
        </Form>
      );
    case 'scheduleNextTerm':
      return <ButtonLink to={paths.changeRenewal(subscriptionId)}>{t('subscriptions.endOfTerm.choose')}</ButtonLink>;
    case 'upgrade':
    case 'changeToLongerTerm':
    case 'convertTrial':
      return <ButtonLink to={paths.upgrade(subscriptionId)}>{t('subscriptions.action.upgrade')}</ButtonLink>;
    case 'addSeats':
      return <ButtonLink to={paths.changeSeats(subscriptionId)}>{t('subscriptions.action.changeSeats')}</ButtonLink>;
    case 'trackOrder': {
      const { orderId } = view.instead.facts;
      const { orderNumber } = view.facts;
      if (typeof orderId !== 'string') return null;
      return (
        <ButtonLink to={paths.order(orderId)}>
          {t('subscriptions.pendingOrder.track', { number: String(orderNumber ?? '') })}
        </ButtonLink>
      );
    }
    default:
      return <ButtonLink to={paths.subscription(subscriptionId)}>{t('subscriptions.back')}</ButtonLink>;
  }
}

/** The button that leads to the preview of a renewal choice. */
export function RenewalButton({
  subscriptionId,
  outcome,
  label,
}: {
  subscriptionId: string;
  outcome: RenewalOutcome;
  label: string;
}) {
  return (
    <Form method="post" action={paths.changeRenewal(subscriptionId)}>
      <input type="hidden" name="intent" value="quote" />
      <SubmitButton appearance="secondary" caps name="outcome" value={outcome}>
        {label}
      </SubmitButton>
    </Form>
  );
}
