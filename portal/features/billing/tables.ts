import { boolean, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { decimal, instant, plainDate } from '#platform/columns.ts';
import { type AccountId, type Id, newId, type PersonId } from '#platform/ids.ts';
import type { LegalParty, Seller } from './invoices/legal-party.ts';
import type { CsvColumns } from './payments/bank/csv-columns.ts';

/** `onAccount` is paid by invoice, within the account's credit limit; `prepaidCredit` is taken from the balance. */
export const PAYMENT_METHODS = ['onAccount', 'prepaidCredit'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/**
 * Origin of an entry of the ledger: an order, a charge cycle that began by itself, a change that was made at the
 * vendor, or the correction of another entry.
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
   * Unique within the subscription, so that each cycle is charged once: `cycle:2027-01-25`. Null only where a process
   * of the version before has appended the charge of an order.
   */
  entryKey: text('entry_key'),
});

/** Prepaid credit; the balance is the sum. Appended, never changed. */
export const creditEntry = pgTable('credit_entry', {
  id: uuid('id').$type<Id<'creditEntry'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  kind: text('kind').$type<'topUp' | 'taken' | 'returned' | 'corrected'>().notNull(),
  /** Gross; negative when taken or corrected. */
  amount: decimal('amount').notNull(),
  currency: text('currency').notNull(),
  /** Of an amount taken or returned: its order, or the entry of the ledger that no order caused. */
  orderId: uuid('order_id').$type<Id<'order'>>(),
  chargeId: uuid('charge_id').$type<Id<'charge'>>(),
  /** The advance payment that this entry takes back. */
  correctsId: uuid('corrects_id').$type<Id<'creditEntry'>>(),
  /** Of an advance payment for the provider alone; of a correction its reason, which the customer reads. */
  note: text('note'),
  /** The person of the provider who booked it; null for orders and the command line. */
  personId: uuid('person_id').$type<PersonId>(),
  createdAt: instant('created_at').notNull(),
});

export type InvoiceKind = 'invoice' | 'creditNote';

/** Months that have been closed for an account. Appended, never changed. */
export const billingMonth = pgTable(
  'billing_month',
  {
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    /** Its first day. */
    month: plainDate('month').notNull(),
    closedAt: instant('closed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.month] })],
);

/** The charges and refunds of a closed month, in sum; negative when more was refunded. Appended, never changed. */
export const billingStatement = pgTable('billing_statement', {
  id: uuid('id').$type<Id<'billingStatement'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** Its first day. */
  month: plainDate('month').notNull(),
  currency: text('currency').notNull(),
  closedAt: instant('closed_at').notNull(),
  net: decimal('net').notNull(),
  tax: decimal('tax').notNull(),
  gross: decimal('gross').notNull(),
});

/** The entries of the ledger that a statement holds: each stands in one, and in one of its documents. */
export const billingStatementLine = pgTable('billing_statement_line', {
  chargeId: uuid('charge_id').$type<Id<'charge'>>().primaryKey(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  statementId: uuid('statement_id').$type<Id<'billingStatement'>>().notNull(),
  /** 1 for the first. */
  position: integer('position').notNull(),
  document: text('document').$type<InvoiceKind>().notNull(),
  /** The invoice that a credit note corrects; null where no charge of a refund is known. */
  correctedStatementId: uuid('corrected_statement_id').$type<Id<'billingStatement'>>(),
  correctedPaymentMethod: text('corrected_payment_method').$type<PaymentMethod>(),
});

/** Statements whose documents have not been written, such as for want of legal data. Writing them deletes the row. */
export const waitingStatement = pgTable('waiting_statement', {
  statementId: uuid('statement_id').$type<Id<'billingStatement'>>().primaryKey(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  month: plainDate('month').notNull(),
});

/** Invoices and credit notes; amounts are positive for both. Appended, never changed. */
export const invoice = pgTable('invoice', {
  id: uuid('id').$type<Id<'invoice'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  statementId: uuid('statement_id').$type<Id<'billingStatement'>>().notNull(),
  kind: text('kind').$type<InvoiceKind>().notNull(),
  series: text('series').notNull(),
  year: integer('year').notNull(),
  number: integer('number').notNull(),
  /** Names the file of the electronic invoice: no other one has it. */
  sendingNumber: integer('sending_number').generatedByDefaultAsIdentity(),
  issuedOn: plainDate('issued_on').notNull(),
  /** Null where nothing is due: a credit note, and an invoice that prepaid credit has paid. */
  dueOn: plainDate('due_on'),
  currency: text('currency').notNull(),
  paymentMethod: text('payment_method').$type<PaymentMethod>().notNull(),
  net: decimal('net').notNull(),
  tax: decimal('tax').notNull(),
  gross: decimal('gross').notNull(),
  /**
   * The part that payments settle: gross; net where the buyer pays the tax to the state (split payment); zero where
   * prepaid credit has paid. The open amount is this less the allocations.
   */
  payable: decimal('payable').notNull(),
  /** Legal data as at issue. */
  buyer: jsonb('buyer').$type<LegalParty>().notNull(),
  seller: jsonb('seller').$type<Seller>().notNull(),
  correctedInvoiceId: uuid('corrected_invoice_id').$type<Id<'invoice'>>(),
  ownReference: text('own_reference'),
  purchaseOrderId: uuid('purchase_order_id').$type<Id<'purchaseOrder'>>(),
  purchaseOrderNumber: text('purchase_order_number'),
  cig: text('cig'),
  cup: text('cup'),
  createdAt: instant('created_at').notNull(),
});

/**
 * Lines of invoices: each entry of the ledger stands in one. Net is positive for a charge of an invoice and for a
 * refund of a credit note; a refund within an invoice is negative.
 */
export const invoiceLine = pgTable('invoice_line', {
  id: uuid('id').$type<Id<'invoiceLine'>>().primaryKey().$defaultFn(newId),
  invoiceId: uuid('invoice_id').$type<Id<'invoice'>>().notNull(),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** 1 for the first. */
  position: integer('position').notNull(),
  chargeId: uuid('charge_id').$type<Id<'charge'>>().notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  ownReference: text('own_reference'),
  seatCount: integer('seat_count').notNull(),
  /** For one seat and one whole cycle, not rounded. */
  unitPrice: decimal('unit_price').notNull(),
  net: decimal('net').notNull(),
  /** 0 to 1. */
  taxRate: decimal('tax_rate').notNull(),
  cycleStartsOn: plainDate('cycle_starts_on').notNull(),
  cycleEndsBefore: plainDate('cycle_ends_before').notNull(),
});

/** The last number of each series and year. The row is locked while a number is given, so that none is left out. */
export const invoiceSeries = pgTable(
  'invoice_series',
  {
    series: text('series').notNull(),
    year: integer('year').notNull(),
    lastNumber: integer('last_number').notNull(),
  },
  (table) => [primaryKey({ columns: [table.series, table.year] })],
);

/** How a customer is invoiced; see the migration for each column. An account without a row has the defaults. */
export const invoicingDetails = pgTable('invoicing_details', {
  accountId: uuid('account_id').$type<AccountId>().primaryKey(),
  recipientCode: text('recipient_code'),
  certifiedEmail: text('certified_email'),
  isPublicBody: boolean('is_public_body').notNull().default(false),
  hasSplitPayment: boolean('has_split_payment').notNull().default(false),
  taxNature: text('tax_nature'),
  paymentDays: integer('payment_days').notNull().default(30),
  dueAtMonthEnd: boolean('due_at_month_end').notNull().default(false),
  updatedAt: instant('updated_at').notNull(),
});

/** What the provider's invoices say of it, beside the details of its company. */
export const sellerDetails = pgTable('seller_details', {
  accountId: uuid('account_id').$type<AccountId>().primaryKey(),
  series: text('series').notNull().default('P'),
  /** The first day of the month from which on the portal writes invoices. */
  firstMonth: plainDate('first_month').notNull(),
  taxRegime: text('tax_regime').notNull().default('RF01'),
  registerOffice: text('register_office'),
  registerNumber: text('register_number'),
  shareCapital: decimal('share_capital'),
  shareholders: text('shareholders').$type<'SU' | 'SM'>(),
  isInLiquidation: boolean('is_in_liquidation').notNull().default(false),
  iban: text('iban'),
  bankName: text('bank_name'),
  updatedAt: instant('updated_at').notNull(),
});

/** Purchase orders of customers; the newest one of an account stands on its invoices. Appended, never changed. */
export const purchaseOrder = pgTable('purchase_order', {
  id: uuid('id').$type<Id<'purchaseOrder'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** Null: no purchase order from now on. */
  number: text('number'),
  /** Net, in the account's currency; null: no limit. */
  amount: decimal('amount'),
  cig: text('cig'),
  cup: text('cup'),
  createdAt: instant('created_at').notNull(),
  createdBy: uuid('created_by').$type<PersonId>(),
});

/** Warnings that invoices come near or pass the amount of a purchase order. Appended, never changed. */
export const purchaseOrderWarning = pgTable(
  'purchase_order_warning',
  {
    purchaseOrderId: uuid('purchase_order_id').$type<Id<'purchaseOrder'>>().notNull(),
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    kind: text('kind').$type<'near' | 'passed'>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.purchaseOrderId, table.kind] })],
);

/** `card` and `debit` are collected by the payment service. */
export const PAYMENT_SOURCES = ['byHand', 'bankStatement', 'card', 'debit'] as const;

/** Money received from customers, and returned; appended, never changed. */
export const payment = pgTable('payment', {
  id: uuid('id').$type<Id<'payment'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  receivedOn: plainDate('received_on').notNull(),
  /** Negative for a return. */
  amount: decimal('amount').notNull(),
  currency: text('currency').notNull(),
  payerName: text('payer_name'),
  payerIban: text('payer_iban'),
  /** What the payer wrote. */
  reference: text('reference'),
  source: text('source').$type<(typeof PAYMENT_SOURCES)[number]>().notNull(),
  /** Of the bank or the payment service: what is reported twice is booked once. */
  externalKey: text('external_key'),
  /** The payment that this entry returns. */
  returnsPaymentId: uuid('returns_payment_id').$type<Id<'payment'>>(),
  /** Of a return its reason, which the customer reads too; of a payment for the provider alone. */
  note: text('note'),
  personId: uuid('person_id').$type<PersonId>(),
  createdAt: instant('created_at').notNull(),
});

/** Parts of payments and of credit notes that pay invoices; a negative amount takes back. Appended, never changed. */
export const paymentAllocation = pgTable('payment_allocation', {
  id: uuid('id').$type<Id<'paymentAllocation'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  /** One of the two is given. */
  paymentId: uuid('payment_id').$type<Id<'payment'>>(),
  creditNoteId: uuid('credit_note_id').$type<Id<'invoice'>>(),
  invoiceId: uuid('invoice_id').$type<Id<'invoice'>>().notNull(),
  amount: decimal('amount').notNull(),
  personId: uuid('person_id').$type<PersonId>(),
  createdAt: instant('created_at').notNull(),
});

/** Movements of the provider's bank account, of its own account; each is stored once and booked as one payment. */
export const bankLine = pgTable('bank_line', {
  id: uuid('id').$type<Id<'bankLine'>>().primaryKey().$defaultFn(newId),
  accountId: uuid('account_id').$type<AccountId>().notNull(),
  lineKey: text('line_key').notNull(),
  accountIban: text('account_iban'),
  bookedOn: plainDate('booked_on').notNull(),
  /** Negative for a payment that the bank took back. */
  amount: decimal('amount').notNull(),
  currency: text('currency').notNull(),
  payerName: text('payer_name'),
  payerIban: text('payer_iban'),
  reference: text('reference'),
  fileName: text('file_name').notNull(),
  status: text('status').$type<BankLineStatus>().notNull().default('open'),
  /** The payment, or its return, that it was booked as. */
  paymentId: uuid('payment_id').$type<Id<'payment'>>(),
  /** Why it is none of a customer. */
  note: text('note'),
  createdAt: instant('created_at').notNull(),
});
export const BANK_LINE_STATUSES = ['open', 'booked', 'ignored'] as const;
export type BankLineStatus = (typeof BANK_LINE_STATUSES)[number];

/** Which columns of a bank's CSV hold what, by the headers of its exports. */
export const bankCsvFormat = pgTable(
  'bank_csv_format',
  {
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    headerKey: text('header_key').notNull(),
    columns: jsonb('columns').$type<CsvColumns>().notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.headerKey] })],
);

/** When customers are reminded of unpaid invoices: of the provider's account. */
export const dunningSettings = pgTable('dunning_settings', {
  accountId: uuid('account_id').$type<AccountId>().primaryKey(),
  isOn: boolean('is_on').notNull(),
  /** Days after the due date; negative before it. */
  steps: integer('steps').array().notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** Customers who get no reminders for now. */
export const dunningHold = pgTable('dunning_hold', {
  accountId: uuid('account_id').$type<AccountId>().primaryKey(),
  note: text('note'),
  createdAt: instant('created_at').notNull(),
});

/** The reminders that were sent, each once. */
export const paymentReminder = pgTable(
  'payment_reminder',
  {
    invoiceId: uuid('invoice_id').$type<Id<'invoice'>>().notNull(),
    days: integer('days').notNull(),
    accountId: uuid('account_id').$type<AccountId>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.invoiceId, table.days] })],
);
