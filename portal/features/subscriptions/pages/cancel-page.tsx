import { Form } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { absolute, formatMoney, formatUntilDate, isNegative, lastDayOf } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { quoteCancellation } from '../change/quote-cancellation.ts';
import { getSubscription } from '../get-subscription.ts';
import type { Route } from './+types/cancel-page.ts';
import { AlternativeAction } from './alternative-action.tsx';
import { ChangeConsequences, ChangeNotPossible } from './change-consequences.tsx';
import { placeOrderAndRedirect, readChangeBlocker, readChangeQuote, showQuote } from './change-quote.server.ts';
import { ConfirmChange } from './confirm-change.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    const subscription = await caller.call(getSubscription, { subscriptionId });
    const quoted = await readChangeQuote(caller, args.request, subscriptionId);
    const blocker = quoted === null ? await readChangeBlocker(caller, subscriptionId, 'cancel') : null;
    return { subscription, quoted, blocker };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) => {
    const { subscriptionId } = args.params;
    const page = paths.cancelSubscription(subscriptionId);
    if (form.get('intent') === 'place') return placeOrderAndRedirect(caller, form, page);
    return showQuote(caller.call(quoteCancellation, { subscriptionId }), page);
  });

/** Cancels now, after a preview; once the window has closed, explains why and offers the end of the term. */
export default function CancelPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const locale = useLocale();
  const { subscription, quoted, blocker } = loaderData;
  const { subscriptionId, name, remainingNet } = subscription;
  const refused = useRefusedForm(actionData);
  const impossible = quoted?.view.possible === false ? quoted.view : blocker;
  return (
    <>
      <PageHeader
        title={t('subscriptions.cancel.title', { name })}
        crumbs={[
          { label: t('subscriptions.list.title'), to: paths.subscriptions() },
          { label: name, to: paths.subscription(subscriptionId) },
          { label: t('subscriptions.action.cancel') },
        ]}
      />
      <Section
        title={t('subscriptions.preview.title')}
        intro={impossible === null ? t('subscriptions.cancel.intro') : undefined}
      >
        {impossible !== null ? (
          <ChangeNotPossible
            view={impossible}
            title={t('subscriptions.cancel.notPossible')}
            detail={
              remainingNet !== null && impossible.reason === 'windowClosed'
                ? t('subscriptions.impossible.windowClosedCancelCost', { amount: formatMoney(remainingNet, locale) })
                : undefined
            }
            alternativeText={
              subscription.termEndOutcome === 'ends'
                ? t('subscriptions.alternative.endsAlready', {
                    until: formatUntilDate(lastDayOf(subscription.term), locale),
                  })
                : undefined
            }
            action={<AlternativeAction view={impossible} subscriptionId={subscriptionId} />}
          />
        ) : quoted?.view.possible ? (
          <ChangeConsequences view={quoted.view}>
            <ConfirmChange
              quoteId={quoted.quoteId}
              payment={isNegative(quoted.view.columns.today.gross) ? 'refund' : 'none'}
              label={
                isNegative(quoted.view.columns.today.gross)
                  ? t('subscriptions.cancel.confirmRefund', {
                      amount: formatMoney(
                        absolute({ amount: quoted.view.columns.today.gross, currency: quoted.view.currency }),
                        locale,
                      ),
                    })
                  : t('subscriptions.cancel.confirm')
              }
              refused={refused}
              hasMoved={quoted.hasMoved}
              appearance="danger"
            />
          </ChangeConsequences>
        ) : (
          <Form method="post">
            <SubmitButton name="intent" value="quote">
              {t('subscriptions.cancel.preview')}
            </SubmitButton>
          </Form>
        )}
      </Section>
    </>
  );
}
