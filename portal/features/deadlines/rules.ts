import { daysBetween, monthsInTerm, startOfUtcDay, utcDate } from '@licence-portal/nce';
import type { NoticeKind } from './tables.ts';

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
  hasDifferences: boolean;
}>;

export const DEADLINE_KINDS = [
  /** Last moment to cancel; afterwards the whole term is charged. */
  'windowCloses',
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
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

export type Deadline = Readonly<{
  kind: DeadlineKind;
  /** The last moment at which something can still be decided (exclusive). */
  at: Temporal.Instant;
  /** Somebody should decide now; the others are only upcoming. */
  needsDecision: boolean;
}>;

/** Days before its end at which a term is shown, and at which it needs a decision. */
const SHOWN_DAYS_BEFORE = 90;
const DECIDED_DAYS_BEFORE = 30;
/** A cancellation window needs a decision in its last hours. */
const WINDOW_DECIDED_BEFORE = Temporal.Duration.from({ hours: 72 });

/** No reminder is sent earlier. */
export const REMINDED_DAYS_BEFORE = 30;

/** The nearest first. */
export const REMINDERS: readonly Readonly<{ days: number; kind: NoticeKind }>[] = [
  { days: 1, kind: 'termEndsIn1Day' },
  { days: 7, kind: 'termEndsIn7Days' },
  { days: REMINDED_DAYS_BEFORE, kind: 'termEndsIn30Days' },
];

/** The deadlines of one subscription, the nearest first. */
export function deadlinesOf(running: RunningSubscription, now: Temporal.Instant): Deadline[] {
  const deadlines: Deadline[] = [];
  if (running.hasDifferences) deadlines.push({ kind: 'differs', at: now, needsDecision: true });
  const { cancellationAllowedUntil: until, term } = running;
  const termEnd = startOfUtcDay(term.endsBefore);
  // A month of the extension can be cancelled until its last day, so it has no window that closes before.
  if (until && isBefore(now, until) && isBefore(until, termEnd)) {
    deadlines.push({
      kind: 'windowCloses',
      at: until,
      needsDecision: !isBefore(now.add(WINDOW_DECIDED_BEFORE), until),
    });
  }
  const daysLeft = daysBetween(utcDate(now), term.endsBefore);
  const kind = kindOfTermEnd(running);
  if (kind && isBefore(now, termEnd) && daysLeft <= shownDaysBefore(running)) {
    const isDecided = kind === 'extendsByChoice';
    deadlines.push({ kind, at: termEnd, needsDecision: !isDecided && daysLeft <= decidedDaysBefore(running) });
  }
  return deadlines.sort((left, right) => Temporal.Instant.compare(left.at, right.at));
}

/**
 * The reminder that is due; of several that were missed, only the nearest. Reminders are sent in the second half of a
 * term only, so a monthly term has none 30 days before its end.
 */
export function dueReminder(running: RunningSubscription, today: Temporal.PlainDate): NoticeKind | undefined {
  const daysLeft = daysBetween(today, running.term.endsBefore);
  const termDays = daysBetween(running.term.startsOn, running.term.endsBefore);
  if (daysLeft < 1) return undefined;
  return REMINDERS.find(({ days }) => daysLeft <= days && days * 2 <= termDays)?.kind;
}

function kindOfTermEnd({ isTrial, termEndOutcome, isExtensionChosen }: RunningSubscription): DeadlineKind | undefined {
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
function decidedDaysBefore({ termDuration }: RunningSubscription): number {
  return (monthsInTerm(termDuration) ?? 1) < 3 ? 7 : DECIDED_DAYS_BEFORE;
}

function shownDaysBefore({ termDuration }: RunningSubscription): number {
  return (monthsInTerm(termDuration) ?? 1) < 3 ? 31 : SHOWN_DAYS_BEFORE;
}

function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0;
}
