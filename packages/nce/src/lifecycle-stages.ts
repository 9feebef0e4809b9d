import { EXTENDED_SERVICE_TERM_SINCE, endOfTerm } from './end-of-term.ts';
import type { SubscriptionState } from './subscription.ts';
import { startOfUtcDay } from './time.ts';

/** One stage of a subscription's lifecycle, provided that nobody changes it. */
export type LifecycleStage = Readonly<{
  /** `unknown`: Microsoft has scheduled an action that these rules do not know. */
  status: 'active' | 'suspended' | 'expired' | 'disabled' | 'deleted' | 'unknown';
  /** Distinguishes stages with the same status: the current term, its renewal or its extension. */
  phase: 'currentTerm' | 'renewal' | 'extendedServiceTerm' | 'afterTerm';
  /** 00:00 UTC of its first day; undefined for the current stage. */
  startsAt: Temporal.Instant | undefined;
  /** `people`: everybody can use the service; `administrators`: only they can, to export data. */
  access: 'people' | 'administrators' | 'nobody' | 'unknown';
  isBilled: boolean;
}>;

/** Days of each stage after the last term. @source Partner Center, "Subscription lifecycle" */
export const EXPIRED_DAYS = 30;
export const DISABLED_DAYS = 90;
export const SUSPENDED_PAST_TERM_DAYS = 30;

/**
 * The stages of a subscription from now on, starting with the current one, until it is deleted or starts another term.
 * A renewal takes up to 24 hours from its `startsAt`.
 *
 *   renewed or extended month to month     active
 *   cancelled at the end of the term       disabled for 90 days, deleted
 *   auto-renew off, before 4 May 2026      expired (usable, not billed) for 30 days, disabled for 90, deleted
 *   suspended when the term ends           disabled for 30 + 90 days, deleted
 *
 * Guess: a subscription that is cancelled at the end of its term is also disabled for 90 days. The announcements state
 * only that access ends.
 *
 * @returns an empty list for an expired or disabled subscription, because it does not show when that status began
 * @source Partner Center, "Subscription lifecycle"; announcements on the extended service term, quoted by several
 *   partners
 */
export function lifecycleStages(
  subscription: SubscriptionState,
  extendedServiceTermSince = EXTENDED_SERVICE_TERM_SINCE,
): LifecycleStage[] {
  if (subscription.status === 'deleted') return [deletedFrom(undefined)];
  const end = endOfTerm(subscription, extendedServiceTermSince);
  if (!end) return [];

  const on = startOfUtcDay(end.on);
  const isSuspended = subscription.status === 'suspended';
  const isAccessRestricted = isSuspended || subscription.isSuspended;
  const current: LifecycleStage = {
    status: isSuspended ? 'suspended' : 'active',
    phase: 'currentTerm',
    startsAt: undefined,
    access: isAccessRestricted ? 'administrators' : 'people',
    isBilled: !subscription.isTrial,
  };
  switch (end.outcome) {
    case 'renews':
      return [current, { ...current, phase: 'renewal', startsAt: on, isBilled: true }];
    case 'extendsMonthly':
      return [current, { ...current, phase: 'extendedServiceTerm', startsAt: on, isBilled: true }];
    case 'unknown':
      return [current, { status: 'unknown', phase: 'afterTerm', startsAt: on, access: 'unknown', isBilled: false }];
    case 'ends':
      if (isSuspended) return [current, ...disabledFrom(on, SUSPENDED_PAST_TERM_DAYS + DISABLED_DAYS)];
      if (end.isExplicit) return [current, ...disabledFrom(on, DISABLED_DAYS)];
      return [
        current,
        { status: 'expired', phase: 'afterTerm', startsAt: on, access: 'people', isBilled: false },
        ...disabledFrom(daysAfter(on, EXPIRED_DAYS), DISABLED_DAYS),
      ];
  }
}

/** The stage that is in force at an instant. */
export function stageAt(stages: readonly LifecycleStage[], at: Temporal.Instant): LifecycleStage | undefined {
  return stages.findLast(({ startsAt }) => !startsAt || Temporal.Instant.compare(startsAt, at) <= 0);
}

function disabledFrom(startsAt: Temporal.Instant, days: number): LifecycleStage[] {
  return [
    { status: 'disabled', phase: 'afterTerm', startsAt, access: 'administrators', isBilled: false },
    deletedFrom(daysAfter(startsAt, days)),
  ];
}

function deletedFrom(startsAt: Temporal.Instant | undefined): LifecycleStage {
  return { status: 'deleted', phase: 'afterTerm', startsAt, access: 'nobody', isBilled: false };
}

function daysAfter(at: Temporal.Instant, days: number): Temporal.Instant {
  return at.add({ hours: days * 24 });
}
