import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';
import type { RequestStatus, Signatory } from './agreement/rules.ts';
import type { TenantProof } from './proof/proof-rules.ts';
import type { AgreementAcceptance, Company, Contact, Qualification, QualificationDetails } from './rules.ts';

export type TenantStatus = 'draft' | 'preparing' | 'claimed' | 'ended' | 'ready' | 'failed';

/** A Microsoft account (tenant) of a customer. */
export const tenant = pgTable('tenant', {
  id: uuid('id').$type<Id<'tenant'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** `new` is made by the first order that uses it. */
  kind: text('kind').$type<'new' | 'existing'>().notNull(),
  /** The whole name, lower case: `contoso.onmicrosoft.com`. */
  domain: text('domain').notNull(),
  microsoftCustomerId: text('microsoft_customer_id').$type<Id<'microsoftCustomer'>>(),
  microsoftTenantId: text('microsoft_tenant_id').$type<Id<'microsoftTenant'>>(),
  /** `claimed`: it exists at Microsoft, and nobody has proven yet that it is this account's. `ended`: it is not. */
  status: text('status').$type<TenantStatus>().notNull(),
  qualification: text('qualification').$type<Qualification>().notNull(),
  qualificationDetails: jsonb('qualification_details').$type<QualificationDetails>().notNull().default({}),
  company: jsonb('company').$type<Company>(),
  contact: jsonb('contact').$type<Contact>(),
  /** Who accepts the Microsoft Customer Agreement for the company; null for an account that has accepted it already. */
  signatory: jsonb('signatory').$type<Signatory>(),
  /** When Microsoft was seen to have a valid acceptance; null: an order waits for one. */
  agreementConfirmedAt: instant('agreement_confirmed_at'),
  /** When Microsoft last refused an order because the acceptance is no longer valid. */
  agreementRefusedAt: instant('agreement_refused_at'),
  /** The acceptance that the portal took before January 2026: a record, which nothing reads. */
  agreement: jsonb('agreement').$type<AgreementAcceptance>(),
  administratorUserName: text('administrator_user_name'),
  /** Encrypted by the secret box. */
  administratorPassword: text('administrator_password'),
  /** How the account has proven that the tenant is its own; null: not proven, nothing of Microsoft's is stored. */
  proof: text('proof').$type<TenantProof>(),
  provenAt: instant('proven_at'),
  /** The order that prepares it now, and until when it has it for itself, machine time. */
  preparingOrderId: uuid('preparing_order_id').$type<Id<'order'>>(),
  preparingUntil: instant('preparing_until'),
  /** Id of the request that creates it, whichever order sends it; null after a clear refusal. */
  creationRequestId: text('creation_request_id'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** A signatory whom the portal has asked to accept the Microsoft Customer Agreement: one request, one link. */
export const agreementRequest = pgTable('agreement_request', {
  /** Also the id of the request to Microsoft, so that one that is sent again announces nobody twice. */
  id: uuid('id').$type<Id<'agreementRequest'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  tenantId: uuid('tenant_id').$type<Id<'tenant'>>().notNull(),
  status: text('status').$type<RequestStatus>().notNull(),
  signatory: jsonb('signatory').$type<Signatory>().notNull(),
  /** Microsoft's id; null until it has answered. */
  attestationId: text('attestation_id'),
  /** Null where Microsoft names no end. */
  linkExpiresAt: instant('link_expires_at'),
  /** When the link was last sent to the signatory. */
  sentAt: instant('sent_at'),
  acceptedAt: instant('accepted_at'),
  /** Microsoft's own sentence, for the provider. */
  providerNote: text('provider_note'),
  /** Reads of the state since something happened; the more, the longer until the next. */
  readCount: integer('read_count').notNull().default(0),
  createdAt: instant('created_at').notNull(),
});
export type AgreementRequestRow = typeof agreementRequest.$inferSelect;
/** What proves a claimed tenant. Deleted when the claim is decided. */
export const tenantClaim = pgTable('tenant_claim', {
  tenantId: uuid('tenant_id').$type<Id<'tenant'>>().primaryKey(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  requestedAt: instant('requested_at').notNull(),
  /** The provider had this customer when it was claimed: an accepted invitation proves nothing. Never shown. */
  wasCustomerBefore: boolean('was_customer_before').notNull(),
  /** Value of the TXT record; public, as the record is. */
  recordToken: text('record_token').notNull(),
  mailRequestedAt: instant('mail_requested_at'),
  /** SHA-256 of the code in the mail; null while none was sent. */
  mailCodeHash: text('mail_code_hash'),
  /** Codes that were typed since the mail was requested. */
  mailCodeAttemptCount: integer('mail_code_attempt_count').notNull().default(0),
});
export type TenantClaim = typeof tenantClaim.$inferSelect;
