import { sql } from 'drizzle-orm';
import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';
import type { PersonRole } from '#platform/permissions.ts';
import type { Locale } from '#platform/wire.ts';
import type { NotificationTopic } from './people/notification-topics.ts';

/**
 * A person of an account. It is also Better Auth's table of users, for which alone the columns from `name` on exist.
 * The columns about locks, passwords and activation are written by `sign-in`, through `setSignInState`; they are
 * columns of the person so that one query can filter and count the list by status.
 */
export const person = pgTable('person', {
  id: uuid('id').$type<PersonId>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** As chosen and stored by `storedRoles`: one or more, in one order. */
  roles: text('roles').array().$type<PersonRole[]>().notNull(),
  /** For Better Auth and for processes of the version before roles could be held together; written by the database. */
  role: text('role').$type<PersonRole>().notNull().default('serviceUser'),
  /**
   * "Nome di accesso", lower case. Null once the person was removed: the name is free again.
   */
  login: text('login'),
  /** The form in which logins are compared (`loginKeyOf`); unique in the account. */
  loginKey: text('login_key').generatedAlwaysAs(sql`login_key_of(login)`),
  email: text('email').notNull(),
  /**
   * Time at which a link in a mail to `email` was followed, on the movable clock. A confirmed address has one person in
   * the whole portal.
   */
  emailConfirmedAt: instant('email_confirmed_at'),
  /** Second address, for notifications; null: they go to `email`. */
  notificationEmail: text('notification_email'),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  /** Topics that the person does not want in the portal, and by mail. */
  notInBell: text('not_in_bell').array().$type<NotificationTopic[]>().notNull().default([]),
  notByMail: text('not_by_mail').array().$type<NotificationTopic[]>().notNull().default([]),
  /** One mail a day instead of one for each event. */
  getsDigest: boolean('gets_digest').notNull().default(false),
  /** The time at which the next digest is due, movable clock; null: none. Written by `notifications`. */
  digestAt: instant('digest_at'),
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
  authName: text('auth_name').generatedAlwaysAs(sql`id::text`),
  emailVerified: boolean('email_verified').notNull().default(true),
  image: text('image'),
  banned: boolean('banned').generatedAlwaysAs(sql`disabled_at is not null or removed_at is not null`),
  banReason: text('ban_reason'),
  banExpires: instant('ban_expires'),
});

/** A new sign-in address, or a login that is an address, that waits for the link in a mail to it, or no longer does. */
export const addressChange = pgTable('address_change', {
  id: uuid('id').$type<Id<'addressChange'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  address: text('address').notNull(),
  changesEmail: boolean('changes_email').notNull(),
  changesLogin: boolean('changes_login').notNull(),
  tokenHash: text('token_hash').notNull(),
  requestedAt: instant('requested_at').notNull(),
  /** Movable clock, exclusive. */
  expiresAt: instant('expires_at').notNull(),
  confirmedAt: instant('confirmed_at'),
  /** Cancelled, or replaced by another change of the way in. */
  endedAt: instant('ended_at'),
});
