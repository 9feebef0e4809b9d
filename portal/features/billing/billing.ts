import { correctCredit } from './credit/correct-credit.ts';
import { listCreditEntries } from './credit/list-credit-entries.ts';
import { listCustomerCredit } from './credit/list-customer-credit.ts';
import { quoteCreditCorrection } from './credit/quote-credit-correction.ts';
import { quoteTopUp } from './credit/quote-top-up.ts';
import { topUpCredit } from './credit/top-up-credit.ts';
import { getPaymentOptions } from './get-payment-options.ts';
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
/** Appends the charges and refunds of a confirmed order line. */
export { postCharges } from './ledger/post-charges.ts';
/** Fields of operations that let people choose how to pay. */
export { OwnReferenceField, PaymentMethodField } from './payment-fields.ts';
/** Tables that other modules join, and the ways to pay. */
export { charge, PAYMENT_METHODS, type PaymentMethod } from './tables.ts';
/** For the pages that let people choose how to pay, and the demo. */
/** For the dashboard: what the company has to pay. */
export { getPaymentOptions, getToPay, topUpCredit };

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
];
export const billingPasses = [remindOfInvoices];
