import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant, plainDate } from '#platform/columns.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';

export type NoticeKind = 'termEndsIn30Days' | 'termEndsIn7Days' | 'termEndsIn1Day' | 'renewed' | 'extended' | 'ended';

/** What people were told of, once each; the unique row is what makes it once. */
export const deadlineNotice = pgTable('deadline_notice', {
  id: uuid('id').$type<Id<'deadlineNotice'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>().notNull(),
  kind: text('kind').$type<NoticeKind>().notNull(),
  /** The day that the notice speaks of. */
  dueOn: plainDate('due_on').notNull(),
  createdAt: instant('created_at').notNull(),
});
