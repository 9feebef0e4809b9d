import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';
import type { AgreementAcceptance, Company, Contact, Qualification, QualificationDetails } from './rules.ts';

export type TenantStatus = 'draft' | 'preparing' | 'awaitingRelationship' | 'ready' | 'failed';

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
  /** `awaitingRelationship`: the customer has not accepted the provider's invitation yet. */
  status: text('status').$type<TenantStatus>().notNull(),
  qualification: text('qualification').$type<Qualification>().notNull(),
  qualificationDetails: jsonb('qualification_details').$type<QualificationDetails>().notNull().default({}),
  company: jsonb('company').$type<Company>(),
  contact: jsonb('contact').$type<Contact>(),
  agreement: jsonb('agreement').$type<AgreementAcceptance>(),
  agreementConfirmedAt: instant('agreement_confirmed_at'),
  administratorUserName: text('administrator_user_name'),
  /** Encrypted by the secret box. */
  administratorPassword: text('administrator_password'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
