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
import { allocatePayment } from './payments/allocate-payment.ts';
import { bookBankLine } from './payments/bank/book-bank-line.ts';
import { bookBankReturn } from './payments/bank/book-bank-return.ts';
import { ignoreBankLine } from './payments/bank/ignore-bank-line.ts';
import { importBankStatement } from './payments/bank/import-bank-statement.ts';
import { listBankLines } from './payments/bank/list-bank-lines.ts';
import { reopenBankLine } from './payments/bank/reopen-bank-line.ts';
import { getDunningSettings } from './payments/dunning/get-dunning-settings.ts';
import { remindOfInvoices } from './payments/dunning/remind-of-invoices.pass.ts';
import { setDunningHold } from './payments/dunning/set-dunning-hold.ts';
import { setDunningSettings } from './payments/dunning/set-dunning-settings.ts';
import { getReceivable } from './payments/get-receivable.ts';
import { getToPay } from './payments/get-to-pay.ts';
import { listCustomerPayments } from './payments/list-customer-payments.ts';
import { listPayers } from './payments/list-payers.ts';
import { listPayments } from './payments/list-payments.ts';
import { listReceivables } from './payments/list-receivables.ts';
import { quotePayment } from './payments/quote-payment.ts';
import { recordPayment } from './payments/record-payment.ts';
import { returnPayment } from './payments/return-payment.ts';
import { takeBackAllocation } from './payments/take-back-allocation.ts';

/** Whether an order can be paid, and the open amount on account; the reader of open orders is the shell's to supply. */
export { checkPayment, type OpenOrdersReader, owedOnAccount } from './check-payment.ts';
/** Prepaid credit: its balance, and what an order takes and gets back. */
export { creditBalance, isCreditTaken, settleCredit, takeCredit } from './credit/credit.ts';
/** The unpaid invoices of an account, and how their numbers are written, for its deadlines. */
export { invoiceNumber } from './invoices/invoice-number.ts';
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
export { readOpenInvoices } from './payments/open-amounts.ts';
/** Tables that other modules join, and the ways to pay. */
export { charge, creditEntry, PAYMENT_METHODS, type PaymentMethod } from './tables.ts';

/** For pages of other modules (payment, dashboard, the provider's work and page of a customer), and for seeds. */
export {
  getInvoicingDetails,
  getPaymentOptions,
  getToPay,
  listAllInvoices,
  listWaitingStatements,
  recordPayment,
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
  getToPay,
  listPayments,
  listReceivables,
  getReceivable,
  listCustomerPayments,
  listPayers,
  quotePayment,
  recordPayment,
  returnPayment,
  allocatePayment,
  takeBackAllocation,
  importBankStatement,
  listBankLines,
  bookBankLine,
  bookBankReturn,
  ignoreBankLine,
  reopenBankLine,
  getDunningSettings,
  setDunningSettings,
  setDunningHold,
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
export const billingPasses = [closeMonths, issueWaiting, remindOfInvoices] as const;
