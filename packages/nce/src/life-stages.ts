import { EXTENDED_SERVICE_TERM_SINCE, endOfTerm } from './end-of-term.ts';
import type { SubscriptionState } from './subscription.ts';
import { startOfUtcDay } from './time.ts';

/** A stretch of a subscription's life, as it will be if nobody does anything more. */
export type LifeStage = Readonly<{
  /** `unknown`: Microsoft has something planned that these rules do not know. */
  status: 'active' | 'suspended' | 'expired' | 'disabled' | 'deleted' | 'unknown';
  /** What the status does not tell: a new term, or month by month. */
  follows: 'presentTerm' | 'renewal' | 'extendedServiceTerm' | 'end';
  /** 00:00 UTC of its first day; undefined for the stage that has begun already. */
  startsAt: Temporal.Instant | undefined;
  /** Who can still use the data: all people, administrators to save it, or nobody. */
  access: 'people' | 'administrators' | 'nobody' | 'unknown';
  isBilled: boolean;
}>;

/** Days of each stage after the last term. @source Partner Center, "Subscription lifecycle" */
export const EXPIRED_DAYS = 30;
export const DISABLED_DAYS = 90;
export const SUSPENDED_PAST_TERM_DAYS = 30;

/**
 * What becomes of a subscription from now on, the present stage in front, until it is deleted or begins a term that
 * nobody has ended. A renewal takes up to 24 hours from its `startsAt`.
 *
 *   renewed, or month by month             active
 *   cancelled for the term's end           disabled for 90 days, deleted
 *   auto-renew off, before 4 May 2026      expired (usable, not billed) for 30 days, disabled for 90, deleted
 *   suspended when the term ends           disabled for 30 + 90 days, deleted
 *
 * Guess: what is cancelled for the term's end passes through the same 90 days; the announcements only say that access ends.
 *
 * @returns nothing for a subscription that has expired or is disabled: since when, it does not say
 * @source Partner Center, "Subscription lifecycle"; announcements on the extended service term, quoted by several partners
 */
export function lifeStages(
  subscription: SubscriptionState,
  extendedServiceTermSince = EXTENDED_SERVICE_TERM_SINCE,
): LifeStage[] {
  if (subscription.status === 'deleted') return [deletedFrom(undefined)];
  const end = endOfTerm(subscription, extendedServiceTermSince);
  if (!end) return [];

  const on = startOfUtcDay(end.on);
  const isSuspended = subscription.status === 'suspended';
  const isPeopleShutOut = isSuspended || subscription.isSuspended;
  const present: LifeStage = {
    status: isSuspended ? 'suspended' : 'active',
    follows: 'presentTerm',
    startsAt: undefined,
    access: isPeopleShutOut ? 'administrators' : 'people',
    isBilled: !subscription.isTrial,
  };
  switch (end.outcome) {
    case 'renews':
      return [present, { ...present, follows: 'renewal', startsAt: on, isBilled: true }];
    case 'extendsMonthly':
      return [present, { ...present, follows: 'extendedServiceTerm', startsAt: on, isBilled: true }];
    case 'unknown':
      return [present, { status: 'unknown', follows: 'end', startsAt: on, access: 'unknown', isBilled: false }];
    case 'ends':
      if (isSuspended) return [present, ...disabledFrom(on, SUSPENDED_PAST_TERM_DAYS + DISABLED_DAYS)];
      if (end.isExplicit) return [present, ...disabledFrom(on, DISABLED_DAYS)];
      return [
        present,
        { status: 'expired', follows: 'end', startsAt: on, access: 'people', isBilled: false },
        ...disabledFrom(daysAfter(on, EXPIRED_DAYS), DISABLED_DAYS),
      ];
  }
}

/** The stage at an instant. */
export function stageAt(stages: readonly LifeStage[], at: Temporal.Instant): LifeStage | undefined {
  return stages.findLast(({ startsAt }) => !startsAt || Temporal.Instant.compare(startsAt, at) <= 0);
}

function disabledFrom(startsAt: Temporal.Instant, days: number): LifeStage[] {
  return [
    { status: 'disabled', follows: 'end', startsAt, access: 'administrators', isBilled: false },
    deletedFrom(daysAfter(startsAt, days)),
  ];
}

function deletedFrom(startsAt: Temporal.Instant | undefined): LifeStage {
  return { status: 'deleted', follows: 'end', startsAt, access: 'nobody', isBilled: false };
}

function daysAfter(at: Temporal.Instant, days: number): Temporal.Instant {
  return at.add({ hours: days * 24 });
}
