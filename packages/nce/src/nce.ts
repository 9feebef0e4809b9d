export type {
  ActionAnswer,
  ActionName,
  ActionRefusalReason,
  AllowedActions,
  AvailableOffers,
  RefusalFacts,
} from './action-answer.ts';
export { allowedActions } from './allowed-actions.ts';
export { calculateChangeQuote } from './calculate-change-quote.ts';
export {
  calculatePurchaseQuote,
  type PaidAfterTrial,
  type Purchase,
  purchasedSubscription,
} from './calculate-purchase-quote.ts';
export {
  type CancellationPolicy,
  FULL_REFUND_WINDOW,
  newCommercePolicy,
  OTHER_POLICIES,
  policyOfAvailability,
  REFUND_WINDOW,
  type RefundOption,
  type RefundRule,
  windowsOpenedAt,
} from './cancellation-policy.ts';
export { checkSubscriptionChange } from './check-subscription-change.ts';
export { TRIAL_CONVERSION_SEATS_MIN } from './check-transition.ts';
export {
  type AlignableSubscription,
  type CoTerminousEnd,
  coTerminousEnds,
  type SubscriptionEndRule,
} from './co-terminous-ends.ts';
export { Decimal, type DecimalValue } from './decimal.ts';
export {
  type EndOfTerm,
  type EndOfTermOutcome,
  EXTENDED_SERVICE_TERM_BOUGHT_SINCE,
  EXTENDED_SERVICE_TERM_SINCE,
  endOfTerm,
  extendedServiceTermUnitPrice,
} from './end-of-term.ts';
export { type EndOfTermChoice, endOfTermChoices, type RenewalPlan, renewalPlan } from './end-of-term-choices.ts';
export {
  DISABLED_DAYS,
  EXPIRED_DAYS,
  type LifecycleStage,
  lifecycleStages,
  SUSPENDED_PAST_TERM_DAYS,
  stageAt,
} from './lifecycle-stages.ts';
export {
  add,
  compare,
  divide,
  type Money,
  minorDigits,
  money,
  multiply,
  negate,
  subtract,
  sum,
  zero,
} from './money.ts';
export type { Plan, ProductOnSale } from './plan-on-sale.ts';
export { addOnsLeftWithout, missingPrerequisites, type OwnedSku } from './prerequisites.ts';
export {
  answerPromotion,
  discounted,
  type Promotion,
  type PromotionAnswer,
  type QuotedPromotion,
} from './promotions.ts';
export {
  agreesWithMicrosoft,
  customerCharge,
  effectiveUnitPrice,
  exactCharge,
  microsoftCancellation,
  microsoftConversion,
  microsoftSeatChange,
  type ProratedSeats,
  remainingDays,
} from './proration.ts';
export type {
  ImpossibleQuote,
  PossibleQuote,
  Quote,
  QuotePrices,
  QuoteRefusalReason,
  SubscriptionSummary,
} from './quote.ts';
export {
  type Line,
  type LineReason,
  type MonthShare,
  netOf,
  type TaxedTotal,
  taxByInvoice,
  taxByRate,
  withTax,
} from './quote-lines.ts';
export {
  type RefundPeriod,
  refundPeriods,
  sumRefundPeriods,
  type TakenBack,
  type Undo,
  undoOf,
} from './refund-periods.ts';
export { roundCancellation, roundLineHalfUp, roundSeatChange } from './rounding.ts';
export { checkSeatBounds, type SeatBounds } from './seat-bounds.ts';
export {
  type BatchComparison,
  compareBatches,
  refundableBatches,
  type SeatEvent,
  seatBatches,
  withoutSeats,
} from './seat-ledger.ts';
export { type BatchRefunds, seatRefunds } from './seat-refunds.ts';
export { type SideEffect, sideEffectsOf } from './side-effects.ts';
export {
  type DatedAction,
  type NextCharge,
  type NextTermInstructions,
  nextScheduledAction,
  nextTermInstructions,
  type ScheduledAction,
  type SeatBatch,
  type SubscriptionState,
  type SubscriptionStatus,
  scheduledChange,
} from './subscription.ts';
export { subscriptionAfter, targetSubscriptionAfter } from './subscription-after.ts';
export type { PaidPlan, RenewalChoice, SubscriptionChange, UpgradeTarget } from './subscription-change.ts';
export {
  type BillingCycle,
  type ChargeCycle,
  type CycleRule,
  chargeCycleAt,
  chargeCycles,
  contains,
  cyclesPerTerm,
  monthsInCycle,
  monthsInTerm,
  nextTerm,
  type Term,
  type TermDuration,
  termStarting,
  unitPricePerCycle,
} from './terms.ts';
export { daysBetween, startOfUtcDay, utcDate } from './time.ts';
export { type UpcomingCharge, upcomingCharges } from './upcoming-charges.ts';
export { type UpcomingCycle, upcomingCycles } from './upcoming-cycles.ts';
export {
  answerCancellation,
  answerReduction,
  type CancellationAnswer,
  countSeats,
  openBatches,
  type ReductionAnswer,
} from './windows.ts';
