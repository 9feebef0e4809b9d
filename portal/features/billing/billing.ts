import { correctCredit } from './credit/correct-credit.ts';
import { listCreditEntries } from './credit/list-credit-entries.ts';
import { listCustomerCredit } from './credit/list-customer-credit.ts';
import { quoteCreditCorrection } from './credit/quote-credit-correction.ts';
import { quoteTopUp } from './credit/quote-top-up.ts';
import { topUpCredit } from './credit/top-up-credit.ts';
import { getPaymentOptions } from './get-payment-options.ts';
import { closeMonths } from './invoices/close-months.pass.ts';
import { issueWaiting } from './invoices/issue-waiting.pass.ts';
import { getAnyInvoice } from './invoices/read/get-any-invoice.ts';
import { getAnyInvoiceFile } from './invoices/read/get-any-invoice-file.ts';
import { getInvoice } from './invoices/read/get-invoice.ts';
import { getInvoiceFile } from './invoices/read/get-invoice-file.ts';
import { listAllInvoices } from './invoices/read/list-all-invoices.ts';
import { listElectronicInvoices } from './invoices/read/list-electronic-invoices.ts';
import { listInvoices } from './invoices/read/list-invoices.ts';
import { listWaitingStatements } from './invoices/read/list-waiting-statements.ts';
import { getCustomerInvoicing } from './invoices/settings/get-customer-invoicing.ts';
import { getInvoicingDetails } from './invoices/settings/get-invoicing-details.ts';
import { getSellerDetails } from './invoices/settings/get-seller-details.ts';
import { setPurchaseOrder } from './invoices/settings/set-purchase-order.ts';
import { updateCustomerInvoicing } from './invoices/settings/update-customer-invoicing.ts';
import { updateInvoicingDetails } from './invoices/settings/update-invoicing-details.ts';
import { updateSellerDetails } from './invoices/settings/update-seller-details.ts';

/** Whether an order can be paid, and the open amount on account; the reader of open orders is the shell's to supply. */
export { checkPayment, type OpenOrdersReader, owedOnAccount } from './check-payment.ts';
/** Prepaid credit: its balance, and what an order takes and gets back. */
export { creditBalance, isCreditTaken, settleCredit, takeCredit } from './credit/credit.ts';
/** Reads the internal references of orders, for the lines of invoices; the shell supplies it from the orders. */
export type { OrderReferencesReader } from './invoices/order-references.ts';
/** Appends entries that no order caused: cycles that begin by themselves, and changes made at the vendor. */
export { appendEntries, type LedgerEntry } from './ledger/append-entries.ts';
/** The cycles of a subscription as the ledger has them: seats and amounts, less what was refunded. */
export { type CycleInLedger, cyclesInLedger } from './ledger/cycles-in-ledger.ts';
/** The subscriptions whose cycles prepaid credit pays. */
export { listPrepaidSubscriptions } from './ledger/list-prepaid-subscriptions.ts';
/** Appends the charges and refunds of a confirmed order line; the key of the one entry of a cycle. */
export { cycleKey, postCharges } from './ledger/post-charges.ts';
/** Fields of operations that let people choose how to pay. */
export { OwnReferenceField, PaymentMethodField } from './payment-fields.ts';
/** Tables that other modules join, and the ways to pay. */
export { charge, creditEntry, PAYMENT_METHODS, type PaymentMethod } from './tables.ts';

/** For the pages that let people choose how to pay, the provider's work and its page of a customer, and for seeds. */
export {
  getInvoicingDetails,
  getPaymentOptions,
  listAllInvoices,
  listWaitingStatements,
  topUpCredit,
  updateInvoicingDetails,
  updateSellerDetails,
};

export const billingOperations = [
  getPaymentOptions,
  quoteTopUp,
  topUpCredit,
  quoteCreditCorrection,
  correctCredit,
  listCreditEntries,
  listCustomerCredit,
  listInvoices,
  getInvoice,
  getInvoiceFile,
  getInvoicingDetails,
  updateInvoicingDetails,
  setPurchaseOrder,
  listAllInvoices,
  getAnyInvoice,
  getAnyInvoiceFile,
  listElectronicInvoices,
  listWaitingStatements,
  getSellerDetails,
  updateSellerDetails,
  getCustomerInvoicing,
  updateCustomerInvoicing,
] as const;
export const billingPasses = [closeMonths, issueWaiting] as const;
