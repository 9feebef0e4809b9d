import { daysBetween, monthsInTerm, startOfUtcDay, utcDate } from '@licence-portal/nce';
import { type DeadlineGroup, REMINDER_DAYS } from './choices.ts';

/** The facts about a running subscription that the rules need. */
export type RunningSubscription = Readonly<{
  term: Readonly<{ startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate }>;
  termDuration: string;
  isTrial: boolean;
  termEndOutcome: string;
  /** An extension month to month after the present term was chosen. */
  isExtensionChosen: boolean;
  /** Exclusive; null where the vendor does not say. */
  cancellationAllowedUntil: Temporal.Instant | null;
  /** Seats of the next term, if it renews. */
  nextSeatCount: number;
  /** Seats that can still be returned, by the end of their window; empty where the vendor does not say. */
  batches: readonly Readonly<{ seatCount: number; refundableUntil: Temporal.Instant }>[];
  hasDifferences: boolean;
}>;

export const DEADLINE_KINDS = [
  /** Last moment to cancel; afterwards the whole term is charged. */
  'windowCloses',
  /** Last moment to return seats that were added later; afterwards they are charged until the end of the term. */
  'seatsReturnable',
  'renews',
  'ends',
  /** Nothing was chosen: it is extended month to month at a higher price. */
  'extends',
  /** The extension month to month was chosen. */
  'extendsByChoice',
  'trialBecomesPaid',
  'trialEnds',
  /** The vendor has not applied the last change; no date. */
  'differs',
  'invoiceDue',
  /** Somebody is asked to accept the Microsoft Customer Agreement; orders wait for it. */
  'agreementWaits',
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];
/** Those of a subscription. */
export type SubscriptionDeadlineKind = Exclude<DeadlineKind, 'invoiceDue' | 'agreementWaits'>;

/** Those of the end of a term. */
export type TermEndKind = Exclude<SubscriptionDeadlineKind, 'windowCloses' | 'seatsReturnable' | 'differs'>;

export const GROUP_OF: Readonly<Record<DeadlineKind, DeadlineGroup>> = {
  windowCloses: 'cancel',
  seatsReturnable: 'reduce',
  renews: 'decide',
  ends: 'decide',
  extends: 'decide',
  extendsByChoice: 'decide',
  differs: 'decide',
  trialBecomesPaid: 'trials',
  trialEnds: 'trials',
  invoiceDue: 'pay',
  agreementWaits: 'agreements',
};

export type Deadline = Readonly<{
  kind: SubscriptionDeadlineKind;
  /** Of a batch, or of the next term where it renews; left out: all of the subscription. */
  seatCount?: number;
  /** The last moment at which something can still be decided (exclusive). */
  at: Temporal.Instant;
  /** Somebody should decide now; the others are only upcoming. */
  needsDecision: boolean;
}>;

/** Days before its end at which the renewal of a term needs a decision; one that ends as chosen, later. */
const RENEWAL_DECIDED_DAYS_BEFORE = 90;
const END_DECIDED_DAYS_BEFORE = 30;
/** A term of fewer months rolls on: nobody decides it each time. */
export const SHORT_TERM_MONTHS = 3;

/** The reminders of an account that has chosen none. */
export const DEFAULT_REMINDER_DAYS: readonly number[] = [60, 30, 10, 3];
/** No reminder is sent earlier. */
export const REMINDED_DAYS_BEFORE = Math.max(...REMINDER_DAYS);

/** The deadlines of one subscription, the nearest first. */
export function deadlinesOf(running: RunningSubscription, now: Temporal.Instant): Deadline[] {
  const deadlines: Deadline[] = [];
  if (running.hasDifferences) deadlines.push({ kind: 'differs', at: now, needsDecision: true });
  const { cancellationAllowedUntil: until, term } = running;
  const termEnd = startOfUtcDay(term.endsBefore);
  // Money that can be had back needs a decision from the first hour of its window. A month of the extension can be
  // cancelled until its last day, so it has no window that closes before.
  if (until && isBefore(now, until) && isBefore(until, termEnd)) {
    deadlines.push({ kind: 'windowCloses', at: until, needsDecision: true });
  }
  for (const { seatCount, refundableUntil } of running.batches) {
    // The seats of a purchase go with the subscription, whose own window has the same end.
    const isWhole = until !== null && Temporal.Instant.compare(until, refundableUntil) === 0;
    if (!isWhole && isBefore(now, refundableUntil) && isBefore(refundableUntil, termEnd)) {
      deadlines.push({ kind: 'seatsReturnable', seatCount, at: refundableUntil, needsDecision: true });
    }
  }
  const daysLeft = daysBetween(utcDate(now), term.endsBefore);
  const kind = termEndKind(running);
  if (kind && isBefore(now, termEnd)) {
    // What nobody has decided waits from its first day: it goes on at a higher price. So does a trial, which is short.
    const isDue = kind === 'extends' || running.isTrial || daysLeft <= decidedDaysBefore(running, kind);
    const renewed = kind === 'renews' || kind === 'trialBecomesPaid' ? { seatCount: running.nextSeatCount } : {};
    deadlines.push({ kind, ...renewed, at: termEnd, needsDecision: kind !== 'extendsByChoice' && isDue });
  }
  return deadlines.sort((left, right) => Temporal.Instant.compare(left.at, right.at));
}

/**
 * The reminder that is due, as its days before the end; of several that were missed, only the nearest. Reminders are
 * sent in the second half of a term only, and none for a short term that simply renews.
 *
 * @param reminderDays  the days that the account has chosen
 */
export function dueReminder(
  running: RunningSubscription,
  today: Temporal.PlainDate,
  reminderDays: readonly number[],
): number | undefined {
  const { term, isTrial, termEndOutcome } = running;
  const daysLeft = daysBetween(today, term.endsBefore);
  const termDays = daysBetween(term.startsOn, term.endsBefore);
  if (daysLeft < 1 || (isShort(running) && termEndOutcome === 'renews' && !isTrial)) return undefined;
  const due = reminderDays.filter((days) => daysLeft <= days && days * 2 <= termDays);
  return due.length === 0 ? undefined : Math.min(...due);
}

/** What happens at the end of the term; undefined for one that has ended, or where the vendor does not say. */
export function termEndKind({
  isTrial,
  termEndOutcome,
  isExtensionChosen,
}: RunningSubscription): TermEndKind | undefined {
  switch (termEndOutcome) {
    case 'renews':
      return isTrial ? 'trialBecomesPaid' : 'renews';
    case 'ends':
      return isTrial ? 'trialEnds' : 'ends';
    case 'extendsMonthly':
      if (isTrial) return 'trialEnds';
      return isExtensionChosen ? 'extendsByChoice' : 'extends';
    default:
      return undefined;
  }
}

/** A term that renews every month does not need a decision on every day of it. */
function decidedDaysBefore(running: RunningSubscription, kind: TermEndKind): number {
  if (isShort(running)) return 7;
  return kind === 'renews' ? RENEWAL_DECIDED_DAYS_BEFORE : END_DECIDED_DAYS_BEFORE;
}

function isShort({ termDuration }: RunningSubscription): boolean {
  return (monthsInTerm(termDuration) ?? 1) < SHORT_TERM_MONTHS;
}

function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0;
}
