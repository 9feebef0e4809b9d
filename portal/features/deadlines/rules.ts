import { daysBetween, monthsInTerm, startOfUtcDay, utcDate } from '@licence-portal/nce';
import type { NoticeKind } from './tables.ts';

/** What the rules need of a subscription that runs. */
export type Running = Readonly<{
  term: Readonly<{ startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate }>;
  termDuration: string;
  isTrial: boolean;
  termEndOutcome: string;
  /** Somebody chose to go on month by month after the present term. */
  isExtensionChosen: boolean;
  /** Exclusive; null where the vendor does not say. */
  cancellationAllowedUntil: Temporal.Instant | null;
  hasDifferences: boolean;
}>;

export const DEADLINE_KINDS = [
  /** Until then it can be cancelled; afterwards the whole term is due. */
  'windowCloses',
  'renews',
  'ends',
  /** Nobody decided: it extends month by month at a higher price. */
  'extends',
  /** Somebody chose to extend month by month. */
  'extendsByChoice',
  'trialBecomesPaid',
  'trialEnds',
  /** The vendor's answer differs from the change that was ordered; no date. */
  'differs',
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

export type Deadline = Readonly<{
  kind: DeadlineKind;
  /** The last moment at which something can still be decided (exclusive). */
  at: Temporal.Instant;
  /** Somebody should look at it now; the others are only coming. */
  needsDecision: boolean;
}>;

/** A term's end is shown so long before it comes, and asks for a decision so long before. */
const SHOWN_DAYS_BEFORE = 90;
const DECIDED_DAYS_BEFORE = 30;
/** A window of cancellation asks for a decision in its last hours. */
const WINDOW_DECIDED_BEFORE = Temporal.Duration.from({ hours: 72 });

/** No reminder is sent earlier. */
export const REMINDED_DAYS_BEFORE = 30;

const REMINDERS: readonly Readonly<{ days: number; kind: NoticeKind }>[] = [
  { days: 1, kind: 'termEndsIn1Day' },
  { days: 7, kind: 'termEndsIn7Days' },
  { days: REMINDED_DAYS_BEFORE, kind: 'termEndsIn30Days' },
];

/** What lies ahead for one subscription, the nearest first. */
export function deadlinesOf(running: Running, now: Temporal.Instant): Deadline[] {
  const deadlines: Deadline[] = [];
  if (running.hasDifferences) deadlines.push({ kind: 'differs', at: now, needsDecision: true });
  const { cancellationAllowedUntil: until, term } = running;
  const termEnd = startOfUtcDay(term.endsBefore);
  // The month of an extended term can be cancelled to its last day: that is no window that closes.
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
 * The reminder that is due: of several that were missed only the nearest is worth a mail. Terms are reminded of at most
 * in their second half, so a monthly term has no reminder 30 days before.
 */
export function dueReminder(running: Running, today: Temporal.PlainDate): NoticeKind | undefined {
  const daysLeft = daysBetween(today, running.term.endsBefore);
  const termDays = daysBetween(running.term.startsOn, running.term.endsBefore);
  if (daysLeft < 1) return undefined;
  return REMINDERS.find(({ days }) => daysLeft <= days && days * 2 <= termDays)?.kind;
}

function kindOfTermEnd({ isTrial, termEndOutcome, isExtensionChosen }: Running): DeadlineKind | undefined {
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

/** A term that is renewed every month is not news every day of it. */
function decidedDaysBefore({ termDuration }: Running): number {
  return (monthsInTerm(termDuration) ?? 1) < 3 ? 7 : DECIDED_DAYS_BEFORE;
}

function shownDaysBefore({ termDuration }: Running): number {
  return (monthsInTerm(termDuration) ?? 1) < 3 ? 31 : SHOWN_DAYS_BEFORE;
}

function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0;
}
