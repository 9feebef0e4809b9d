import { boolean, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';
import type { Facts } from '#platform/refusal.ts';

/** A notification of one person, shown in the portal. */
export const notification = pgTable('notification', {
  id: uuid('id').$type<Id<'notification'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  /** Part of the message keys `notifications.kind.<kind>.title` and `.text`. */
  kind: text('kind').notNull(),
  facts: jsonb('facts').$type<Facts>().notNull(),
  /** Path within the portal. */
  link: text('link'),
  /** The order that it is about: those about one are shown as one. */
  orderId: uuid('order_id').$type<Id<'order'>>(),
  /** False: the person wants it by mail alone. */
  isInBell: boolean('is_in_bell').notNull().default(true),
  /** Its mail waits for the person's daily digest. */
  awaitsDigest: boolean('awaits_digest').notNull().default(false),
  createdAt: instant('created_at').notNull(),
  readAt: instant('read_at'),
});
