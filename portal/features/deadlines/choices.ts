/*
 * What people choose from on the page of deadlines, which a browser may load.
 */

/** What a deadline is about, for filters. */
export const DEADLINE_GROUPS = ['cancel', 'reduce', 'decide', 'trials', 'pay', 'agreements'] as const;
export type DeadlineGroup = (typeof DEADLINE_GROUPS)[number];

/** Days before the end of a term at which reminders can be sent. */
export const REMINDER_DAYS = [90, 60, 30, 14, 10, 7, 3, 1] as const;
