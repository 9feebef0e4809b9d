import type { ReactNode } from 'react';

import type { ImpossibleView, PossibleView, QuoteItem } from '#features/orders/orders.ts';
import type { Change } from '#ui/change-list.tsx';
import { Consequences, NotPossible } from '#ui/consequences.tsx';
import { formatDate, lastDayOf } from '#ui/format.ts';

import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { useViewer } from '#ui/viewer.tsx';
import { useSubscriptionLabels } from './labels.ts';
import { sentenceFacts } from './sentence-facts.ts';

/** The effects and costs of a change to one subscription, and below them the form that confirms it. */
export function ChangeConsequences({ view, children }: { view: PossibleView; children: ReactNode }) {
  const labels = useSubscriptionLabels();
  const locale = useLocale();
  // The choice of an end commits to nothing new, and neither does a cancellation or a return of licences.
  const isCommitting =
    view.kind === 'upgrade' ||
    view.items.some(
      ({ seats, termEndOutcome }) =>
        (view.kind === 'seats' && seats !== undefined && seats.after > seats.before) ||
        termEndOutcome?.after === 'renews',
    );
  return (
    <Consequences
      quote={view}
      changes={useChanges(view)}
      lineLabel={(line) => labels.line(line.code, formatDate(line.cycle.startsOn, locale))}
      isCommitting={isCommitting}
      sideEffects={useSideEffects(view)}
    >
      {children}
    </Consequences>
  );
}

/** The reason why a change is not possible, and below it the alternative. */
export function ChangeNotPossible({
  view,
  title,
  detail,
  alternativeText,
  action,
}: {
  view: ImpossibleView;
  title: string;
  /** One more sentence, such as the amount that is still to be paid. */
  detail?: ReactNode;
  /** Shown where the rules name no alternative. */
  alternativeText?: ReactNode;
  /** The button of the alternative. */
  action?: ReactNode;
}) {
  const t = useT();
  const reason = useReason(view);
  const alternative = view.instead?.action;
  return (
    <NotPossible
      title={title}
      reason={
        <>
          <p>{reason}</p>
          {detail === undefined ? null : <p>{detail}</p>}
        </>
      }
      alternative={isAlternative(alternative) ? t(`subscriptions.alternative.${alternative}`) : alternativeText}
      action={action}
    />
  );
}

/** The sentence of a reason; an unknown one is shown with its code. */
function useReason({ kind, reason, facts }: Pick<ImpossibleView, 'kind' | 'reason' | 'facts'>): string {
  const t = useT();
  const reader = { locale: useLocale(), timeZone: useViewer().timeZone };
  return t([`subscriptions.impossible.${reasonKey({ kind, reason, facts })}`, 'subscriptions.impossible.other'], {
    reason,
    hasSince: String('since' in facts),
    sinceOn: '',
    hasDescription: String('description' in facts),
    description: '',
    ...sentenceFacts(facts, reader),
  });
}

/** Some reasons read differently for seats, renewal and cancellation. */
function reasonKey({ kind, reason, facts }: Pick<ImpossibleView, 'kind' | 'reason' | 'facts'>): string {
  if (reason === 'windowClosed' && kind === 'cancel') return 'windowClosedCancel';
  if (reason === 'windowClosed') {
    return facts.termEndOutcome === 'renews' ? 'windowClosedSeats' : 'windowClosedSeatsNoRenewal';
  }
  if (reason === 'nothingChanges' && kind === 'renewal') return 'nothingChangesRenewal';
  if (reason === 'trial' && kind === 'cancel') return 'trialCancel';
  if (kind === 'upgrade' && UPGRADE_REASONS.includes(reason)) return `${reason}Upgrade`;
  if (reason === 'priceUnknown' && facts.isTrial === true) return 'priceUnknownTrial';
  return reason;
}

function useChanges({ items, currency }: PossibleView): Change[] {
  const t = useT();
  const locale = useLocale();
  const labels = useSubscriptionLabels();
  const price = (amount: string, cycle: string) => (
    <Money value={{ amount, currency }} basis="net" isUnitPrice per={t('subscriptions.perCycle', { cycle })} />
  );
  const seatsOf = (name: string) =>
    items.length > 1 ? t('subscriptions.change.seatsOf', { name }) : t('subscriptions.change.seats');
  return items.flatMap((item) => [
    ...(item.product ? [{ what: t('subscriptions.change.product'), ...item.product }] : []),
    ...(item.plan
      ? [
          {
            what: t('subscriptions.change.plan'),
            before: labels.plan(item.plan.before.termDuration, item.plan.before.billingCycle),
            after: labels.plan(item.plan.after.termDuration, item.plan.after.billingCycle),
          },
        ]
      : []),
    ...(item.termEndsBefore
      ? [
          {
            what: t('subscriptions.change.termEnd'),
            before: lastDay(item.termEndsBefore.before),
            after: lastDay(item.termEndsBefore.after),
          },
        ]
      : []),
    ...(item.seats ? [{ what: seatsOf(item.name), before: item.seats.before, after: item.seats.after }] : []),
    ...furtherChanges(item),
  ]);

  function lastDay(endsBefore: string): string {
    return formatDate(lastDayOf({ startsOn: endsBefore, endsBefore }), locale);
  }

  function furtherChanges({ termEndOutcome, unitPricePerCycle, billingCycle, nextBillingCycle }: QuoteItem): Change[] {
    return [
      ...(termEndOutcome
        ? [
            {
              what: t('subscriptions.change.outcome'),
              before: labels.outcome(termEndOutcome.before),
              after: labels.outcome(termEndOutcome.after),
            },
          ]
        : []),
      ...(unitPricePerCycle?.before
        ? [
            {
              what: t('subscriptions.change.pricePerLicence'),
              before: price(unitPricePerCycle.before, billingCycle),
              after: price(unitPricePerCycle.after, nextBillingCycle ?? billingCycle),
            },
          ]
        : []),
    ];
  }
}

function useSideEffects({ sideEffects }: PossibleView): string[] {
  const t = useT();
  const reader = { locale: useLocale(), timeZone: useViewer().timeZone };
  return sideEffects.map(({ code, facts }) =>
    t([`subscriptions.sideEffect.${code}`, 'subscriptions.sideEffect.other'], {
      code,
      ...sentenceFacts(facts, reader),
    }),
  );
}

/** Reasons that read differently where seats change their product or term. */
const UPGRADE_REASONS = ['priceUnknown', 'notOnSale', 'nothingChanges', 'renewalInProgress', 'atSeatMinimum'];

const ALTERNATIVES = [
  'addSeats',
  'cancelAtTermEnd',
  'cancelNow',
  'changeToLongerTerm',
  'convertTrial',
  'scheduleNextTerm',
  'scheduleSeats',
  'trackOrder',
  'turnAutoRenewOff',
  'turnAutoRenewOn',
] as const;

function isAlternative(action: string | undefined): action is (typeof ALTERNATIVES)[number] {
  return ALTERNATIVES.some((known) => known === action);
}
