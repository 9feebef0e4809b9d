/*
 * The parts of the answers, for programs that follow the rules step by step (a ledger, a simulator): charge cycles,
 * seat batches, shares of a cycle, Microsoft's roundings. They may change with a minor version.
 */
import './require-temporal.ts';

export { FULL_REFUND_WINDOW, REFUND_WINDOW, windowsOpenedAt } from './cancellation-policy.ts';
export { TRIAL_CONVERSION_SEATS_MIN } from './check-transition.ts';
export { EXTENDED_SERVICE_TERM_BOUGHT_SINCE, EXTENDED_SERVICE_TERM_SINCE } from './end-of-term.ts';
export { DISABLED_DAYS, EXPIRED_DAYS, SUSPENDED_PAST_TERM_DAYS } from './lifecycle-stages.ts';
export { customerCharge, effectiveUnitPrice, exactCharge, type ProratedSeats, remainingDays } from './proration.ts';
export { sumRefundPeriods, undoOf } from './refund-periods.ts';
export { roundCancellation, roundSeatChange } from './rounding.ts';
export { checkSeatBounds, type SeatBounds } from './seat-bounds.ts';
export {
  type BatchComparison,
  compareBatches,
  refundableBatches,
  type SeatEvent,
  seatBatches,
  withoutSeats,
} from './seat-ledger.ts';
export { sideEffectsOf } from './side-effects.ts';
export { type DatedAction, nextScheduledAction, nextTermInstructions, scheduledChange } from './subscription.ts';
export { type ChargeCycle, chargeCycleAt, contains, monthsInCycle, nextTerm } from './terms.ts';
export { type UpcomingCycle, upcomingCycles } from './upcoming-cycles.ts';
export { countSeats, openBatches } from './windows.ts';
