import { answerForm, answerPage } from '#platform/page.server.ts';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { getSubscription } from '../get-subscription.ts';
import type { Route } from './+types/renewal-page.ts';
import { ChangeConsequences, ChangeNotPossible } from './change-consequences.tsx';
import { ConfirmChange } from './confirm-change.tsx';
import { InsteadAction, RenewalButton } from './instead-action.tsx';
import { placeAndFollow, quoteAndShow, readQuoted } from './quoted-change.server.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    const subscription = await caller.call(getSubscription, { subscriptionId });
    return { subscription, quoted: await readQuoted(caller, args.request, subscriptionId) };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) => {
    const { subscriptionId } = args.params;
    const page = paths.changeRenewal(subscriptionId);
    if (form.get('intent') === 'place') return placeAndFollow(caller, form, page);
    const outcome = form.get('outcome') === 'renews' ? 'renews' : 'ends';
    return quoteAndShow(caller, { kind: 'renewal', subscriptionId, outcome }, page);
  });

/** Auto-renew off or on, with its preview first. */
export default function RenewalPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { subscription, quoted } = loaderData;
  const { subscriptionId, name } = subscription;
  const refused = useRefusedForm(actionData);
  const next = subscription.termEndOutcome === 'renews' ? 'ends' : 'renews';
  const outcome = quoted?.change.kind === 'renewal' ? quoted.change.outcome : next;
  const turnsOff = outcome === 'ends';
  const label = t(turnsOff ? 'subscriptions.action.renewalOff' : 'subscriptions.action.renewalOn');
  return (
    <>
      <PageHeader
        title={t(turnsOff ? 'subscriptions.renewal.titleOff' : 'subscriptions.renewal.titleOn', { name })}
        crumbs={[
          { label: t('subscriptions.list.title'), to: paths.subscriptions() },
          { label: name, to: paths.subscription(subscriptionId) },
          { label },
        ]}
      />
      <Section
        title={t('subscriptions.preview.title')}
        intro={t(turnsOff ? 'subscriptions.renewal.introOff' : 'subscriptions.renewal.introOn')}
      >
        {quoted === null ? (
          <RenewalButton subscriptionId={subscriptionId} outcome={outcome} label={t('subscriptions.renewal.preview')} />
        ) : quoted.view.possible ? (
          <ChangeConsequences view={quoted.view}>
            <ConfirmChange
              quoteId={quoted.quoteId}
              payment="none"
              label={t(turnsOff ? 'subscriptions.renewal.confirmOff' : 'subscriptions.renewal.confirmOn')}
              refused={refused}
              hasMoved={quoted.hasMoved}
            />
          </ChangeConsequences>
        ) : (
          <ChangeNotPossible
            view={quoted.view}
            title={t('subscriptions.impossible.renewalTitle')}
            action={<InsteadAction view={quoted.view} subscriptionId={subscriptionId} />}
          />
        )}
      </Section>
    </>
  );
}
