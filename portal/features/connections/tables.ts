import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import type { PersonId } from '#platform/ids.ts';
import type { CheckName, CheckResult } from './vendor-connection.ts';

/** The sign-in of the person through whom the portal acts at a vendor; see the migration for each column. */
export const vendorSignIn = pgTable('vendor_sign_in', {
  vendor: text('vendor').primaryKey(),
  source: text('source').$type<'person' | 'setting'>().notNull(),
  signedInAt: instant('signed_in_at').notNull(),
  signedInBy: uuid('signed_in_by').$type<PersonId>(),
  signedInAs: text('signed_in_as'),
  hasSecondFactor: boolean('has_second_factor'),
  usedAt: instant('used_at'),
  failedAt: instant('failed_at'),
  failure: text('failure'),
  failureCode: text('failure_code'),
  settingHashes: text('setting_hashes').array().notNull().default([]),
  warnedDays: integer('warned_days'),
  failureReportedAt: instant('failure_reported_at'),
});
export type VendorSignInRow = typeof vendorSignIn.$inferSelect;

/** A sign-in that was begun. */
export const vendorSignInAttempt = pgTable('vendor_sign_in_attempt', {
  stateHash: text('state_hash').primaryKey(),
  vendor: text('vendor').notNull(),
  startedBy: uuid('started_by').$type<PersonId>().notNull(),
  sealed: text('sealed').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

/** The last result of each permission that was tried. */
export const vendorCheck = pgTable(
  'vendor_check',
  {
    vendor: text('vendor').notNull(),
    name: text('name').$type<CheckName>().notNull(),
    result: jsonb('result').$type<CheckResult>().notNull(),
    triedAt: instant('tried_at').notNull(),
    triedBy: uuid('tried_by').$type<PersonId>(),
  },
  (table) => [primaryKey({ columns: [table.vendor, table.name] })],
);

/** An event that a vendor sent. */
export const vendorEvent = pgTable('vendor_event', {
  /** The hash of its text: a vendor that gets no answer sends the same text again. */
  id: text('id').primaryKey(),
  vendor: text('vendor').notNull(),
  name: text('name').notNull(),
  resource: text('resource').notNull(),
  /** As the vendor wrote it. */
  changedAt: text('changed_at').notNull(),
  receivedAt: instant('received_at').notNull(),
});

/** Requests that get no answer, as each process notices them; see the migration for each column. */
export const vendorOutage = pgTable(
  'vendor_outage',
  {
    vendor: text('vendor').notNull(),
    vendorCustomerId: text('vendor_customer_id').notNull(),
    noticedBy: uuid('noticed_by').notNull(),
    beganAt: instant('began_at').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.vendor, table.vendorCustomerId, table.noticedBy] })],
);
