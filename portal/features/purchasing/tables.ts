import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { PaymentMethod } from '#features/billing/billing.ts';
import { decimal, instant } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';

export const cart = pgTable('cart', {
  id: uuid('id').$type<Id<'cart'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  personId: uuid('person_id').$type<PersonId>().notNull(),
  /** The Microsoft account that the lines are for; null until it is chosen. */
  tenantId: uuid('tenant_id').$type<Id<'tenant'>>(),
  paymentMethod: text('payment_method').$type<PaymentMethod>(),
  ownReference: text('own_reference'),
  updatedAt: instant('updated_at').notNull(),
});

export const cartLine = pgTable('cart_line', {
  id: uuid('id').$type<Id<'cartLine'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  cartId: uuid('cart_id').$type<Id<'cart'>>().notNull(),
  offerId: uuid('offer_id').$type<Id<'offer'>>().notNull(),
  termDuration: text('term_duration').notNull(),
  billingCycle: text('billing_cycle').notNull(),
  seatCount: integer('seat_count').notNull(),
  /** Net, not rounded: what the person saw when adding or last changing the line. */
  seenUnitPricePerCycle: decimal('seen_unit_price_per_cycle').notNull(),
  currency: text('currency').notNull(),
  answers: jsonb('answers').$type<Readonly<Record<string, string>>>(),
  createdAt: instant('created_at').notNull(),
});
