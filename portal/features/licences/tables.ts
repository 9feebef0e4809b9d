import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';
import type { Facts } from '#platform/refusal.ts';
import type { LicencePool } from './at-vendor/licence-vendor.ts';

/** A bought product as people use it; one for each subscription. */
export const service = pgTable('service', {
  id: uuid('id').$type<Id<'service'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>().notNull(),
  name: text('name').notNull(),
  vendor: text('vendor').notNull(),
  /** Address of the service itself, outside the portal. */
  address: text('address').notNull(),
  /** The vendor's id of the licences of this product, whatever subscription they are from; null: not read yet. */
  licencePool: text('licence_pool'),
  createdAt: instant('created_at').notNull(),
});

/** A seat of a service given to a person. */
export const serviceAssignment = pgTable(
  'service_assignment',
  {
    serviceId: uuid('service_id').$type<Id<'service'>>().notNull(),
    personId: uuid('person_id').$type<PersonId>().notNull(),
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    assignedAt: instant('assigned_at').notNull(),
    /** Null for the system. */
    assignedBy: uuid('assigned_by').$type<PersonId>(),
    /** The person can use it and is not notified yet. */
    awaitsNotice: boolean('awaits_notice').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.serviceId, table.personId] })],
);

/** The account of a person at the vendor, one for each tenant. */
export const vendorUser = pgTable(
  'vendor_user',
  {
    personId: uuid('person_id').$type<PersonId>().notNull(),
    tenantId: uuid('tenant_id').$type<Id<'tenant'>>().notNull(),
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    /** Its address; until an administrator chooses another, the person's own. */
    login: text('login').notNull(),
    isChosen: boolean('is_chosen').notNull(),
    /** Null: not found yet. */
    vendorUserId: text('vendor_user_id'),
    /** As last read; null: not read yet. */
    isSignInAllowed: boolean('is_sign_in_allowed'),
    /** When the portal blocked the sign-in; null: it has not, and does not allow it again. */
    blockedAt: instant('blocked_at'),
    /** Of an account that the portal made, encrypted by the secret box; deleted when it is shown. */
    firstPassword: text('first_password'),
    firstPasswordFor: uuid('first_password_for').$type<PersonId>(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.tenantId] })],
);
export type VendorUserRow = typeof vendorUser.$inferSelect;

export const TASK_KINDS = ['licence', 'signIn', 'user'] as const;
export const TASK_STATUSES = ['waiting', 'done', 'failed'] as const;

/** What is to be done at the vendor for one person: a licence, the sign-in, or the account itself. */
export const vendorTask = pgTable('vendor_task', {
  id: uuid('id').$type<Id<'vendorTask'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  tenantId: uuid('tenant_id').$type<Id<'tenant'>>().notNull(),
  kind: text('kind').$type<(typeof TASK_KINDS)[number]>().notNull(),
  /** Of a licence. */
  serviceId: uuid('service_id').$type<Id<'service'>>(),
  /** The licence is held, the sign-in is allowed. */
  isWanted: boolean('is_wanted').notNull(),
  status: text('status').$type<(typeof TASK_STATUSES)[number]>().notNull(),
  /** Stays until an answer has come, so that nothing is done twice. */
  requestId: uuid('request_id').notNull(),
  attemptCount: integer('attempt_count').notNull().default(0),
  failureCode: text('failure_code'),
  failureFacts: jsonb('failure_facts').$type<Facts>(),
  /** The vendor's own sentence, for the provider. */
  providerNote: text('provider_note'),
  requestedBy: uuid('requested_by').$type<PersonId>(),
  requestedAt: instant('requested_at').notNull(),
  finishedAt: instant('finished_at'),
  /** When the person was notified of the service; null: not since it was wanted. */
  notifiedAt: instant('notified_at'),
});
export type VendorTaskRow = typeof vendorTask.$inferSelect;

/** The licences in a tenant, as the vendor last answered. */
export const licenceReading = pgTable('licence_reading', {
  tenantId: uuid('tenant_id').$type<Id<'tenant'>>().primaryKey(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  pools: jsonb('pools').$type<readonly LicencePool[]>().notNull(),
  /** Why the last reading failed; null: it has not. */
  failureCode: text('failure_code'),
  /** Of the last one that succeeded, on the movable clock; null: none has. */
  readAt: instant('read_at'),
  readAgainAt: instant('read_again_at').notNull(),
});

/** An account at the vendor that holds licences, also those that were given elsewhere. */
export const licenceHolder = pgTable(
  'licence_holder',
  {
    tenantId: uuid('tenant_id').$type<Id<'tenant'>>().notNull(),
    vendorUserId: text('vendor_user_id').notNull(),
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    login: text('login').notNull(),
    name: text('name').notNull(),
    pools: text('pools').array().notNull(),
    readAt: instant('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.vendorUserId] })],
);
