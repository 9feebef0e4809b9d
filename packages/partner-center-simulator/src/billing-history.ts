import { Decimal } from 'decimal.js';
import { type Exact, exactly, inTenDecimals, seatsRow, share, unitRow } from './billed-amounts.ts';
import { type Days, dayOf, daysFrom, earlierOf, isEarlier, midnightOf } from './calendar.ts';
import { type BilledTerm, chargeCount, cycleOn, cyclesOf } from './charge-cycles.ts';
import { FULL_REFUND_WINDOW } from './seat-windows.ts';
import type { BillingEvent, SubscriptionRecord } from './state.ts';
import { wireInstant } from './wire-json.ts';

/** A line of Microsoft's bill to the partner, before tax, in the currency of the catalogue. Refunds are negative. */
export type BilledLine = Days &
  Readonly<{
    chargedOn: Temporal.PlainDate;
    chargeType: BillingEvent['kind'] | 'cycleCharge';
    /** The event whose product, plan and price the line is charged by. */
    terms: BillingEvent;
    seatCount: number;
    /** Of one seat for a whole charge cycle, to ten decimals. */
    unitPrice: Decimal;
    /** Of one seat for the days that are billed, to ten decimals. */
    effectiveUnitPrice: Decimal;
    subtotal: Decimal;
  }>;

/** Records an event after which something else is billed. `opens`: new charge cycles begin with it. */
export function recordBilling(
  record: SubscriptionRecord,
  kind: BillingEvent['kind'],
  at: Temporal.Instant,
  opens = false,
  chargeType?: BillingEvent['chargeType'],
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
    ...(chargeType !== undefined && { chargeType }),
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
export function billedLines(record: SubscriptionRecord, before: Temporal.PlainDate): readonly BilledLine[] {
  const lines: BilledLine[] = [];
  for (const [index, event] of record.history.entries()) {
    const changedOn = dayOf(Temporal.Instant.from(event.at));
    if (!isEarlier(changedOn, before)) break;
    const previous = record.history[index - 1];
    lines.push(...linesOfChange({ event, previous, changedOn, billed: lines }));
    const next = record.history[index + 1];
    lines.push(...linesOfCycles(event, changedOn, next === undefined ? before : earlierOf(before, endOfBilling(next))));
  }
  return lines.filter(({ subtotal }) => !subtotal.isZero());
}

/** The first day of the next charge cycle after an instant; `undefined` if the term has no more. */
export function nextCycleStart(record: SubscriptionRecord, now: Temporal.Instant): Temporal.PlainDate | undefined {
  const { termDuration, billingCycle } = record.resource;
  return cyclesOf({ ...daysOfTerm(record), termDuration, billingCycle }).find(
    ({ startsOn }) => Temporal.Instant.compare(midnightOf(startsOn), now) > 0,
  )?.startsOn;
}

/**
 * The day before which cycles are billed by the event before. One that begins on the event's day is charged, then
 * changed.
 */
function endOfBilling({ kind, at }: BillingEvent): Temporal.PlainDate {
  const changedOn = dayOf(Temporal.Instant.from(at));
  return kind === 'changeBillingPlan' ? changedOn : changedOn.add({ days: 1 });
}

/** The cycles that begin under an event: from the day after it, or from its own day if it opens them. */
function linesOfCycles(event: BillingEvent, changedOn: Temporal.PlainDate, before: Temporal.PlainDate): BilledLine[] {
  if (event.quantity === 0) return [];
  const begun = cyclesOf(termOf(event)).filter(
    ({ startsOn }) => isEarlier(startsOn, before) && (event.opens || isEarlier(changedOn, startsOn)),
  );
  return begun.map(({ startsOn, endsBefore, wholeDays }, index) => {
    const unit = share(cyclePrice(event), daysFrom(startsOn, endsBefore), wholeDays);
    return {
      chargedOn: startsOn,
      chargeType: event.opens && index === 0 ? event.kind : 'cycleCharge',
      terms: event,
      seatCount: event.quantity,
      unitPrice: inTenDecimals(cyclePrice(event)),
      effectiveUnitPrice: inTenDecimals(unit),
      subtotal: seatsRow(unit, event.quantity),
      startsOn,
      endsBefore,
    };
  });
}

/** An event, the one before it, and the lines so far. */
type Change = Readonly<{
  event: BillingEvent;
  previous: BillingEvent | undefined;
  changedOn: Temporal.PlainDate;
  billed: readonly BilledLine[];
}>;

function linesOfChange(change: Change): BilledLine[] {
  const { event, previous, changedOn } = change;
  const before = previous && partLeft(previous, changedOn);
  const after = event.opens ? undefined : partLeft(event, changedOn);
  switch (event.kind) {
    case 'new':
    case 'renew':
      return [];
    case 'addQuantity':
    case 'removeQuantity':
      return before === undefined
        ? []
        : [refunded(event, before, seatsRow, before.terms.quantity), charged(event, before, seatsRow, event.quantity)];
    case 'cancelImmediate':
      return before === undefined ? [] : [cancelled(change, before)];
    case 'moveQuantity': {
      const moved = event.quantity - (previous?.quantity ?? 0);
      if (moved > 0) return after === undefined ? [] : [charged(event, after, unitRow, moved)];
      return moved === 0 || before === undefined ? [] : [refunded(event, before, unitRow, -moved)];
    }
    case 'convert':
    case 'extendTerm':
      return [
        ...(before === undefined ? [] : [refunded(event, before, unitRow, before.terms.quantity)]),
        ...(after === undefined ? [] : [charged(event, after, unitRow, event.quantity)]),
      ];
    case 'changeBillingPlan':
      return after === undefined ? [] : [charged(event, monthsLeft(event, after), unitRow, event.quantity)];
  }
}

/** What is left of a charge cycle on the day of an event, for one seat. */
type Part = Days & Readonly<{ terms: BillingEvent; unit: Exact }>;

type Rounding = (unit: Exact, seatCount: number) => Decimal;

function charged(event: BillingEvent, part: Part, row: Rounding, seatCount: number): BilledLine {
  return lineOf(event, part, { seatCount, subtotal: row(part.unit, seatCount) });
}

function refunded(event: BillingEvent, part: Part, row: Rounding, seatCount: number): BilledLine {
  return lineOf(event, part, { seatCount, subtotal: row(part.unit, seatCount).negated() });
}

function lineOf(
  event: BillingEvent,
  { terms, unit, startsOn, endsBefore }: Part,
  amount: Readonly<{ seatCount: number; subtotal: Decimal }>,
): BilledLine {
  return {
    ...amount,
    chargedOn: startsOn,
    chargeType: event.chargeType ?? event.kind,
    terms,
    unitPrice: inTenDecimals(cyclePrice(terms)),
    effectiveUnitPrice: inTenDecimals(unit),
    startsOn,
    endsBefore,
  };
}

/** All that was charged since the term began, or the days that are left. */
function cancelled({ event, billed }: Change, before: Part): BilledLine {
  const ofTerm = linesOfTerm(billed);
  const { quantity } = before.terms;
  if (!isOnFirstDay(event, ofTerm)) return refunded(event, before, unitRow, quantity);
  const paid = Decimal.sum(0, ...ofTerm.map(({ subtotal }) => subtotal));
  return lineOf(event, before, { seatCount: quantity, subtotal: paid.negated() });
}

/** The lines since the last event that opened charge cycles. */
function linesOfTerm(lines: readonly BilledLine[]): readonly BilledLine[] {
  const opening = lines.findLastIndex(({ terms, chargeType }) => terms.opens && chargeType === terms.kind);
  return lines.slice(Math.max(0, opening));
}

function isOnFirstDay({ at }: BillingEvent, [opening]: readonly BilledLine[]): boolean {
  if (opening?.terms.opens !== true) return false;
  const until = Temporal.Instant.from(opening.terms.at).add(FULL_REFUND_WINDOW);
  return Temporal.Instant.compare(Temporal.Instant.from(at), until) < 0;
}

function partLeft(terms: BillingEvent, day: Temporal.PlainDate): Part | undefined {
  const cycle = cycleOn(termOf(terms), day);
  if (cycle === undefined) return undefined;
  const { endsBefore, wholeDays } = cycle;
  return { terms, startsOn: day, endsBefore, unit: share(cyclePrice(terms), daysFrom(day, endsBefore), wholeDays) };
}

/**
 * Another billing plan begins with a month of the term, and is charged for the months that are left of its own cycle.
 *
 * @source Partner Center, "Common billing scenarios", changing billing plans: 250.00 a year, eleven months left, 229.16
 */
function monthsLeft(terms: BillingEvent, part: Part): Part {
  const months = cyclesOf({ ...termOf(terms), billingCycle: 'monthly' }).map(({ startsOn }) => startsOn);
  const left = months.filter((day) => !isEarlier(day, part.startsOn) && isEarlier(day, part.endsBefore)).length;
  const cycle = cycleOn(termOf(terms), part.startsOn);
  const whole = months.filter(
    (day) => cycle !== undefined && !isEarlier(day, cycle.startsOn) && isEarlier(day, cycle.endsBefore),
  ).length;
  return whole === 0 ? part : { ...part, unit: share(cyclePrice(terms), left, whole) };
}

function termOf(event: BillingEvent): BilledTerm {
  const { termDuration, billingCycle } = event;
  return { ...daysOfTerm(event), termDuration, billingCycle };
}

function daysOfTerm(term: Readonly<{ termStartsOn: string; termEndsBefore: string }>): Days {
  return {
    startsOn: Temporal.PlainDate.from(term.termStartsOn),
    endsBefore: Temporal.PlainDate.from(term.termEndsBefore),
  };
}

/** Of one seat for a whole charge cycle. */
function cyclePrice({ unitPrice, termDuration, billingCycle }: BillingEvent): Exact {
  return share(exactly(new Decimal(unitPrice).toFixed()), 1, chargeCount(termDuration, billingCycle));
}
