import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant, plainDate } from '#platform/columns.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';

export type NoticeKind = 'termEndsIn30Days' | 'termEndsIn7Days' | 'termEndsIn1Day' | 'renewed' | 'extended' | 'ended';

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
});
