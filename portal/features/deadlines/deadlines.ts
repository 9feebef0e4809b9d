import { createCalendar } from './calendar/create-calendar.ts';
import { getCalendar } from './calendar/get-calendar.ts';
import { readCalendar } from './calendar/read-calendar.ts';
import { revokeCalendar } from './calendar/revoke-calendar.ts';
import { getReminders } from './get-reminders.ts';
import { listDeadlines } from './list-deadlines.ts';
import { notifyOfTermEnds } from './notify-of-term-ends.pass.ts';
import { remindOfTermEnds } from './remind-of-term-ends.pass.ts';
import { setReminders } from './set-reminders.ts';
import { warnOfEndingCredit } from './warn-of-ending-credit.pass.ts';

/** The deadlines of an account with what they cost or pay back, for the dashboard. */
export { costsOf, type FoundDeadline, readDeadlines, refundsOf } from './read-deadlines.ts';
export { DEADLINE_KINDS } from './rules.ts';

/** The operations and passes of this module, for the registry of the shell. */
export const deadlinesOperations = [
  listDeadlines,
  getReminders,
  setReminders,
  getCalendar,
  createCalendar,
  revokeCalendar,
  readCalendar,
];
export const deadlinesPasses = [remindOfTermEnds, notifyOfTermEnds, warnOfEndingCredit];
