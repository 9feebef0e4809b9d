import { divide, type Money } from './money.ts';
import { daysBetween, isDateBefore } from './time.ts';

/** ISO 8601: `P1M`, `P1Y`, `P3Y`, `P5Y`. Open: whatever else Microsoft sends is kept as it came. */
export type TermDuration = 'P1M' | 'P1Y' | 'P3Y' | 'P5Y' | UnknownText;

/** As Microsoft spells it in JSON. Open: whatever else Microsoft sends is kept as it came. */
export type BillingCycle = 'monthly' | 'annual' | 'triennial' | 'one_time' | 'none' | UnknownText;

/** Half-open: `startsOn` is charged, `endsBefore` is not. Days of UTC, as Microsoft counts them. */
export type Term = Readonly<{ startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate }>;

/** A piece of a term that is charged at once. `fullDays` is more than its own days only where a term end cuts it short. */
export type ChargeCycle = Term & Readonly<{ fullDays: number }>;

/**
 * Where the next charge cycle of a term begins when a month has no such day.
 *
 * `anchorDay` keeps the day of the start, clamped to the month's end: 31 Jan, 28 Feb, 31 Mar.
 * `daysToMonthEnd` keeps the distance to the month's end: 30 Jan, 27 Feb, 30 Mar, 29 Apr.
 *
 * @source Partner Center, "Common billing scenarios", special cases of month ends: the tables of terms and of the
 * purchase on the last day follow `anchorDay`; that of an annual term bought on the last day but one `daysToMonthEnd`
 */
export type CycleRule = 'anchorDay' | 'daysToMonthEnd';

type UnknownText = string & Record<never, never>;

/** Months in a term, or undefined for a duration that is not a whole number of months (`OneTime`, empty, new ones). */
export function monthsInTerm(duration: TermDuration): number | undefined {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(duration);
  const months = Number(parts?.[1] ?? 0) * 12 + Number(parts?.[2] ?? 0);
  return months > 0 ? months : undefined;
}

/**
 * The term that starts on a day: `endsBefore = startsOn + months`, clamped to the month's end.
 *
 * @param anchorDay  1–31, the day that the first term started on, which a short month must not shift for ever.
 *   Guess: Microsoft shows no second renewal of a term bought on the 31st.
 * @throws RangeError for a duration that `monthsInTerm` does not know; ask it first
 * @source Partner Center, "Common billing scenarios", special cases of month ends
 */
export function termStarting(startsOn: Temporal.PlainDate, duration: TermDuration, anchorDay = startsOn.day): Term {
  const months = monthsInTerm(duration);
  if (months === undefined) throw new RangeError(`term duration "${duration}" has no months`);
  return { startsOn, endsBefore: startsOn.add({ months }).with({ day: anchorDay }) };
}

/**
 * The term that follows without a gap. See `termStarting` for `anchorDay` and for what it throws.
 *
 * Without an anchor day it is that of the term, or, where a custom end has cut it short, the day of that end.
 */
export function nextTerm(term: Term, duration: TermDuration, anchorDay = anchorDayOf(term)): Term {
  return termStarting(term.endsBefore, duration, anchorDay);
}

/**
 * The pieces of a term that are charged one by one, in order, without gap or overlap, from its first day to its last.
 * The last may be cut short by a custom term end; its `fullDays` are then those of the uncut cycle.
 *
 * @throws RangeError for a billing cycle that `monthsInCycle` does not know; ask it first
 */
export function chargeCycles(term: Term, billingCycle: BillingCycle, rule: CycleRule = 'anchorDay'): ChargeCycle[] {
  const months = monthsInCycle(billingCycle);
  if (months === undefined) throw new RangeError(`billing cycle "${billingCycle}" is not known`);
  if (months === 'term') return [{ ...term, fullDays: daysBetween(term.startsOn, term.endsBefore) }];

  const cycles: ChargeCycle[] = [];
  for (let startsOn = term.startsOn; isDateBefore(startsOn, term.endsBefore); ) {
    const fullEnd = cycleBoundary(term.startsOn, months * (cycles.length + 1), rule);
    const endsBefore = isDateBefore(fullEnd, term.endsBefore) ? fullEnd : term.endsBefore;
    cycles.push({ startsOn, endsBefore, fullDays: daysBetween(startsOn, fullEnd) });
    startsOn = endsBefore;
  }
  return cycles;
}

/** The charge cycle that a day falls in; undefined before the term's first day and from `endsBefore` on. */
export function chargeCycleAt(
  term: Term,
  billingCycle: BillingCycle,
  date: Temporal.PlainDate,
): ChargeCycle | undefined {
  return chargeCycles(term, billingCycle).find((cycle) => contains(cycle, date));
}

/** 12 for `P1Y` billed monthly, 1 for `P1Y` billed annually; undefined for unknown values and cycles longer than the term. */
export function cyclesPerTerm(duration: TermDuration, billingCycle: BillingCycle): number | undefined {
  const inCycle = monthsInCycle(billingCycle);
  if (inCycle === 'term') return 1;
  const inTerm = monthsInTerm(duration);
  if (inTerm === undefined || inCycle === undefined || inTerm % inCycle !== 0) return undefined;
  return inTerm / inCycle;
}

/**
 * Price of one seat for one charge cycle, not rounded: `whole-term price / cycles per term`.
 *
 * @param wholeTermPrice  as in Microsoft's price sheet, where also the rows billed monthly carry the whole term's amount
 * @returns undefined where `cyclesPerTerm` is
 * @source Partner Center, "Get a price sheet"
 */
export function unitPricePerCycle(
  wholeTermPrice: Money,
  duration: TermDuration,
  billingCycle: BillingCycle,
): Money | undefined {
  const cycles = cyclesPerTerm(duration, billingCycle);
  return cycles === undefined ? undefined : divide(wholeTermPrice, cycles);
}

/** Months in a charge cycle, `term` for what is charged once for the whole term, undefined for unknown values. */
export function monthsInCycle(billingCycle: BillingCycle): number | 'term' | undefined {
  switch (billingCycle) {
    case 'monthly':
      return 1;
    case 'annual':
      return 12;
    case 'triennial':
      return 36;
    case 'one_time':
    case 'none':
      return 'term';
    default:
      return undefined;
  }
}

export function contains(term: Term, date: Temporal.PlainDate): boolean {
  return !isDateBefore(date, term.startsOn) && isDateBefore(date, term.endsBefore);
}

function anchorDayOf({ startsOn, endsBefore }: Term): number {
  return endsBefore.with({ day: startsOn.day }).equals(endsBefore) ? startsOn.day : endsBefore.day;
}

function cycleBoundary(startsOn: Temporal.PlainDate, months: number, rule: CycleRule): Temporal.PlainDate {
  const boundary = startsOn.add({ months });
  if (rule === 'anchorDay') return boundary;
  const daysToMonthEnd = startsOn.daysInMonth - startsOn.day;
  return boundary.with({ day: Math.max(1, boundary.daysInMonth - daysToMonthEnd) });
}
