import type { NextTermInstructions, RefundOption, ScheduledAction, SeatBatch } from '@licence-portal/nce';
import type { StoredAction, StoredBatch, StoredInstructions, StoredRefundOption, StoredSchedule } from '../tables.ts';

/*
 * Seat batches, refund options and schedules are stored in JSON columns: here their dates become text, and values
 * again.
 */

export function storeBatches(batches: readonly SeatBatch[] | 'unknown'): readonly StoredBatch[] | null {
  if (batches === 'unknown') return null;
  return batches.map(({ seatCount, refundableUntil, addedAt }) => ({
    seatCount,
    refundableUntil: refundableUntil.toString(),
    ...(addedAt && { addedAt: addedAt.toString() }),
  }));
}

export function reviveBatches(stored: readonly StoredBatch[] | null): readonly SeatBatch[] | 'unknown' {
  if (stored === null) return 'unknown';
  return stored.map(({ seatCount, refundableUntil, addedAt }) => ({
    seatCount,
    refundableUntil: Temporal.Instant.from(refundableUntil),
    ...(addedAt !== undefined && { addedAt: Temporal.Instant.from(addedAt) }),
  }));
}

export function storeRefundOptions(options: readonly RefundOption[]): readonly StoredRefundOption[] {
  return options.map(({ type, expiresAt }) => ({ type, ...(expiresAt && { expiresAt: expiresAt.toString() }) }));
}

export function reviveRefundOptions(stored: readonly StoredRefundOption[]): readonly RefundOption[] {
  return stored.map(({ type, expiresAt }) => ({
    type,
    ...(expiresAt !== undefined && { expiresAt: Temporal.Instant.from(expiresAt) }),
  }));
}

export function storeSchedule(
  nextTerm: NextTermInstructions | null,
  actions: readonly ScheduledAction[],
): StoredSchedule {
  return { nextTerm: nextTerm && storeInstructions(nextTerm), actions: actions.map(storeAction) };
}

export function reviveInstructions(stored: StoredInstructions): NextTermInstructions {
  const { customEndsBefore, ...same } = stored;
  return {
    ...same,
    ...(customEndsBefore !== undefined && { customEndsBefore: Temporal.PlainDate.from(customEndsBefore) }),
  };
}

export function reviveAction({ effectiveOn, instructions, ...same }: StoredAction): ScheduledAction {
  return {
    ...same,
    ...(effectiveOn !== undefined && { effectiveOn: Temporal.PlainDate.from(effectiveOn) }),
    ...(instructions && { instructions: reviveInstructions(instructions) }),
  };
}

function storeInstructions(instructions: NextTermInstructions): StoredInstructions {
  const { seatCount, termDuration, billingCycle, productId, skuId, promotionId, customEndsBefore } = instructions;
  return {
    ...(seatCount !== undefined && { seatCount }),
    ...(termDuration !== undefined && { termDuration }),
    ...(billingCycle !== undefined && { billingCycle }),
    ...(productId !== undefined && { productId }),
    ...(skuId !== undefined && { skuId }),
    ...(promotionId !== undefined && { promotionId }),
    ...(customEndsBefore && { customEndsBefore: customEndsBefore.toString() }),
  };
}

function storeAction({ scheduleType, actionType, effectiveOn, instructions }: ScheduledAction): StoredAction {
  return {
    scheduleType,
    actionType,
    ...(effectiveOn && { effectiveOn: effectiveOn.toString() }),
    ...(instructions && { instructions: storeInstructions(instructions) }),
  };
}
