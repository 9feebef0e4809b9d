import { approveOrder } from './decide/approve-order.ts';
import { cancelOrder } from './decide/cancel-order.ts';
import { declineOrder } from './decide/decline-order.ts';
import { giveUpOrder } from './decide/give-up-order.ts';
import { markManualStepDone } from './decide/mark-manual-step-done.ts';
import { retryStep } from './decide/retry-step.ts';
import { placeOrder } from './place/place-order.ts';
import { forgetQuotes } from './quote/forget-quotes.pass.ts';
import { getQuote } from './quote/get-quote.ts';
import { getAnyOrder } from './read/get-any-order.ts';
import { getOrder } from './read/get-order.ts';
import { listAllOrders } from './read/list-all-orders.ts';
import { listOrders } from './read/list-orders.ts';
import { advanceOrder } from './steps/advance-order.job.ts';
import { resumeOrders } from './steps/resume-orders.pass.ts';
import { resumeWaitingOrders } from './steps/resume-waiting-orders.ts';

/** The interface of a kind of change, for the modules that declare one. */
export type { ChangeKind, ChangeKinds, OrderLineDraft, PlacedOrder, QuoteAnswer } from './change-kind.ts';
/** Why orders fail; each code has its sentences. */
export { FAILURE_CODES, type FailureCode, failureCode } from './failure-codes.ts';
/** The charges of the open orders of an account, for `Services.openOrdersGross`. */
export { openOrdersGross } from './open-orders.ts';
/** The internal references of orders, for `Services.orderReferences`. */
export { orderReferences } from './order-references.ts';
/** The quote that an order was placed from, for steps that carry out what it promised. */
export { findOrderedView } from './quote/ordered-view.ts';
/** Lines of the rules as the consequences panel shows them. */
export { quoteLines, undoView } from './quote/quote-lines.ts';
/** Declares the operation that quotes a kind of change. */
export { quoteAndStore, quoteOperation, StoredQuote } from './quote/quote-operation.ts';
/** A quote as the consequences panel shows it. */
export { ImpossibleView, PossibleView, QuoteItem } from './quote/quote-view.ts';
/** The condition on orders that concern a subscription. */
export { concernsSubscription } from './read/concerns-subscription.ts';
/** The filters in the address of a list of orders. */
export { orderFiltersOf } from './read/order-filters.ts';
/** Orders in short form, for pages of other subjects. */
export { listOrderHeadlines } from './read/order-headlines.ts';
export { Meaning, meaningOf, OrderSummary, type ProviderOrder } from './read/order-output.ts';
/** A row of a list of orders; an order with what only the provider sees; the meaning of a vendor's refusal. */
export { ordersGauges } from './read/orders-gauges.ts';
/** Sums of lines with their tax; the statuses of open orders. */
export { columnOf, invoicedColumnOf, OPEN_STATUSES, totalOf } from './rules.ts';
/** Tables that other modules join. */
export { customerOrder, orderStep } from './tables.ts';
/** The interface of a vendor's adapter. */
export type {
  AnyVendor,
  JsonObject,
  StepContext,
  StepLine,
  StepOutcome,
  Vendor,
  VendorStep,
} from './vendor.ts';
/** Lets orders that wait for the customer look again, for `Services.waitingOrders`. */
/** For the pages that quote, confirm, follow and decide orders. */
export {
  approveOrder,
  cancelOrder,
  declineOrder,
  getAnyOrder,
  getOrder,
  getQuote,
  giveUpOrder,
  listAllOrders,
  listOrders,
  markManualStepDone,
  placeOrder,
  resumeWaitingOrders,
  retryStep,
};

export const ordersOperations = [
  getQuote,
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
];
export const ordersJobs = [advanceOrder];
export const ordersPasses = [forgetQuotes, resumeOrders];
