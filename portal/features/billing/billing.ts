import { correctCredit } from './credit/correct-credit.ts';
import { listCreditEntries } from './credit/list-credit-entries.ts';
import { listCustomerCredit } from './credit/list-customer-credit.ts';
import { quoteCreditCorrection } from './credit/quote-credit-correction.ts';
import { quoteTopUp } from './credit/quote-top-up.ts';
import { topUpCredit } from './credit/top-up-credit.ts';
import { getPaymentOptions } from './get-payment-options.ts';

/** Whether an order can be paid, and the open amount on account; the reader of open orders is the shell's to supply. */
export { checkPayment, type OpenOrdersReader, owedOnAccount } from './check-payment.ts';
/** Prepaid credit: its balance, and what an order takes and gets back. */
export { creditBalance, isCreditTaken, settleCredit, takeCredit } from './credit/credit.ts';
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

/** For the pages that let people choose how to pay, and the demo. */
export { getPaymentOptions, topUpCredit };

export const billingOperations = [
  getPaymentOptions,
  quoteTopUp,
  topUpCredit,
  quoteCreditCorrection,
  correctCredit,
  listCreditEntries,
  listCustomerCredit,
];
