import { Decimal } from '@licence-portal/nce';
import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { decimal, instant } from '#platform/columns.ts';
import { type AccountId, newId } from '#platform/ids.ts';
import type { Locale } from '#platform/wire.ts';

export const WHEN_CREDIT_ENDS = ['onAccount', 'belowZero'] as const;
export type WhenCreditEnds = (typeof WHEN_CREDIT_ENDS)[number];

/** `onRequest`: an administrator of the account agrees each time. */
export const IMPERSONATION_BY_PROVIDER = ['allowed', 'onRequest', 'never'] as const;
export type ImpersonationByProvider = (typeof IMPERSONATION_BY_PROVIDER)[number];

/** A company: a customer, or the provider, whose staff are people of its own account. Its row policy compares `id`. */
export const account = pgTable('account', {
  id: uuid('id').$type<AccountId>().primaryKey().$defaultFn(newId),
  kind: text('kind').$type<'customer' | 'provider'>().notNull(),
  name: text('name').notNull(),
  status: text('status').$type<'active' | 'closed'>().notNull().default('active'),
  /** ISO 3166-1 alpha-2. */
  country: text('country').notNull().default('IT'),
  /** ISO 4217. */
  currency: text('currency').notNull().default('EUR'),
  locale: text('locale').$type<Locale>().notNull().default('it'),
  /** IANA name; term dates and days are this zone's. */
  timeZone: text('time_zone').notNull().default('Europe/Rome'),
  /** Partita IVA: eleven digits, without the country. */
  vatNumber: text('vat_number'),
  /** Codice fiscale of the company. */
  taxCode: text('tax_code'),
  addressLine: text('address_line'),
  city: text('city'),
  /** Two letters, such as MI. */
  province: text('province'),
  postalCode: text('postal_code'),
  phone: text('phone'),
  billingEmail: text('billing_email'),
  /** Share of IVA on the sum of the net lines, 0 to 1. */
  vatRate: decimal('vat_rate').notNull().default(new Decimal('0.22')),
  /** Credit limit on invoice: gross, in the account's currency. */
  creditLimit: decimal('credit_limit').notNull().default(new Decimal(0)),
  /**
   * How charges are paid that prepaid credit does not cover: on account, or by credit below zero, which the next
   * payment in advance settles.
   */
  whenCreditEnds: text('when_credit_ends').$type<WhenCreditEnds>().notNull().default('onAccount'),
  /** Orders of a greater gross amount wait for the provider's approval; null: none waits. */
  approvalAbove: decimal('approval_above'),
  /** True: everybody of the account needs a second factor to sign in. */
  requiresSecondFactor: boolean('requires_second_factor').notNull().default(false),
  /** Whether the provider's staff may use the portal in the place of the account's people. */
  impersonationByProvider: text('impersonation_by_provider')
    .$type<ImpersonationByProvider>()
    .notNull()
    .default('allowed'),
  /** Who is disabled in the portal cannot sign in at the vendor either. */
  disablesAtVendor: boolean('disables_at_vendor').notNull().default(true),
  createdAt: instant('created_at').notNull(),
});
