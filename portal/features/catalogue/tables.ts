import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { decimal, instant } from '#platform/columns.ts';
import { type Id, newId, type PersonId } from '#platform/ids.ts';
import type { PriceChangeKind, PriceHoldReason, PriceImportStatus } from './import/price-change-kinds.ts';
import type { RejectedRow } from './import/price-sheet-row.ts';
import type { OrderForm } from './order-form.ts';
import type { PriceBase, PriceRuleScope } from './prices/price-rules.ts';

export const product = pgTable('product', {
  id: uuid('id').$type<Id<'product'>>().primaryKey().$defaultFn(newId),
  /** The name of a vendor adapter: `microsoft`, `manual`. */
  vendor: text('vendor').notNull(),
  vendorProductId: text('vendor_product_id').notNull(),
  title: text('title').notNull(),
  publisher: text('publisher').notNull().default(''),
  /** A code of `categories.ts`. */
  category: text('category').notNull(),
  description: text('description').notNull().default(''),
  /** English, of the provider's own services; null: the title and description have one language, the vendor's. */
  titleEn: text('title_en'),
  descriptionEn: text('description_en'),
  createdAt: instant('created_at').notNull(),
});

/** A plan of a product that can be bought: Microsoft's SKU. */
export const offer = pgTable('offer', {
  id: uuid('id').$type<Id<'offer'>>().primaryKey().$defaultFn(newId),
  productId: uuid('product_id').$type<Id<'product'>>().notNull(),
  vendor: text('vendor').notNull(),
  vendorProductId: text('vendor_product_id').notNull(),
  /** Four characters, zeros kept. */
  vendorSkuId: text('vendor_sku_id').notNull(),
  title: text('title').notNull(),
  description: text('description').notNull().default(''),
  /** English, as in `product`. */
  titleEn: text('title_en'),
  descriptionEn: text('description_en'),
  /** Of the price sheet, in lower case: `commercial`, `education`, `government`, `charity`; open. */
  segment: text('segment').notNull(),
  isTrial: boolean('is_trial').notNull().default(false),
  isAddOn: boolean('is_add_on').notNull().default(false),
  seatCountMin: integer('seat_count_min').notNull().default(1),
  /** Null: no limit is known. */
  seatCountMax: integer('seat_count_max'),
  /** Offers of which one must be owned or bought too, as `ProductId:SkuId`; empty: none is known. */
  prerequisites: jsonb('prerequisites').$type<readonly string[]>().notNull().default([]),
  /** The vendor's id of the licences in the customer's tenant; null until the vendor's facts have been read. */
  provisioningId: text('provisioning_id'),
  /** Questions that an order must answer beside those of every order; null: none. */
  orderForm: jsonb('order_form').$type<OrderForm>(),
  /** Address under which the service is used; null: the vendor's own portal. */
  serviceUrl: text('service_url'),
  searchText: text('search_text').notNull(),
  soldFrom: instant('sold_from').notNull(),
  /** Exclusive. */
  soldUntil: instant('sold_until').notNull(),
  /** Where it can be bought, and when: milliseconds since 1970 by `IT:EUR`. Kept by triggers on its prices. */
  soldIn: jsonb('sold_in').$type<Readonly<Record<string, readonly [number, number]>>>().notNull().default({}),
  factsReadAt: instant('facts_read_at'),
  /** The transaction that last changed what the search shows of it; a trigger writes it. */
  changedIn: bigint('changed_in', { mode: 'number' }).notNull().default(0),
  createdAt: instant('created_at').notNull(),
});

/** Prices of one licence for the whole term, net, by market (ISO 3166 alpha-2) and currency. */
export const price = pgTable('price', {
  id: uuid('id').$type<Id<'price'>>().primaryKey().$defaultFn(newId),
  offerId: uuid('offer_id').$type<Id<'offer'>>().notNull(),
  market: text('market').notNull(),
  currency: text('currency').notNull(),
  segment: text('segment').notNull(),
  termDuration: text('term_duration').notNull(),
  billingCycle: text('billing_cycle').notNull(),
  /** The smallest number of licences that has this price; 1 without price tiers. */
  seatCountFrom: integer('seat_count_from').notNull().default(1),
  /** The provider's cost. */
  costPerTerm: decimal('cost_per_term').notNull(),
  /** The vendor's recommended price; null where the sheet has none. */
  retailPricePerTerm: decimal('retail_price_per_term'),
  effectiveFrom: instant('effective_from').notNull(),
  /** Exclusive; the year 9999 where there is no end. Where ranges overlap, the latest start wins. */
  effectiveUntil: instant('effective_until').notNull(),
  /** False: only what runs renews at this price; nobody buys it any more. */
  isSold: boolean('is_sold').notNull().default(true),
  importId: uuid('import_id').$type<Id<'priceImport'>>(),
});

export const priceImport = pgTable('price_import', {
  id: uuid('id').$type<Id<'priceImport'>>().primaryKey().$defaultFn(newId),
  vendor: text('vendor').notNull(),
  fileName: text('file_name').notNull(),
  market: text('market').notNull(),
  rowsRead: integer('rows_read').notNull(),
  /** Prices that are new or have changed. */
  imported: integer('imported').notNull(),
  unchanged: integer('unchanged').notNull(),
  /** Rows whose key another row of the file has too. */
  duplicates: integer('duplicates').notNull(),
  offersAdded: integer('offers_added').notNull(),
  rejectedCount: integer('rejected_count').notNull(),
  rejected: jsonb('rejected').$type<readonly RejectedRow[]>().notNull(),
  personId: uuid('person_id').$type<PersonId>(),
  createdAt: instant('created_at').notNull(),
  status: text('status').$type<PriceImportStatus>().notNull().default('published'),
  /** From when its prices hold, unless they begin later themselves; null for imports that did not say so. */
  holdsFrom: instant('holds_from'),
  /** Plans that the sheet no longer has, and prices that wait, or waited, for the provider's word. */
  withdrawnCount: integer('withdrawn_count').notNull().default(0),
  heldCount: integer('held_count').notNull().default(0),
  publishedAt: instant('published_at'),
  /** Counts the changes of the price list by imports: the last one by this import; null for a draft. */
  publication: integer('publication'),
  /** The last change of the price list when this import was compared with it. */
  comparedWith: integer('compared_with').notNull().default(0),
  rolledBackAt: instant('rolled_back_at'),
});

/** One price of a market, currency and plan that an import changes. */
export const priceChange = pgTable(
  'price_change',
  {
    importId: uuid('import_id').$type<Id<'priceImport'>>().notNull(),
    /** All that tells the price from others, in one text. */
    key: text('key').notNull(),
    vendorProductId: text('vendor_product_id').notNull(),
    vendorSkuId: text('vendor_sku_id').notNull(),
    market: text('market').notNull(),
    currency: text('currency').notNull(),
    segment: text('segment').notNull(),
    termDuration: text('term_duration').notNull(),
    billingCycle: text('billing_cycle').notNull(),
    seatCountFrom: integer('seat_count_from').notNull(),
    title: text('title').notNull(),
    kind: text('kind').$type<PriceChangeKind>().notNull(),
    changesAt: instant('changes_at').notNull(),
    /** Of the last price before and after; null where there is none. */
    costBefore: decimal('cost_before'),
    retailBefore: decimal('retail_before'),
    costAfter: decimal('cost_after'),
    retailAfter: decimal('retail_after'),
    /** The prices from then on, in the order of their starts; elements belong together by their place. */
    starts: instant('starts').array().notNull(),
    ends: instant('ends').array().notNull(),
    costs: decimal('costs').array().notNull(),
    retails: decimal('retails').array().notNull(),
    /** The prices that were replaced, for a roll-back; null before the publication. */
    replaced: jsonb('replaced').$type<readonly unknown[]>(),
    heldFor: text('held_for').array().$type<PriceHoldReason[]>().notNull(),
    decision: text('decision').$type<'released' | 'declined' | 'superseded'>(),
    decidedBy: uuid('decided_by').$type<PersonId>(),
    decidedAt: instant('decided_at'),
  },
  (table) => [primaryKey({ columns: [table.importId, table.key] })],
);

/** One row, once the provider has changed it. */
export const priceListSetting = pgTable('price_list_setting', {
  id: boolean('id').primaryKey().default(true),
  /** The share, in percent, by which a price may move before it waits for the provider's word. */
  heldAbovePercent: decimal('held_above_percent').notNull(),
});

export const priceRule = pgTable('price_rule', {
  id: uuid('id').$type<Id<'priceRule'>>().primaryKey().$defaultFn(newId),
  scope: text('scope').$type<PriceRuleScope>().notNull(),
  segment: text('segment'),
  productId: uuid('product_id').$type<Id<'product'>>(),
  offerId: uuid('offer_id').$type<Id<'offer'>>(),
  base: text('base').$type<PriceBase>().notNull(),
  /** Added to the base; -100 or more. */
  percent: decimal('percent').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/**
 * Words of titles, for processes of the version before this one; a later migration drops it.
 *
 * @public the list of tables is complete
 */
export const searchWord = pgTable('search_word', { word: text('word').primaryKey() });
