import {
  type ChargeCycle,
  chargeCycles,
  contains,
  cyclesPerTerm,
  daysBetween,
  exactCharge,
  type Money,
  microsoftCancellation,
  microsoftConversion,
  microsoftSeatChange,
  money,
  negate,
  roundSeatChange,
  startOfUtcDay,
  sum,
  unitPricePerCycle,
  utcDate,
  zero,
} from '@licence-portal/nce';
import { FULL_REFUND_WINDOW } from './seat-windows.ts';
import type { BillingEvent, SubscriptionRecord } from './state.ts';
import { wireInstant } from './wire-json.ts';

/** A line of Microsoft's bill to the partner, before tax. Refunds are negative. */
export type BilledLine = Readonly<{
  chargedOn: Temporal.PlainDate;
  chargeType: BillingEvent['kind'] | 'cycleCharge';
  /** The event whose product, plan and price the line is charged by. */
  terms: BillingEvent;
  seatCount: number;
  unitPrice: Money;
  /** Of one seat for the days that are billed. */
  effectiveUnitPrice: Money;
  subtotal: Money;
  startsOn: Temporal.PlainDate;
  endsBefore: Temporal.PlainDate;
}>;

/** Records an event after which something else is billed. `opens`: new charge cycles begin with it. */
export function recordBilling(
  record: SubscriptionRecord,
  kind: BillingEvent['kind'],
  at: Temporal.Instant,
  opens = false,
): void {
  const { resource } = record;
  record.history.push({
    at: wireInstant(at),
    kind,
    opens,
    sku: record.sku,
    quantity: kind === 'cancelImmediate' ? 0 : resource.quantity,
    unitPrice: record.unitPrice,
    termDuration: resource.termDuration,
    billingCycle: resource.billingCycle,
    termStartsOn: record.termStartsOn,
    termEndsBefore: record.termEndsBefore,
    promotionId: typeof resource.promotionId === 'string' ? resource.promotionId : '',
    orderId: resource.orderId,
  });
}

/**
 * The lines that Microsoft bills the partner for a subscription, oldest first, up to a day and without it.
 *
 * Each charge cycle is charged on its first day. A change of seats is a refund of the old number and a charge of the
 * new one for the days that are left; a cancellation refunds the days that are left, in the first 24 hours all of it.
 *
 * @source Partner Center, "Common billing scenarios"
 */
export function billedLines(
  record: SubscriptionRecord,
  before: Temporal.PlainDate,
  currency: string,
): readonly BilledLine[] {
  const lines: BilledLine[] = [];
  for (const [index, event] of record.history.entries()) {
    const changedOn = utcDate(Temporal.Instant.from(event.at));
    if (!isBefore(changedOn, before)) break;
    const previous = record.history[index - 1];
    lines.push(...linesOfChange(event, previous, changedOn, lines, currency));
    const next = record.history[index + 1];
    const until = next === undefined ? before : earlier(before, chargedUntil(next));
    lines.push(...cycleLines(event, changedOn, until, currency));
  }
  return lines.filter(({ subtotal }) => !subtotal.amount.isZero());
}

/**
 * The day before which cycles are billed by the event before. One that begins on the event's day is charged, then
 * changed.
 */
function chargedUntil({ kind, at }: BillingEvent): Temporal.PlainDate {
  const changedOn = utcDate(Temporal.Instant.from(at));
  return kind === 'changeBillingPlan' ? changedOn : dayAfter(changedOn);
}

/** The cycles that begin under an event: from the day after it, or from its own day if it opens them. */
function cycleLines(
  event: BillingEvent,
  changedOn: Temporal.PlainDate,
  until: Temporal.PlainDate,
  currency: string,
): BilledLine[] {
  if (event.quantity === 0) return [];
  const cycles = cyclesOf(event).filter(
    ({ startsOn }) => isBefore(startsOn, until) && (event.opens || isBefore(changedOn, startsOn)),
  );
  const unitPrice = cyclePriceOf(event, currency);
  return cycles.map((cycle, index) => {
    const billedDays = daysBetween(cycle.startsOn, cycle.endsBefore);
    const seat = { unitPricePerCycle: unitPrice, seatCount: 1, billedDays, cycleDays: cycle.fullDays };
    const effectiveUnitPrice = exactCharge(seat);
    return {
      chargedOn: cycle.startsOn,
      chargeType: event.opens && index === 0 ? event.kind : 'cycleCharge',
      terms: event,
      seatCount: event.quantity,
      unitPrice,
      effectiveUnitPrice,
      subtotal: roundSeatChange(effectiveUnitPrice, event.quantity),
      startsOn: cycle.startsOn,
      endsBefore: cycle.endsBefore,
    };
  });
}

/** An event, the one before it, and the part of the charge cycle that is left under each on the day of the event. */
type Change = Readonly<{
  event: BillingEvent;
  previous: BillingEvent | undefined;
  before: CyclePart | undefined;
  /** Undefined where the event opens new cycles, which are charged as a whole. */
  after: CyclePart | undefined;
  earlierLines: readonly BilledLine[];
  currency: string;
}>;

/** An amount of a change, with the terms by which it is charged or refunded. */
type ChangeAmount = Readonly<{ terms: BillingEvent; seatCount: number; subtotal: Money }>;

function linesOfChange(
  event: BillingEvent,
  previous: BillingEvent | undefined,
  changedOn: Temporal.PlainDate,
  earlierLines: readonly BilledLine[],
  currency: string,
): BilledLine[] {
  const before = previous === undefined ? undefined : partOf(previous, changedOn, currency);
  const after = event.opens ? undefined : partOf(event, changedOn, currency);
  const amounts = amountsOf({ event, previous, before, after, earlierLines, currency });
  return amounts.flatMap(({ terms, seatCount, subtotal }) => {
    const part = partOf(terms, changedOn, currency);
    if (part === undefined) return [];
    const { unitPricePerCycle, billedDays, cycleDays, endsBefore } = part;
    return {
      chargedOn: changedOn,
      chargeType: event.kind,
      terms,
      seatCount,
      unitPrice: unitPricePerCycle,
      effectiveUnitPrice: exactCharge({ unitPricePerCycle, billedDays, cycleDays, seatCount: 1 }),
      subtotal,
      startsOn: changedOn,
      endsBefore,
    };
  });
}

function amountsOf(change: Change): ChangeAmount[] {
  const { event, after } = change;
  switch (event.kind) {
    case 'addQuantity':
    case 'removeQuantity':
      return amountsOfSeatChange(change);
    case 'cancelImmediate':
      return amountsOfCancellation(change);
    case 'moveQuantity':
      return amountsOfMove(change);
    case 'convert':
    case 'extendTerm':
      return amountsOfConversion(change);
    case 'changeBillingPlan': {
      if (after === undefined) return [];
      const subtotal = roundSeatChange(exactCharge({ ...after, seatCount: 1 }), event.quantity);
      return [{ terms: event, seatCount: event.quantity, subtotal }];
    }
    case 'new':
    case 'renew':
      return [];
  }
}

function amountsOfSeatChange({ event, previous, before }: Change): ChangeAmount[] {
  if (previous === undefined || before === undefined) return [];
  const seats = { seatCountBefore: previous.quantity, seatCountAfter: event.quantity };
  const { refund, charge } = microsoftSeatChange(seats, before);
  return [
    { terms: previous, seatCount: previous.quantity, subtotal: refund },
    { terms: event, seatCount: event.quantity, subtotal: charge },
  ];
}

function amountsOfCancellation({ event, previous, before, earlierLines, currency }: Change): ChangeAmount[] {
  if (previous === undefined || before === undefined) return [];
  const charged = currentLines(earlierLines).map(({ subtotal }) => subtotal);
  const subtotal = isFullRefund(event, earlierLines)
    ? negate(sum(charged, currency))
    : microsoftCancellation({ ...before, seatCount: previous.quantity });
  return [{ terms: previous, seatCount: previous.quantity, subtotal }];
}

/** Seats that join another subscription, or leave for one: a charge there, a refund here. */
function amountsOfMove({ event, previous, before, after }: Change): ChangeAmount[] {
  const moved = event.quantity - (previous?.quantity ?? 0);
  const terms = moved > 0 ? event : previous;
  const part = moved > 0 ? after : before;
  if (terms === undefined || part === undefined || moved === 0) return [];
  const refund = microsoftCancellation({ ...part, seatCount: Math.abs(moved) });
  return [{ terms, seatCount: Math.abs(moved), subtotal: moved > 0 ? negate(refund) : refund }];
}

function amountsOfConversion({ event, previous, before, after, currency }: Change): ChangeAmount[] {
  const refunded = previous && before && { ...before, seatCount: previous.quantity };
  const charged = after && { ...after, seatCount: event.quantity };
  const both = refunded && charged ? microsoftConversion(refunded, charged) : undefined;
  const refund = both?.refund ?? (refunded ? microsoftCancellation(refunded) : zero(currency));
  const charge = both?.charge ?? (charged ? negate(microsoftCancellation(charged)) : zero(currency));
  return [
    ...(previous === undefined ? [] : [{ terms: previous, seatCount: previous.quantity, subtotal: refund }]),
    ...(event.opens ? [] : [{ terms: event, seatCount: event.quantity, subtotal: charge }]),
  ];
}

type CyclePart = Readonly<{
  unitPricePerCycle: Money;
  billedDays: number;
  cycleDays: number;
  endsBefore: Temporal.PlainDate;
}>;

/** The part that is left of the charge cycle that a day falls in. */
function partOf(event: BillingEvent, day: Temporal.PlainDate, currency: string): CyclePart | undefined {
  const cycle = cyclesOf(event).find((candidate) => contains(candidate, day));
  if (cycle === undefined) return undefined;
  return {
    unitPricePerCycle: cyclePriceOf(event, currency),
    billedDays: daysBetween(day, cycle.endsBefore),
    cycleDays: cycle.fullDays,
    endsBefore: cycle.endsBefore,
  };
}

function cyclesOf(event: BillingEvent): ChargeCycle[] {
  const term = {
    startsOn: Temporal.PlainDate.from(event.termStartsOn),
    endsBefore: Temporal.PlainDate.from(event.termEndsBefore),
  };
  return chargeCycles(term, event.billingCycle);
}

function cyclePriceOf(event: BillingEvent, currency: string): Money {
  const wholeTerm = money(event.unitPrice, currency);
  return cyclesPerTerm(event.termDuration, event.billingCycle) === undefined
    ? wholeTerm
    : (unitPricePerCycle(wholeTerm, event.termDuration, event.billingCycle) ?? wholeTerm);
}

/** The lines since the last event that opened charge cycles. */
function currentLines(lines: readonly BilledLine[]): readonly BilledLine[] {
  const opening = lines.findLastIndex((line) => line.terms.opens && line.chargeType === line.terms.kind);
  return lines.slice(Math.max(0, opening));
}

function isFullRefund(event: BillingEvent, earlierLines: readonly BilledLine[]): boolean {
  const opening = currentLines(earlierLines)[0];
  if (opening === undefined || !opening.terms.opens) return false;
  const openedAt = Temporal.Instant.from(opening.terms.at);
  return Temporal.Instant.compare(Temporal.Instant.from(event.at), openedAt.add(FULL_REFUND_WINDOW)) < 0;
}

/** The first day of the next charge cycle after an instant; `undefined` if the term has no more. */
export function nextCycleStart(record: SubscriptionRecord, now: Temporal.Instant): Temporal.PlainDate | undefined {
  const term = {
    startsOn: Temporal.PlainDate.from(record.termStartsOn),
    endsBefore: Temporal.PlainDate.from(record.termEndsBefore),
  };
  return chargeCycles(term, record.resource.billingCycle).find(
    ({ startsOn }) => Temporal.Instant.compare(startOfUtcDay(startsOn), now) > 0,
  )?.startsOn;
}

function dayAfter(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.add({ days: 1 });
}

function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

function earlier(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return isBefore(a, b) ? a : b;
}
