import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { type AccountId, type Id, newId, type PersonId } from './ids.ts';
import type { Facts } from './refusal.ts';

/** One record for each write of an operation and each act of a job; appended, never changed. */
export const auditRecord = pgTable('audit_record', {
  id: uuid('id').$type<Id<'auditRecord'>>().primaryKey().$defaultFn(newId),
  /** The account whose rows were touched; null for what belongs to the portal (price lists, settings). */
  accountId: uuid('account_id').$type<AccountId>(),
  /** Null: a job or the command line. */
  personId: uuid('person_id').$type<PersonId>(),
  /** The provider's person who acts in this person's place, if any. */
  impersonatorId: uuid('impersonator_id').$type<PersonId>(),
  event: text('event').notNull(),
  facts: jsonb('facts').$type<Facts>().notNull(),
  /** Address that the request came from; null: a job, the command line, or a record of an earlier version. */
  address: text('address'),
  requestId: text('request_id').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** Every mail that the portal wrote, sent or kept; the provider's outbox shows it. */
export const mail = pgTable('mail', {
  id: uuid('id').$type<Id<'mail'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  personId: uuid('person_id').$type<PersonId>(),
  kind: text('kind').notNull(),
  recipient: text('recipient').notNull(),
  subject: text('subject').notNull(),
  textBody: text('text_body').notNull(),
  htmlBody: text('html_body').notNull(),
  /** The bodies have a placeholder for a link that only the recipient may have. */
  hasPersonalLink: boolean('has_personal_link').notNull().default(false),
  /** That link, sealed; null once the mail was sent or has failed. The demo, whose outbox shows it, keeps it. */
  sealedLink: text('sealed_link'),
  /**
   * `waiting` until a worker has it, `kept` without a mail server, `sent`, or `failed` after the last attempt;
   * `replaced`: it failed, and another mail with a new link was written in its place.
   */
  status: text('status').$type<'waiting' | 'kept' | 'sent' | 'failed' | 'replaced'>().notNull(),
  attemptCount: integer('attempt_count').notNull().default(0),
  failure: text('failure'),
  createdAt: instant('created_at').notNull(),
  sentAt: instant('sent_at'),
});

/**
 * Secrets that a vendor hands to the portal (a refresh token that rotates), sealed. Seen in the system's scope only.
 */
export const vendorSecret = pgTable('vendor_secret', {
  /** `microsoft.refreshToken`. */
  name: text('name').primaryKey(),
  sealed: text('sealed').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** A known text, sealed with the SECRET of this database; see `portal/shell/check-secret.server.ts`. */
export const secretCheck = pgTable('secret_check', {
  id: integer('id').primaryKey(),
  sealed: text('sealed').notNull(),
  madeAt: instant('made_at').notNull(),
});

/** Requests that were leased of a limiter, by minute; `lease_requests` writes it. */
export const requestUsage = pgTable(
  'request_usage',
  {
    limiter: text('limiter').notNull(),
    minute: instant('minute').notNull(),
    permits: integer('permits').notNull(),
  },
  (table) => [primaryKey({ columns: [table.limiter, table.minute] })],
);

/** A call with an idempotency key, and its answer; see `idempotency.server.ts`. */
export const idempotentCall = pgTable(
  'idempotent_call',
  {
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    personId: uuid('person_id').$type<PersonId>().notNull(),
    key: text('key').notNull(),
    operation: text('operation').notNull(),
    inputHash: text('input_hash').notNull(),
    /** Null while the operation runs. */
    sealedAnswer: text('sealed_answer'),
    /** Machine time; null once the answer is there. */
    inUseUntil: instant('in_use_until'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.key] })],
);
