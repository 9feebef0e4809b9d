import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant, plainDate } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';

/** `termEndsIn30Days`: a reminder, by its days before the end of the term. */
export type ReminderKind = `termEndsIn${number}Day${'s' | ''}`;
export type NoticeKind = ReminderKind | 'renewed' | 'extended' | 'ended';

/** The notices of prepaid credit that will not cover a charge; the unique row ensures that each is sent once. */
export const creditNotice = pgTable('credit_notice', {
  id: uuid('id').$type<Id<'creditNotice'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** The day of the first charge that is not covered. */
  dueOn: plainDate('due_on').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** The notices that were sent; the unique row ensures that each is sent once. */
export const deadlineNotice = pgTable('deadline_notice', {
  id: uuid('id').$type<Id<'deadlineNotice'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>().notNull(),
  kind: text('kind').$type<NoticeKind>().notNull(),
  /** The day that the notice is about. */
  dueOn: plainDate('due_on').notNull(),
  createdAt: instant('created_at').notNull(),
  /** Null for a reminder that waits for the e-mail with all reminders of its account. */
  notifiedAt: instant('notified_at'),
});

/** When an account is reminded of the ends of terms, where it has chosen. */
export const reminderSetting = pgTable('reminder_setting', {
  accountId: uuid('account_id').$type<AccountId>().primaryKey(),
  /** Days before the end; empty for no reminders. */
  days: integer('days').array().notNull(),
  changedAt: instant('changed_at').notNull(),
});

/** A person's calendar of deadlines at a secret address. */
export const calendarFeed = pgTable('calendar_feed', {
  personId: uuid('person_id').$type<PersonId>().primaryKey(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** SHA-256 of the key in the address. */
  keyHash: text('key_hash').notNull(),
  createdAt: instant('created_at').notNull(),
});
