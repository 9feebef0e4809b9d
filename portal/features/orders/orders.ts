import { approveOrder, declineOrder } from './decide/approve-order.ts';
import { cancelOrder } from './decide/cancel-order.ts';
import { markManualStepDone } from './decide/mark-manual-step-done.ts';
import { giveUpOrder, retryStep } from './decide/retry-step.ts';
import { placeOrder } from './place/place-order.ts';
import { getQuote } from './quote/get-quote.ts';
import { getAnyOrder, getOrder } from './read/get-order.ts';
import { listAllOrders, listOrders } from './read/list-orders.ts';
import { advanceOrder } from './steps/advance-order.job.ts';
import { resumeOrders } from './steps/resume-orders.pass.ts';

/** The interface of a kind of change, for the modules that declare one; stored changes parsed by their kind. */
export {
  type Answers,
  type ChangeKind,
  type ChangeKinds,
  type OrderChange,
  type OrderLineDraft,
  parseChange,
  type QuoteAnswer,
} from './change-kind.ts';
/** Why orders fail; each code has its sentences. */
export { FAILURE_CODES, type FailureCode, failureCode } from './failure-codes.ts';
/** The open orders of an account, for `Services.openOrdersGross`. */
export { openOrdersGross } from './open-orders.ts';
/** Lines of the rules as the panel of consequences shows them. */
export { quoteLines } from './quote/quote-lines.ts';
/** Declares the operation that quotes a kind of change. */
export { quoteAndStore, quoteOperation, StoredQuote } from './quote/quote-operation.ts';
/** What the panel of consequences shows. */
export {
  ImpossibleView,
  PossibleView,
  QuoteItem,
  QuoteView,
} from './quote/quote-view.ts';
/** What the address of a list of orders asks for. */
export { ordersAsked } from './read/order-filters.ts';
/** A row of a list of orders, for pages that show some; what a vendor's no means. */
export { Meaning, meaningOf, OrderSummary } from './read/order-output.ts';
/** Sums of lines with their tax. */
export { columnOf, OPEN_STATUSES, totalOf } from './rules.ts';
/** Tables that other modules join. */
export { customerOrder, orderStep } from './tables.ts';
/** What a vendor's adapter is. */
export type {
  AnyVendor,
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
  getQuote,
  giveUpOrder,
  listAllOrders,
  listOrders,
  markManualStepDone,
  placeOrder,
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
export const ordersPasses = [resumeOrders];
