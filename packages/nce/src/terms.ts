import { divide, type Money } from './money.ts';
import { daysBetween, isDateBefore } from './time.ts';

/** ISO 8601: `P1M`, `P1Y`, `P3Y`, `P5Y`. Open: any other value from Microsoft is kept unchanged. */
export type TermDuration = 'P1M' | 'P1Y' | 'P3Y' | 'P5Y' | UnknownText;

/** As Microsoft spells it in JSON. Open: any other value from Microsoft is kept unchanged. */
export type BillingCycle = 'monthly' | 'annual' | 'triennial' | 'one_time' | 'none' | UnknownText;

/** Half-open: `startsOn` is charged, `endsBefore` is not. Days of UTC, as Microsoft counts them. */
export type Term = Readonly<{ startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate }>;

/**
 * The part of a term that one charge covers. `fullDays` exceeds its own days only for the first cycle of a co-terminous
 * term, which is the short one.
 */
export type ChargeCycle = Term & Readonly<{ fullDays: number }>;

/**
 * The start of the next charge cycle when a month is too short for the start day.
 *
 * `anchorDay` keeps the start day, clamped to the end of the month: 31 Jan, 28 Feb, 31 Mar.
 * `daysToMonthEnd` keeps the distance to the end of the month: 30 Jan, 27 Feb, 30 Mar, 29 Apr. It applies to starts on
 * one of the last three days of a month.
 *
 * A monthly term is one cycle by either rule.
 *
 * @source Partner Center, "Common billing scenarios", special cases of month ends: the tables of terms and of a
 *   purchase on the last day follow `anchorDay`; the table of an annual term bought on the second-to-last day,
 *   `daysToMonthEnd`
 */
export type CycleRule = 'anchorDay' | 'daysToMonthEnd';

type UnknownText = string & Record<never, never>;

/** Months in a term; undefined for a duration that is not a number of months (`OneTime`, empty, unknown values). */
export function monthsInTerm(duration: TermDuration): number | undefined {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(duration);
  const months = Number(parts?.[1] ?? 0) * 12 + Number(parts?.[2] ?? 0);
  return months > 0 ? months : undefined;
}

/**
 * The term that starts on a day: `endsBefore = startsOn + months`, clamped to the month's end.
 *
 * @param anchorDay  1–31, the day on which the first term started; a short month must not shift it permanently.
 *   Guess: Microsoft documents no second renewal of a term bought on the 31st.
 * @throws RangeError for a duration that `monthsInTerm` does not know; check that first
 * @source Partner Center, "Common billing scenarios", special cases of month ends
 */
export function termStarting(startsOn: Temporal.PlainDate, duration: TermDuration, anchorDay = startsOn.day): Term {
  const months = monthsInTerm(duration);
  if (months === undefined) throw new RangeError(`term duration "${duration}" has no months`);
  return { startsOn, endsBefore: startsOn.add({ months }).with({ day: anchorDay }) };
}

/**
 * The term that follows without a gap; see `termStarting` for `anchorDay` and for errors.
 *
 * The default anchor day is that of the term or, when a custom end has cut the term short, the day of that end.
 */
export function nextTerm(term: Term, duration: TermDuration, anchorDay = anchorDayOf(term)): Term {
  return termStarting(term.endsBefore, duration, anchorDay);
}

/**
 * The charge cycles of a term in chronological order, without gap or overlap, from its first day to its last. They are
 * counted back from the term's end, so that a co-terminous end makes the first cycle short and leaves the others whole.
 * A monthly term is one cycle, also after a short month has moved its start: 28 February to 30 March.
 *
 * Guess: the short cycle is a share of the whole cycle that would begin on the same day (`fullDays`).
 *
 * @throws RangeError for a billing cycle that `monthsInCycle` does not know; check that first
 * @source Partner Center, "Common billing scenarios", special cases of month ends; "Align subscription end dates in new
 *   commerce"; "Billing basics"
 */
export function chargeCycles(term: Term, billingCycle: BillingCycle, rule: CycleRule = 'anchorDay'): ChargeCycle[] {
  const months = monthsInCycle(billingCycle);
  if (months === undefined) throw new RangeError(`billing cycle "${billingCycle}" is not known`);
  if (months === 'term') return [{ ...term, fullDays: daysBetween(term.startsOn, term.endsBefore) }];

  const boundaryBefore = boundariesOf(term, rule);
  const cycles: ChargeCycle[] = [];
  for (let endsBefore = term.endsBefore; isDateBefore(term.startsOn, endsBefore); ) {
    const startsOn = boundaryBefore(months * (cycles.length + 1));
    const isWhole = !isDateBefore(startsOn, term.startsOn);
    const cycle = { startsOn: isWhole ? startsOn : term.startsOn, endsBefore };
    const fullEnd = isWhole ? endsBefore : term.startsOn.add({ months });
    cycles.push({ ...cycle, fullDays: daysBetween(cycle.startsOn, fullEnd) });
    endsBefore = cycle.startsOn;
  }
  return cycles.reverse();
}

/** The charge cycles of a subscription's current term; see `chargeCycles`. */
export function cyclesOf({
  term,
  billingCycle,
  cycleRule,
}: Readonly<{ term: Term; billingCycle: BillingCycle; cycleRule?: CycleRule | undefined }>): ChargeCycle[] {
  return chargeCycles(term, billingCycle, cycleRule);
}

/** The charge cycle that a date falls in; undefined for a date outside the term. */
export function chargeCycleAt(
  term: Term,
  billingCycle: BillingCycle,
  date: Temporal.PlainDate,
  rule?: CycleRule,
): ChargeCycle | undefined {
  return chargeCycles(term, billingCycle, rule).find((cycle) => contains(cycle, date));
}

/**
 * The number of charge cycles in a term: 12 for `P1Y` billed monthly, 1 for `P1Y` billed annually.
 *
 * @returns undefined for unknown values and for cycles longer than the term
 */
export function cyclesPerTerm(duration: TermDuration, billingCycle: BillingCycle): number | undefined {
  const cycleMonths = monthsInCycle(billingCycle);
  if (cycleMonths === 'term') return 1;
  const termMonths = monthsInTerm(duration);
  if (termMonths === undefined || cycleMonths === undefined || termMonths % cycleMonths !== 0) return undefined;
  return termMonths / cycleMonths;
}

/**
 * Price of one seat for one charge cycle, not rounded: `whole-term price / cycles per term`.
 *
 * @param wholeTermPrice  as in Microsoft's price sheet, where rows billed monthly also state the price of the whole
 *   term
 * @returns undefined when `cyclesPerTerm` is undefined
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

/** Months in a charge cycle; `term` when the whole term is charged once, undefined for unknown values. */
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

/** The day on which the terms of a subscription begin where the month is long enough for it. */
function anchorDayOf({ startsOn, endsBefore }: Term): number {
  const day = Math.max(startsOn.day, endsBefore.day);
  const isClamped = (date: Temporal.PlainDate) => date.with({ day }).equals(date);
  return isClamped(startsOn) && isClamped(endsBefore) ? day : endsBefore.day;
}

/** The boundary of charge cycles that lies some months before the term's end. */
function boundariesOf({ startsOn, endsBefore }: Term, rule: CycleRule): (months: number) => Temporal.PlainDate {
  const day = anchorDayOf({ startsOn, endsBefore });
  const daysToMonthEnd = startsOn.daysInMonth - startsOn.day;
  if (rule === 'anchorDay' || daysToMonthEnd > LAST_DAYS_OF_MONTH || startsOn.day !== day) {
    return (months) => endsBefore.subtract({ months }).with({ day });
  }
  return (months) => {
    const inMonth = endsBefore.subtract({ months });
    return inMonth.with({ day: inMonth.daysInMonth - daysToMonthEnd });
  };
}

/** From the last day but two on, a month of 28 days can be too short for the start day. */
const LAST_DAYS_OF_MONTH = 2;
