import type { SideEffect } from '@licence-portal/nce';
import type { ReactNode } from 'react';
import type { ImpossibleView, PossibleView } from '#features/orders/orders.ts';
import { type Change, Consequences, NotPossible } from '#ui/consequences.tsx';
import { formatDate } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { useViewer } from '#ui/viewer.tsx';
import { sentenceFacts } from './sentence-facts.ts';
import { useWords } from './words.ts';

/** What a change to one subscription does and costs, and below it the way to confirm it. */
export function ChangeConsequences({ view, children }: { view: PossibleView; children: ReactNode }) {
  const words = useWords();
  const changes = useChanges(view);
  const sideEffects = useSideEffects(view);
  const locale = useLocale();
  // An end that is chosen commits to nothing new, and neither does a cancellation.
  const isCommitted = view.kind === 'seats' || view.items.some((item) => item.termEndOutcome?.after === 'renews');
  return (
    <Consequences
      quote={view}
      lineLabel={(line) => words.line(line.code, formatDate(line.cycle.startsOn, locale))}
      changes={changes}
      isCommitted={isCommitted}
      sideEffects={sideEffects}
    >
      {children}
    </Consequences>
  );
}

/** Why a change cannot be, and below it what can. */
export function ChangeNotPossible({
  view,
  title,
  detail,
  instead: otherWords,
  action,
}: {
  view: ImpossibleView;
  title: string;
  /** A sentence more, such as what is still to be paid. */
  detail?: ReactNode;
  /** What is so already, where nothing else is possible. */
  instead?: ReactNode;
  /** The button of what is possible instead. */
  action?: ReactNode;
}) {
  const t = useT();
  const reason = useReason(view);
  const instead = view.instead?.action;
  return (
    <NotPossible
      title={title}
      reason={
        <>
          <p>{reason}</p>
          {detail === undefined ? null : <p>{detail}</p>}
        </>
      }
      instead={isInstead(instead) ? t(`subscriptions.instead.${instead}`) : otherWords}
      action={action}
    />
  );
}

/** The sentence of a reason; one that is not known is shown with its code. */
export function useReason({ kind, reason, facts }: Pick<ImpossibleView, 'kind' | 'reason' | 'facts'>): string {
  const say = useT() as unknown as (key: string, values: object) => string;
  const reading = { locale: useLocale(), timeZone: useViewer().timeZone };
  const hasSince = 'since' in facts;
  return say(`subscriptions.impossible.${reasonKey({ kind, reason, facts })}`, {
    reason,
    hasSince: String(hasSince),
    sinceOn: '',
    ...sentenceFacts(facts, reading),
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
  if (reason === 'priceUnknown' && facts.isTrial === true) return 'priceUnknownTrial';
  return REASONS.includes(reason) ? reason : 'other';
}

function useChanges({ items, currency }: PossibleView): Change[] {
  const t = useT();
  const words = useWords();
  const price = (amount: string, cycle: string) => (
    <Money value={{ amount, currency }} basis="net" isUnitPrice per={t('subscriptions.perCycle', { cycle })} />
  );
  return items.flatMap(({ seats, termEndOutcome, unitPricePerCycle, billingCycle, nextBillingCycle }) => [
    ...(seats ? [{ what: t('subscriptions.change.seats'), before: seats.before, after: seats.after }] : []),
    ...(termEndOutcome
      ? [
          {
            what: t('subscriptions.change.outcome'),
            before: words.outcome(termEndOutcome.before),
            after: words.outcome(termEndOutcome.after),
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
  ]);
}

function useSideEffects({ sideEffects }: PossibleView): string[] {
  const say = useT() as unknown as (key: string, values: object) => string;
  const reading = { locale: useLocale(), timeZone: useViewer().timeZone };
  return sideEffects.map(({ code, facts }) =>
    say(`subscriptions.sideEffect.${code in SIDE_EFFECTS ? code : 'other'}`, {
      code,
      ...sentenceFacts(facts, reading),
    }),
  );
}

const INSTEADS = [
  'addSeats',
  'cancelAtTermEnd',
  'cancelNow',
  'scheduleSeats',
  'trackOrder',
  'turnAutoRenewOff',
  'turnAutoRenewOn',
] as const;

function isInstead(action: string | undefined): action is (typeof INSTEADS)[number] {
  return INSTEADS.some((known) => known === action);
}

const REASONS: readonly string[] = [
  'aboveSeatMaximum',
  'atSeatMaximum',
  'atSeatMinimum',
  'autoRenewAlreadyOff',
  'autoRenewAlreadyOn',
  'autoRenewOff',
  'belowSeatMinimum',
  'changeInProgress',
  'deleted',
  'endAlreadySet',
  'ended',
  'extensionAlreadySet',
  'extensionNotOffered',
  'notReady',
  'nothingChanges',
  'prerequisiteMissing',
  'priceUnknown',
  'renewalInProgress',
  'seatCountInvalid',
  'statusUnknown',
  'suspended',
  'termUnknown',
  'tooManySeats',
  'trial',
  'windowUnknown',
];

/** Every effect that the rules know has its sentence. */
const SIDE_EFFECTS: Readonly<Record<SideEffect['kind'] | 'accessEndsAtOnce' | 'addOnsLeftAlone', true>> = {
  accessEnds: true,
  accessEndsAtOnce: true,
  addOnsLeftAlone: true,
  autoRenewTurnedOff: true,
  endOfTermCancelSet: true,
  licencesToReassign: true,
  priceMayChange: true,
  scheduledChangeDeleted: true,
  subscriptionCreated: true,
  termEndChoiceDeleted: true,
};
