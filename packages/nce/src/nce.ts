/*
 * The questions that the rules answer, and the values that they speak of. Arithmetic with money is in `./money`; the
 * parts of the answers are in `./internals`.
 */
import './require-temporal.ts';

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
  newCommercePolicy,
  OTHER_POLICIES,
  policyOfAvailability,
  type RefundOption,
  type RefundRule,
} from './cancellation-policy.ts';
export { checkSubscriptionChange } from './check-subscription-change.ts';
export {
  type AlignableSubscription,
  type CoTerminousEnd,
  coTerminousEnds,
  type SubscriptionEndRule,
} from './co-terminous-ends.ts';
export { Decimal, type DecimalValue } from './decimal.ts';
export { type EndOfTerm, type EndOfTermOutcome, endOfTerm, extendedServiceTermUnitPrice } from './end-of-term.ts';
export { type EndOfTermChoice, endOfTermChoices, type RenewalPlan, renewalPlan } from './end-of-term-choices.ts';
export { type LifecycleStage, lifecycleStages, stageAt } from './lifecycle-stages.ts';
export { type Money, money } from './money.ts';
export { offersFromAvailability, type PartnerCenterAvailability } from './offers-from-availability.ts';
export type { Plan, ProductOnSale } from './plan-on-sale.ts';
export { addOnsLeftWithout, missingPrerequisites, type OwnedSku } from './prerequisites.ts';
export { type PartnerCenterPromotion, promotionsFromPartnerCenter } from './promotion-from-partner-center.ts';
export {
  answerPromotion,
  discounted,
  type Promotion,
  type PromotionAnswer,
  type QuotedPromotion,
} from './promotions.ts';
export { agreesWithMicrosoft, microsoftCancellation, microsoftConversion, microsoftSeatChange } from './proration.ts';
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
export { type RefundPeriod, refundPeriods, type TakenBack, type Undo } from './refund-periods.ts';
export { type BatchRefunds, seatRefunds } from './seat-refunds.ts';
export type { SideEffect } from './side-effects.ts';
export type {
  NextCharge,
  NextTermInstructions,
  ScheduledAction,
  SeatBatch,
  SubscriptionState,
  SubscriptionStatus,
} from './subscription.ts';
export { subscriptionAfter, targetSubscriptionAfter } from './subscription-after.ts';
export type { PaidPlan, RenewalChoice, SubscriptionChange, UpgradeTarget } from './subscription-change.ts';
export {
  type CustomerFacts,
  type PartnerCenterAction,
  type PartnerCenterInstructions,
  type PartnerCenterReading,
  type PartnerCenterSubscription,
  readPartnerCenterSubscription,
  subscriptionFromPartnerCenter,
} from './subscription-from-partner-center.ts';
export {
  type BillingCycle,
  type CycleRule,
  chargeCycles,
  cyclesPerTerm,
  monthsInTerm,
  type Term,
  type TermDuration,
  termStarting,
  unitPricePerCycle,
} from './terms.ts';
export { daysBetween, startOfUtcDay, utcDate } from './time.ts';
export { type UpcomingCharge, upcomingCharges } from './upcoming-charges.ts';
export { answerCancellation, answerReduction, type CancellationAnswer, type ReductionAnswer } from './windows.ts';
