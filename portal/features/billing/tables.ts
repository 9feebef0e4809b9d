import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { decimal, instant, plainDate } from '#platform/columns.ts';
import { type AccountId, type Id, newId } from '#platform/ids.ts';

/** `onAccount` is paid by invoice, within the account's credit limit; `prepaidCredit` is taken from the balance. */
export const PAYMENT_METHODS = ['onAccount', 'prepaidCredit'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/**
 * Origin of an entry of the ledger: an order, a charge cycle that began by itself, a change that was made at the vendor,
 * or the correction of another entry.
 */
export type ChargeSource = 'order' | 'cycle' | 'change' | 'correction';

/** The ledger: every charge and refund of every cycle; appended, never changed. */
export const charge = pgTable('charge', {
  id: uuid('id').$type<Id<'charge'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** Null for an entry that no order caused, and so is its line. */
  orderId: uuid('order_id').$type<Id<'order'>>(),
  orderLineId: uuid('order_line_id').$type<Id<'orderLine'>>(),
  subscriptionId: uuid('subscription_id').$type<Id<'subscription'>>(),
  kind: text('kind').$type<'charge' | 'refund'>().notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  seatCount: integer('seat_count').notNull(),
  unitPricePerCycle: decimal('unit_price_per_cycle').notNull(),
  cycleStartsOn: plainDate('cycle_starts_on').notNull(),
  cycleEndsBefore: plainDate('cycle_ends_before').notNull(),
  billedDays: integer('billed_days').notNull(),
  cycleDays: integer('cycle_days').notNull(),
  /** Negative for a refund. */
  net: decimal('net').notNull(),
  taxRate: decimal('tax_rate').notNull(),
  currency: text('currency').notNull(),
  paymentMethod: text('payment_method').$type<PaymentMethod>().notNull(),
  chargedOn: plainDate('charged_on').notNull(),
  createdAt: instant('created_at').notNull(),
  quoteLineKey: text('quote_line_key'),
  source: text('source').$type<ChargeSource>().notNull(),
  correctsChargeId: uuid('corrects_charge_id').$type<Id<'charge'>>(),
  /**
   * Unique within the subscription, so that each cycle is charged once: `cycle:2027-01-25`. Null only where a process of
   * the version before has appended the charge of an order.
   */
  entryKey: text('entry_key'),
});

/** Prepaid credit; the balance is the sum. Appended, never changed. */
export const creditEntry = pgTable('credit_entry', {
  id: uuid('id').$type<Id<'creditEntry'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  kind: text('kind').$type<'topUp' | 'taken' | 'returned'>().notNull(),
  /** Gross; negative when taken. */
  amount: decimal('amount').notNull(),
  currency: text('currency').notNull(),
  /** Of an amount taken or returned: its order, or the entry of the ledger that no order caused. */
  orderId: uuid('order_id').$type<Id<'order'>>(),
  chargeId: uuid('charge_id').$type<Id<'charge'>>(),
  note: text('note'),
  createdAt: instant('created_at').notNull(),
});
