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
  /** Better Auth's own way to act in a person's place, which is not used: see `impersonation`. */
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
  /** Who acted in the person's place (outcome `impersonated`), with the name of that time. */
  impersonatorId: uuid('impersonator_id').$type<PersonId>(),
  impersonatorName: text('impersonator_name'),
  attemptedAt: instant('attempted_at').notNull(),
});

/**
 * Somebody uses the portal in another person's place, has done so, or has asked the account to. It belongs to the
 * session of the one who acts, and ends with it. Machine time.
 */
export const impersonation = pgTable('impersonation', {
  id: uuid('id').$type<Id<'impersonation'>>().primaryKey().$defaultFn(newId),
  /** The account of the person in whose place somebody acts. */
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  /** The one who acts, with the name of that time: the account does not see the provider's staff. */
  impersonatorId: uuid('impersonator_id').$type<PersonId>().notNull(),
  impersonatorName: text('impersonator_name').notNull(),
  byProvider: boolean('by_provider').notNull(),
  reason: text('reason').notNull(),
  mayWrite: boolean('may_write').notNull(),
  requestedAt: instant('requested_at').notNull(),
  /** An administrator's answer, where the account has to agree. Null: there is none, or none was needed. */
  isAgreed: boolean('is_agreed'),
  answeredAt: instant('answered_at'),
  answeredBy: uuid('answered_by').$type<PersonId>(),
  /** Null before the start, and once the session is gone. */
  sessionId: uuid('session_id').$type<Id<'session'>>(),
  startedAt: instant('started_at'),
  /** Exclusive. */
  endsAt: instant('ends_at'),
  /** The way back was taken, or the account withdrew its leave. */
  endedAt: instant('ended_at'),
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

/** The authenticator app and the recovery codes of a person. The first fields are those of Better Auth's plugin. */
export const twoFactor = pgTable('two_factor', {
  id: uuid('id').$type<Id<'twoFactor'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  /** Key of the app, encrypted; empty for a person with passkeys and no app. */
  secret: text('secret').notNull(),
  /** Recovery codes that were not used yet, encrypted. */
  backupCodes: text('backup_codes').notNull(),
  /** False until a code of the app has confirmed the set-up. */
  verified: boolean('verified').notNull(),
  /** Not used: failures are counted with those of passwords. */
  failedVerificationCount: integer('failed_verification_count').notNull().default(0),
  lockedUntil: instant('locked_until'),
  /** Address of the key (`otpauth:`) while the app is being set up, sealed; and the end of the set-up, exclusive. */
  sealedSetUp: text('sealed_set_up'),
  setUpEndsAt: instant('set_up_ends_at'),
  /** Machine time, all three. */
  appAddedAt: instant('app_added_at'),
  appUsedAt: instant('app_used_at'),
  codesCreatedAt: instant('codes_created_at'),
});

/** A passkey of a person. All fields but `lastUsedAt` are those of Better Auth's plugin. */
export const passkey = pgTable('passkey', {
  id: uuid('id').$type<Id<'passkey'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  name: text('name'),
  publicKey: text('public_key').notNull(),
  credentialId: text('credential_id').notNull(),
  /** Signatures so far, where the authenticator counts them: a copied one falls behind. */
  counter: bigint('counter', { mode: 'number' }).notNull(),
  deviceType: text('device_type').notNull(),
  backedUp: boolean('backed_up').notNull(),
  transports: text('transports'),
  aaguid: text('aaguid'),
  createdAt: instant('created_at').notNull(),
  /** Machine time; null: not used to sign in yet. */
  lastUsedAt: instant('last_used_at'),
});

/** A code of an app that was accepted: it counts once, though it stays right for a minute or two. Machine time. */
export const usedAppCode = pgTable('used_app_code', {
  id: uuid('id').$type<Id<'usedAppCode'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  codeHash: text('code_hash').notNull(),
  usedAt: instant('used_at').notNull(),
});

/** A sign-in whose password was right and whose second step is still to be done; it is no session. */
export const pendingSignIn = pgTable('pending_sign_in', {
  id: uuid('id').$type<Id<'pendingSignIn'>>().primaryKey().$defaultFn(newId),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  cookieHash: text('cookie_hash').notNull(),
  /** Machine time. */
  createdAt: instant('created_at').notNull(),
});
