import { answerForm, answerPage } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { RENEWAL_OUTCOMES } from '../change/ordered-change.ts';
import { getSubscription } from '../get-subscription.ts';
import { getEndOfTerm } from '../term-end/get-end-of-term.ts';
import { getNextTerm } from '../term-end/get-next-term.ts';
import { quoteRenewalChoice } from '../term-end/quote-renewal-choice.ts';
import type { Route } from './+types/renewal-page.ts';
import { AlternativeAction } from './alternative-action.tsx';
import { ChangeConsequences, ChangeNotPossible } from './change-consequences.tsx';
import { placeOrderAndRedirect, readChangeBlocker, readChangeQuote, showQuote } from './change-quote.server.ts';
import { ConfirmChange } from './confirm-change.tsx';
import { ACTION_LABELS, EndOfTermChoices } from './end-of-term-choices.tsx';
import { nextTermIn } from './next-term-form.server.ts';
import { NextTermForm } from './next-term-form.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    const subscription = await caller.call(getSubscription, { subscriptionId });
    const endOfTerm = await caller.call(getEndOfTerm, { subscriptionId });
    const quoted = await readChangeQuote(caller, args.request, subscriptionId);
    const blocker = quoted === null ? await readChangeBlocker(caller, subscriptionId, 'renewal') : null;
    const nextTerm = await caller.call(getNextTerm, { subscriptionId });
    const seats = new URL(args.request.url).searchParams.get('seats');
    return { subscription, endOfTerm, quoted, blocker, nextTerm, seats };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) => {
    const { subscriptionId } = args.params;
    const page = paths.changeRenewal(subscriptionId);
    if (form.get('intent') === 'place') return placeOrderAndRedirect(caller, form, page);
    if (form.get('intent') === 'withdraw') {
      return showQuote(caller.call(quoteRenewalChoice, { subscriptionId, outcome: 'renews', next: null }), page);
    }
    if (form.get('intent') === 'nextTerm') {
      const next = nextTermIn(form);
      return showQuote(caller.call(quoteRenewalChoice, { subscriptionId, outcome: 'renews', next }), page);
    }
    const outcome = RENEWAL_OUTCOMES.find((known) => known === form.get('outcome')) ?? 'ends';
    return showQuote(caller.call(quoteRenewalChoice, { subscriptionId, outcome }), page);
  });

/** The choices for the end of the term with their prices, and the preview of the one that is chosen. */
export default function RenewalPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { subscription, endOfTerm, quoted, blocker, nextTerm, seats } = loaderData;
  const { subscriptionId, name } = subscription;
  const refused = useRefusedForm(actionData);
  const change = quoted?.change.kind === 'renewal' ? quoted.change : undefined;
  const outcome = change?.outcome;
  const isNextTerm = change?.next !== undefined;
  const isTyping = refused.typed('intent') === 'nextTerm';
  return (
    <>
      <PageHeader
        title={
          outcome && !isNextTerm
            ? t(`subscriptions.renewal.title.${outcome}`, { name })
            : t('subscriptions.renewal.title', { name })
        }
        crumbs={[
          { label: t('subscriptions.list.title'), to: paths.subscriptions() },
          { label: name, to: paths.subscription(subscriptionId) },
          { label: outcome && !isNextTerm ? t(ACTION_LABELS[outcome]) : t('subscriptions.renewal.crumb') },
        ]}
      />
      {quoted === null || outcome === undefined ? null : (
        <Section
          title={t('subscriptions.preview.title')}
          intro={t(isNextTerm ? 'subscriptions.nextTerm.previewIntro' : `subscriptions.renewal.intro.${outcome}`)}
        >
          {quoted.view.possible ? (
            <ChangeConsequences view={quoted.view}>
              <ConfirmChange
                quoteId={quoted.quoteId}
                payment="none"
                label={t(
                  !isNextTerm
                    ? `subscriptions.renewal.confirm.${outcome}`
                    : change?.next === null
                      ? 'subscriptions.nextTerm.confirmWithdraw'
                      : 'subscriptions.nextTerm.confirm',
                )}
                refused={isTyping ? { ...refused, errors: [], errorOf: () => undefined } : refused}
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
      <NextTermForm
        subscriptionId={subscriptionId}
        nextTerm={nextTerm}
        typed={change?.next ?? undefined}
        seats={seats}
        refused={isTyping ? refused : undefined}
      />
    </>
  );
}
