import { sql } from 'drizzle-orm';
import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, newId, type PersonId } from '#platform/ids.ts';
import type { Locale } from '#platform/wire.ts';

/**
 * A person of an account. It is also Better Auth's table of users, for which alone the columns from `name` on exist.
 * The columns about locks, passwords and activation are written by `sign-in`, through `setSignInState`; they are
 * columns of the person so that one query can filter and count the list by status.
 */
export const person = pgTable('person', {
  id: uuid('id').$type<PersonId>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  role: text('role').$type<'serviceUser' | 'administrator' | 'provider'>().notNull(),
  /**
   * "Nome di accesso", lower case, unique over all accounts. Null once the person was removed: the name is free again.
   */
  login: text('login'),
  email: text('email').notNull(),
  /** Second address, for notifications; null: they go to `email`. */
  notificationEmail: text('notification_email'),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  phone: text('phone'),
  addressLine: text('address_line'),
  city: text('city'),
  province: text('province'),
  postalCode: text('postal_code'),
  country: text('country'),
  locale: text('locale').$type<Locale>().notNull().default('it'),
  disabledAt: instant('disabled_at'),
  /** End of a lock after too many failed sign-ins, exclusive. Machine time, not the movable clock. */
  lockedUntil: instant('locked_until'),
  /** Failures before this moment do not count towards a lock (machine time): set by a success and by an unlock. */
  failuresCountFrom: instant('failures_count_from'),
  removedAt: instant('removed_at'),
  /** True: a password alone does not open a session; the second factors are tables of `sign-in`. */
  twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
  /** Null: the person has no password yet and cannot sign in. */
  passwordSetAt: instant('password_set_at'),
  /** Time of the last activation mail, and the end of its link, exclusive. Movable clock. */
  activationSentAt: instant('activation_sent_at'),
  activationExpiresAt: instant('activation_expires_at'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  name: text('name').generatedAlwaysAs(sql`first_name || ' ' || last_name`),
  emailVerified: boolean('email_verified').notNull().default(true),
  image: text('image'),
  banned: boolean('banned').generatedAlwaysAs(sql`disabled_at is not null or removed_at is not null`),
  banReason: text('ban_reason'),
  banExpires: instant('ban_expires'),
});
