import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';
import type { Locale } from '#platform/wire.ts';

/** A person of an account. It is also Better Auth's table of users; the generated columns at the end are for it alone. */
export const person = pgTable('person', {
  id: uuid('id').$type<PersonId>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  role: text('role').$type<'serviceUser' | 'administrator' | 'provider'>().notNull(),
  /** Nome di accesso, lower case, unique over all accounts. Null once the person was removed: the name is free again. */
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
  /** Machine time, not the movable clock: too many failed sign-ins. */
  lockedUntil: instant('locked_until'),
  /** Failures before this moment do not count towards a lock (machine time): set by a success and by an unlock. */
  failuresCountFrom: instant('failures_count_from'),
  removedAt: instant('removed_at'),
  /** Null: the person has no password yet and cannot sign in. */
  passwordSetAt: instant('password_set_at'),
  /** When the last activation mail was sent and until when its link works, on the movable clock. */
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

/** A signed-in browser. Times are the machine's, not the movable clock's. */
export const session = pgTable('session', {
  id: uuid('id').$type<Id<'session'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  token: text('token').notNull(),
  expiresAt: instant('expires_at').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  /** The provider's person who acts in this person's place. */
  impersonatedBy: uuid('impersonated_by').$type<PersonId>(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** How a person proves who they are: a password (`providerId` is `credential`), or another service's word. */
export const credential = pgTable('credential', {
  id: uuid('id').$type<Id<'credential'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  providerId: text('provider_id').notNull(),
  providerAccountId: text('provider_account_id').notNull(),
  /** Hash. */
  password: text('password'),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: instant('access_token_expires_at'),
  refreshTokenExpiresAt: instant('refresh_token_expires_at'),
  scope: text('scope'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** Better Auth's short-lived secrets. */
export const verification = pgTable('verification', {
  id: uuid('id').$type<Id<'verification'>>().primaryKey().$defaultFn(newId),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** A key for the REST API; it acts as the person who made it. The fields are those of Better Auth's plugin. */
export const apiKey = pgTable('api_key', {
  id: uuid('id').$type<Id<'apiKey'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  configId: text('config_id').notNull(),
  name: text('name'),
  /** The first characters, by which a person recognises the key. */
  start: text('start'),
  prefix: text('prefix'),
  /** Hash. */
  key: text('key').notNull(),
  refillInterval: integer('refill_interval'),
  refillAmount: integer('refill_amount'),
  lastRefillAt: instant('last_refill_at'),
  enabled: boolean('enabled').notNull(),
  rateLimitEnabled: boolean('rate_limit_enabled').notNull(),
  rateLimitTimeWindow: integer('rate_limit_time_window').notNull(),
  rateLimitMax: integer('rate_limit_max').notNull(),
  requestCount: integer('request_count').notNull(),
  remaining: integer('remaining'),
  lastRequest: instant('last_request'),
  expiresAt: instant('expires_at'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  permissions: text('permissions'),
  metadata: text('metadata'),
});

/** A single-use link in a mail. Only the hash of its token is stored. */
export const passwordLink = pgTable('password_link', {
  id: uuid('id').$type<Id<'passwordLink'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  purpose: text('purpose').$type<'activation' | 'recovery'>().notNull(),
  tokenHash: text('token_hash').notNull(),
  createdAt: instant('created_at').notNull(),
  /** Movable clock. */
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
  /** When a newer link or another way to a password ended this one. */
  replacedAt: instant('replaced_at'),
});

/** How an attempt to sign in ended. Only `signedIn` opened a session. */
export type SignInOutcome =
  | 'signedIn'
  | 'wrongPassword'
  | 'unknownLogin'
  | 'locked'
  | 'disabled'
  | 'noPassword'
  | 'tooManyFromAddress';

/** One attempt to sign in; appended, never changed. Machine time. */
export const signInAttempt = pgTable('sign_in_attempt', {
  id: uuid('id').$type<Id<'signInAttempt'>>().primaryKey().$defaultFn(newId),
  /** Null: nobody has the login that was typed. */
  accountId: uuid('account_id').$type<AccountId>(),
  personId: uuid('person_id').$type<PersonId>(),
  outcome: text('outcome').$type<SignInOutcome>().notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  attemptedAt: instant('attempted_at').notNull(),
});
