import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { PaymentMethod } from '#features/billing/billing.ts';
import { decimal, instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';
import type { Facts } from '#platform/refusal.ts';
import type { Answers, ChangeKindName } from './changes.ts';
import type { QuoteLine, QuoteView } from './quote/quote-view.ts';
import type { JsonObject, StepName } from './vendor.ts';

export type OrderStatus = 'awaitingApproval' | 'running' | 'stuck' | 'done' | 'failed' | 'cancelled';
export type StepStatus = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
export type LineStatus = 'waiting' | 'done' | 'failed';

/** Quotes as they were shown before a confirmation. */
export const quote = pgTable('quote', {
  id: uuid('id').$type<Id<'quote'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  kind: text('kind').$type<ChangeKindName>().notNull(),
  /** As the kind's schema gave it; read back with `parseChange`. */
  change: jsonb('change').$type<unknown>().notNull(),
  view: jsonb('view').$type<QuoteView>().notNull(),
  /** Digest of all in the view that costs or commits; null for what is not possible. */
  fingerprint: text('fingerprint'),
  validUntil: instant('valid_until'),
  createdAt: instant('created_at').notNull(),
});

export const customerOrder = pgTable('customer_order', {
  id: uuid('id').$type<Id<'order'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** `ORD-2026-000123`. */
  number: text('number').notNull(),
  kind: text('kind').$type<ChangeKindName>().notNull(),
  status: text('status').$type<OrderStatus>().notNull(),
  quoteId: uuid('quote_id').$type<Id<'quote'>>().notNull(),
  paymentMethod: text('payment_method').$type<PaymentMethod>().notNull(),
  /** The customer's own words: purchase order number, cost centre. */
  ownReference: text('own_reference'),
  personId: uuid('person_id').$type<PersonId>(),
  personName: text('person_name').notNull(),
  vendor: text('vendor').notNull(),
  /** As the kind's schema gave it; read back with `parseChange`. */
  change: jsonb('change').$type<unknown>().notNull(),
  /** Of a change to a subscription; a purchase names its own on the lines. */
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>(),
  tenantId: uuid('tenant_id').$type<Id<'tenant'>>(),
  currency: text('currency').notNull(),
  /** 0 to 1. */
  taxRate: decimal('tax_rate').notNull(),
  todayNet: decimal('today_net').notNull(),
  todayGross: decimal('today_gross').notNull(),
  placedAt: instant('placed_at').notNull(),
  finishedAt: instant('finished_at'),
  failureCode: text('failure_code'),
  failureFacts: jsonb('failure_facts').$type<Facts>(),
});

export const orderLine = pgTable('order_line', {
  id: uuid('id').$type<Id<'orderLine'>>().primaryKey().$defaultFn(newId),
  orderId: uuid('order_id').$type<Id<'order'>>().notNull(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** 1 for the first. */
  position: integer('position').notNull(),
  offerId: uuid('offer_id').$type<Id<'offer'>>(),
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>(),
  name: text('name').notNull(),
  /** Total after the change. */
  seatCount: integer('seat_count').notNull(),
  termDuration: text('term_duration').notNull(),
  billingCycle: text('billing_cycle').notNull(),
  /** Customer's net for one seat and one charge cycle, not rounded. */
  unitPricePerCycle: decimal('unit_price_per_cycle').notNull(),
  currency: text('currency').notNull(),
  answers: jsonb('answers').$type<Answers>(),
  /** Lines of the quote's column "today" that are charged when this line is confirmed. */
  charges: jsonb('charges').$type<readonly QuoteLine[]>().notNull(),
  status: text('status').$type<LineStatus>().notNull().default('waiting'),
  failureCode: text('failure_code'),
  failureFacts: jsonb('failure_facts').$type<Facts>(),
});

export const orderStep = pgTable('order_step', {
  id: uuid('id').$type<Id<'orderStep'>>().primaryKey().$defaultFn(newId),
  orderId: uuid('order_id').$type<Id<'order'>>().notNull(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  position: integer('position').notNull(),
  /** `approval`, `payment`, or the name of a step of the order's vendor. */
  name: text('name').$type<StepName>().notNull(),
  status: text('status').$type<StepStatus>().notNull().default('waiting'),
  attemptCount: integer('attempt_count').notNull().default(0),
  /** Stored before the first attempt and kept until an answer came. */
  requestId: uuid('request_id'),
  correlationId: text('correlation_id'),
  vendorReference: text('vendor_reference'),
  result: jsonb('result').$type<JsonObject>(),
  waitingOn: text('waiting_on').$type<'vendor' | 'provider' | 'customer'>(),
  failureCode: text('failure_code'),
  failureFacts: jsonb('failure_facts').$type<Facts>(),
  /** The vendor's own sentence, or what the provider's person wrote. */
  providerNote: text('provider_note'),
  startedAt: instant('started_at'),
  finishedAt: instant('finished_at'),
  /** The machine's time: until when a worker holds this step. */
  claimedUntil: instant('claimed_until'),
  /** The machine's time: when the next attempt is due. */
  checkAgainAt: instant('check_again_at'),
});

export type OrderRow = typeof customerOrder.$inferSelect;
export type OrderLineRow = typeof orderLine.$inferSelect;
export type OrderStepRow = typeof orderStep.$inferSelect;
export type OrderWithLines = Readonly<{ order: OrderRow; lines: readonly OrderLineRow[] }>;
