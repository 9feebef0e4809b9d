import { boolean, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';
import type { PROVIDER_ROLES } from '#platform/permissions.ts';

/** A one-time link with which a person of the staff makes the own access. Seen in the system's scope only. */
export const providerInvitation = pgTable('provider_invitation', {
  id: uuid('id').$type<Id<'providerInvitation'>>().primaryKey().$defaultFn(newId),
  tokenHash: text('token_hash').notNull(),
  /** Printed at a start, while nobody of the staff can sign in. */
  isFirst: boolean('is_first').notNull(),
  role: text('role').$type<(typeof PROVIDER_ROLES)[number]>().notNull(),
  email: text('email'),
  firstName: text('first_name'),
  lastName: text('last_name'),
  createdAt: instant('created_at').notNull(),
  /** Exclusive. */
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
  /** Set when a newer link, or the first person, ended this one. */
  replacedAt: instant('replaced_at'),
});

/** What this database is for, from the first start on: one row. Seen in the system's scope only. */
export const installation = pgTable('installation', {
  isOnly: boolean('is_only').primaryKey().default(true),
  mode: text('mode').$type<InstallationMode>().notNull(),
  createdAt: instant('created_at').notNull(),
});

/** The demo with its fictitious companies, or real use with a partner's credentials. */
export type InstallationMode = 'demo' | 'real';

/**
 * Words by which the staff finds a customer. Triggers keep them, for each account, person and tenant that has them.
 *
 * @public the list of tables is complete
 */
export const customerWord = pgTable(
  'customer_word',
  {
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    sourceId: uuid('source_id').notNull(),
    word: text('word').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.word] })],
);
