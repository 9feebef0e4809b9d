import { getPaymentOptions } from './get-payment-options.ts';
import { topUpCredit } from './top-up-credit.ts';

/** Whether an order can be paid, and the open amount on account; the reader of open orders is the shell's to supply. */
export { checkPayment, type OpenOrdersReader, owedOnAccount } from './check-payment.ts';
/** Prepaid credit: its balance, and what an order takes and gets back. */
export { creditBalance, isCreditTaken, settleCredit, takeCredit } from './credit.ts';
/** Appends the charges and refunds of a confirmed order line. */
export { postCharges } from './ledger/post-charges.ts';
/** Fields of operations that let people choose how to pay. */
export { OwnReferenceField, PaymentMethodField } from './payment-fields.ts';
/** Tables that other modules join, and the ways to pay. */
export { charge, PAYMENT_METHODS, type PaymentMethod } from './tables.ts';

/** For the pages that let people choose how to pay, and the provider's page of a customer. */
export { getPaymentOptions, topUpCredit };

export const billingOperations = [getPaymentOptions, topUpCredit];
