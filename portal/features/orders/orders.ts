import { advanceOrder } from './advance-order.job.ts';
import { cancelOrder } from './cancel-order.ts';
import { approveOrder, declineOrder } from './decide-order.ts';
import { getAnyOrder, getOrder } from './get-order.ts';
import { getPayment } from './get-payment.ts';
import { getQuote } from './get-quote.ts';
import { listAllOrders, listOrders } from './list-orders.ts';
import { markManualStepDone } from './mark-manual-step-done.ts';
import { giveUpOrder, retryStep } from './mend-order.ts';
import { placeOrder } from './place-order.ts';
import { quoteChange } from './quote-change.ts';
import { resumeOrders } from './resume-orders.pass.ts';
import { topUpCredit } from './top-up-credit.ts';

/** What a change is, how its kind quotes it, and what an order of it runs. */
export {
  Change,
  type ChangeKind,
  type ChangeKinds,
  PurchaseChange,
  PurchaseLine,
  type QuoteAnswer,
} from './change.ts';
/** Why orders fail; each code has its sentences. */
export { FAILURE_CODES, type FailureCode, failureCode } from './failure-codes.ts';
/** A row of a list of orders, for pages that show some; what a vendor's no means. */
export { Meaning, meaningOf, OrderSummary } from './order-output.ts';
/** What the address of a list of orders asks for. */
export { ordersAsked } from './orders-asked.ts';
/** Prepaid credit and what is owed on account. */
export { creditBalance, owedOnAccount } from './payment.ts';
/** How buying is quoted, for `Services.changeKinds`. */
export { purchase } from './purchase.ts';
/** Lines of the rules as the panel of consequences shows them. */
export { quoteLines } from './quote-lines.ts';
/** What the panel of consequences shows. */
export {
  ImpossibleView,
  PossibleView,
  QuoteItem,
  QuoteView,
} from './quote-view.ts';
/** Sums of lines with their tax. */
export { columnOf, OPEN_STATUSES, totalOf } from './rules.ts';
/** Tables that other modules join. */
export { charge, orderStep, orders } from './tables.ts';
/** What a vendor's adapter is. */
export type {
  JsonObject,
  StepContext,
  StepLine,
  StepOutcome,
  Vendor,
  VendorStep,
} from './vendor.ts';

/** For the pages that quote and confirm, and those that follow. */
export {
  approveOrder,
  cancelOrder,
  declineOrder,
  getAnyOrder,
  getOrder,
  getPayment,
  getQuote,
  giveUpOrder,
  listAllOrders,
  listOrders,
  markManualStepDone,
  placeOrder,
  quoteChange,
  retryStep,
  topUpCredit,
};

export const ordersOperations = [
  quoteChange,
  getQuote,
  getPayment,
  placeOrder,
  getOrder,
  listOrders,
  cancelOrder,
  listAllOrders,
  getAnyOrder,
  retryStep,
  giveUpOrder,
  markManualStepDone,
  approveOrder,
  declineOrder,
  topUpCredit,
];
export const ordersJobs = [advanceOrder];
export const ordersPasses = [resumeOrders];
