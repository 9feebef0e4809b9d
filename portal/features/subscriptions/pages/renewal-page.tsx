import { answerForm, answerPage } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { RENEWAL_OUTCOMES } from '../change/ordered-change.ts';
import { getSubscription } from '../get-subscription.ts';
import { getEndOfTerm } from '../term-end/get-end-of-term.ts';
import { quoteRenewalChoice } from '../term-end/quote-renewal-choice.ts';
import type { Route } from './+types/renewal-page.ts';
import { AlternativeAction } from './alternative-action.tsx';
import { ChangeConsequences, ChangeNotPossible } from './change-consequences.tsx';
import { placeOrderAndRedirect, readChangeBlocker, readChangeQuote, showQuote } from './change-quote.server.ts';
import { ConfirmChange } from './confirm-change.tsx';
import { ACTION_LABELS, EndOfTermChoices } from './end-of-term-choices.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    const subscription = await caller.call(getSubscription, { subscriptionId });
    const endOfTerm = await caller.call(getEndOfTerm, { subscriptionId });
    const quoted = await readChangeQuote(caller, args.request, subscriptionId);
    const blocker = quoted === null ? await readChangeBlocker(caller, subscriptionId, 'renewal') : null;
    return { subscription, endOfTerm, quoted, blocker };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) => {
    const { subscriptionId } = args.params;
    const page = paths.changeRenewal(subscriptionId);
    if (form.get('intent') === 'place') return placeOrderAndRedirect(caller, form, page);
    const outcome = RENEWAL_OUTCOMES.find((known) => known === form.get('outcome')) ?? 'ends';
    return showQuote(caller.call(quoteRenewalChoice, { subscriptionId, outcome }), page);
  });

/** The choices for the end of the term with their prices, and the preview of the one that is chosen. */
export default function RenewalPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { subscription, endOfTerm, quoted, blocker } = loaderData;
  const { subscriptionId, name } = subscription;
  const refused = useRefusedForm(actionData);
  const outcome = quoted?.change.kind === 'renewal' ? quoted.change.outcome : undefined;
  return (
    <>
      <PageHeader
        title={
          outcome ? t(`subscriptions.renewal.title.${outcome}`, { name }) : t('subscriptions.renewal.title', { name })
        }
        crumbs={[
          { label: t('subscriptions.list.title'), to: paths.subscriptions() },
          { label: name, to: paths.subscription(subscriptionId) },
          { label: outcome ? t(ACTION_LABELS[outcome]) : t('subscriptions.renewal.crumb') },
        ]}
      />
      {quoted === null || outcome === undefined ? null : (
        <Section title={t('subscriptions.preview.title')} intro={t(`subscriptions.renewal.intro.${outcome}`)}>
          {quoted.view.possible ? (
            <ChangeConsequences view={quoted.view}>
              <ConfirmChange
                quoteId={quoted.quoteId}
                payment="none"
                label={t(`subscriptions.renewal.confirm.${outcome}`)}
                refused={refused}
                hasMoved={quoted.hasMoved}
              />
            </ChangeConsequences>
          ) : (
            <ChangeNotPossible
              view={quoted.view}
              title={t('subscriptions.impossible.renewalTitle')}
              action={<AlternativeAction view={quoted.view} subscriptionId={subscriptionId} />}
            />
          )}
        </Section>
      )}
      {blocker === null ? null : (
        <ChangeNotPossible
          view={blocker}
          title={t('subscriptions.impossible.renewalAtAllTitle')}
          action={<AlternativeAction view={blocker} subscriptionId={subscriptionId} />}
        />
      )}
      <EndOfTermChoices endOfTerm={endOfTerm} subscriptionId={subscriptionId} quoted={outcome} />
    </>
  );
}
