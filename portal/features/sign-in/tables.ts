import { bigint, boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { SignInOutcome } from '#features/users/users.ts';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';

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

/** Proof of a person's identity: a password (`providerId` is `credential`), or another sign-in service. */
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

/** A key for the REST API, which acts as the person who created it. The fields are those of Better Auth's plugin. */
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
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  /** JSON with the scopes: `{"portal":["read"]}`. */
  permissions: text('permissions').notNull(),
  metadata: text('metadata'),
  /** Time of the mail that the key is about to end; null: none was sent. */
  remindedAt: instant('reminded_at'),
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
  /** Set when a newer link, or a password set in another way, ended this one. */
  replacedAt: instant('replaced_at'),
});

/** One attempt to sign in; appended, never changed. Machine time. */
export const signInAttempt = pgTable('sign_in_attempt', {
  id: uuid('id').$type<Id<'signInAttempt'>>().primaryKey().$defaultFn(newId),
  /** Null: no person has the login that was typed. */
  accountId: uuid('account_id').$type<AccountId>(),
  personId: uuid('person_id').$type<PersonId>(),
  outcome: text('outcome').$type<SignInOutcome>().notNull(),
  ipAddress: text('ip_address'),
  /** The network of the address, by which failures are counted. Null: older than locks by network. */
  network: text('network'),
  userAgent: text('user_agent'),
  attemptedAt: instant('attempted_at').notNull(),
});

/** One request of a recovery link, for the limit by network. Machine time. */
export const recoveryRequest = pgTable('recovery_request', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  network: text('network').notNull(),
  requestedAt: instant('requested_at').notNull(),
});

/** A person cannot sign in for a while, after too many wrong passwords. Machine time. */
export const signInLock = pgTable('sign_in_lock', {
  id: uuid('id').$type<Id<'signInLock'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  /** Null: everywhere. */
  network: text('network'),
  /** Address of the last attempt, for people to read. */
  ipAddress: text('ip_address'),
  lockedAt: instant('locked_at').notNull(),
  /** Exclusive. */
  lockedUntil: instant('locked_until').notNull(),
});

/** A browser in which a person has signed in before; a lock does not keep it out. Machine time. */
export const knownDevice = pgTable('known_device', {
  id: uuid('id').$type<Id<'knownDevice'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  tokenHash: text('token_hash').notNull(),
  /** Wrong passwords since the last right one. */
  failureCount: integer('failure_count').notNull(),
  createdAt: instant('created_at').notNull(),
  lastUsedAt: instant('last_used_at').notNull(),
});
