import { Form, redirect, useSearchParams } from 'react-router';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { formatOnDate, formatUntilDate, lastDayOf } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Restricted } from '#ui/restricted.tsx';
import { Status } from '#ui/status.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useMay } from '#ui/viewer.tsx';
import { getSubscription } from '../get-subscription.ts';
import { describeSubscription } from '../inventory/describe-subscription.ts';
import { getEndOfTerm } from '../term-end/get-end-of-term.ts';
import type { Route } from './+types/subscription-page.ts';
import { RenewalButton } from './alternative-action.tsx';
import { Batches, CurrentTerm } from './current-term.tsx';
import { EndOfTermChoices } from './end-of-term-choices.tsx';
import { statusMeaning, useSubscriptionLabels } from './labels.ts';
import { OwnWords } from './own-words.tsx';
import { SubscriptionFacts } from './subscription-facts.tsx';
import { Charges, Events, Orders } from './subscription-history.tsx';
import { DifferencesNotice, PendingOrderNotice } from './subscription-notices.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { subscriptionId } = args.params;
    return {
      shown: await caller.call(getSubscription, { subscriptionId }),
      endOfTerm: await caller.call(getEndOfTerm, { subscriptionId }),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { subscriptionId } = args.params;
    const typed = (name: string) => String(form.get(name) ?? '');
    await caller.call(describeSubscription, {
      subscriptionId,
      ownName: typed('ownName'),
      costCentre: typed('costCentre'),
    });
    return redirect(`${paths.subscription(subscriptionId)}?done=described`);
  });

type Shown = Route.ComponentProps['loaderData']['shown'];

export default function SubscriptionPage({ loaderData: { shown, endOfTerm }, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const labels = useSubscriptionLabels();
  const may = useMay();
  const hasEnded = shown.termEndOutcome === 'ended';
  return (
    <>
      <PageHeader
        title={shown.name}
        status={
          <Status meaning={statusMeaning(shown.status, shown.isSuspended)}>
            {shown.isTrial && shown.status === 'active' ? t('subscriptions.status.trial') : labels.status(shown.status)}
          </Status>
        }
        facts={[
          t('subscriptions.batch.line', { seatCount: shown.seatCount }),
          labels.plan(shown.termDuration, shown.billingCycle),
          <RenewalState key="renewal" shown={shown} />,
        ]}
        crumbs={[{ label: t('subscriptions.list.title'), to: paths.subscriptions() }, { label: shown.name }]}
        actions={
          hasEnded ? null : (
            <Restricted permission="subscriptions.manage">
              <Actions shown={shown} />
            </Restricted>
          )
        }
      />
      <PendingOrderNotice pendingOrder={shown.pendingOrder} />
      <DifferencesNotice differences={shown.differences} />
      {actionData === undefined && search.get('done') === 'described' ? (
        <Notice meaning="good" live>
          {t('subscriptions.own.saved')}
        </Notice>
      ) : null}
      <SubscriptionFacts shown={shown} />
      {hasEnded ? null : <CurrentTerm shown={shown} />}
      <EndOfTermChoices
        endOfTerm={endOfTerm}
        actions={
          may('subscriptions.manage') ? (
            <ButtonLink to={paths.changeRenewal(shown.subscriptionId)}>
              {t('subscriptions.endOfTerm.choose')}
            </ButtonLink>
          ) : null
        }
      />
      {hasEnded || shown.isTrial ? null : <Batches batches={shown.batches} />}
      <Charges shown={shown} />
      <Orders orders={shown.orders} />
      <Events events={shown.events} />
      <OwnWords shown={shown} refused={useRefusedForm(actionData)} />
    </>
  );
}

/** The actions of the guide, and the upgrade. Each leads to a preview, which says why it is not possible now. */
function Actions({ shown }: { shown: Shown }) {
  const t = useT();
  const { subscriptionId, termEndOutcome } = shown;
  const renews = termEndOutcome === 'renews';
  return (
    <>
      <Form action={paths.changeSeats(subscriptionId)}>
        <SubmitButton appearance="secondary" caps>
          {t('subscriptions.action.changeSeats')}
        </SubmitButton>
      </Form>
      <Form action={paths.upgrade(subscriptionId)}>
        <SubmitButton appearance="secondary" caps>
          {t('subscriptions.action.upgrade')}
        </SubmitButton>
      </Form>
      <RenewalButton
        subscriptionId={subscriptionId}
        outcome={renews ? 'ends' : 'renews'}
        label={t(renews ? 'subscriptions.action.renewalOff' : 'subscriptions.action.renewalOn')}
      />
      <Form method="post" action={paths.cancelSubscription(subscriptionId)}>
        <SubmitButton appearance="secondary" caps name="intent" value="quote">
          {t('subscriptions.action.cancel')}
        </SubmitButton>
      </Form>
    </>
  );
}

function RenewalState({ shown }: { shown: Shown }) {
  const t = useT();
  const locale = useLocale();
  const { term, seatCount, termEndOutcome, isTrial } = shown;
  switch (termEndOutcome) {
    case 'renews':
      return (
        <span>
          {t(isTrial ? 'subscriptions.renewalState.becomesPaid' : 'subscriptions.renewalState.renews', {
            onOn: formatOnDate(term.endsBefore, locale),
          })}
        </span>
      );
    case 'ends':
      return (
        <span>
          {t('subscriptions.renewalState.ends', { seatCount, until: formatUntilDate(lastDayOf(term), locale) })}
        </span>
      );
    case 'extendsMonthly':
      return <span>{t('subscriptions.renewalState.extendsMonthly')}</span>;
    case 'ended':
      return <span>{t('subscriptions.renewalState.ended')}</span>;
    default:
      return <span>{t('subscriptions.renewalState.unknown')}</span>;
  }
}
