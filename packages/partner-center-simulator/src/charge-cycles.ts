import { type Days, daysFrom, isEarlier, monthsOf } from './calendar.ts';

/** A term as it is billed. */
export type BilledTerm = Days & Readonly<{ termDuration: string; billingCycle: string }>;

/** The days that one charge covers. `wholeDays` is more than its own days where a co-terminous end makes it short. */
export type ChargeCycle = Days & Readonly<{ wholeDays: number }>;

const PLAN_MONTHS: Readonly<Record<string, number>> = { monthly: 1, annual: 12, triennial: 36 };

/**
 * How many charges a whole term has, which is how many times the price of the term is divided: 12 for a year billed
 * monthly. A plan that is longer than the term, or unknown (`none`, `one_time`), is charged once.
 *
 * @source Partner Center, "Get a price sheet": a price is that of the whole term, whatever its billing plan
 */
export function chargeCount(termDuration: string, billingCycle: string): number {
  const months = monthsOf(termDuration);
  const perCharge = PLAN_MONTHS[billingCycle];
  return months === undefined || perCharge === undefined || perCharge > months ? 1 : Math.floor(months / perCharge);
}

/**
 * The charge cycles of a term, oldest first.
 *
 * A term of one charge is one cycle, also where a short month made it longer or shorter: 28 February to 30 March.
 * A whole term is cut on the day of the month on which it began, or on the last of a shorter month: 31 January,
 * 28 February, 31 March. A term with a co-terminous end is cut from its end, so that the first cycle is the short one.
 *
 * Guess: the short cycle is a share of the whole cycle that would begin on its day. Guess: terms that begin on the last
 * day but one keep their day too; the one documented table of such a term (30 January 2021, billed monthly) keeps the
 * distance to the end of the month instead, and contradicts itself in its last row.
 *
 * @source Partner Center, "Common billing scenarios", tables of monthly and of annual terms that begin at the end of a
 *         month; "Align subscription end dates in new commerce"; "Billing basics"
 */
export function cyclesOf(term: BilledTerm): ChargeCycle[] {
  const { startsOn, endsBefore, termDuration, billingCycle } = term;
  const months = PLAN_MONTHS[billingCycle];
  const wholeEnd = startsOn.add({ months: monthsOf(termDuration) ?? 0 });
  const isShort = isEarlier(endsBefore, wholeEnd);
  if (months === undefined || chargeCount(termDuration, billingCycle) === 1) {
    return [{ startsOn, endsBefore, wholeDays: daysFrom(startsOn, isShort ? wholeEnd : endsBefore) }];
  }
  const starts = isShort ? startsFromEnd(term, months) : startsFromStart(term, months);
  return starts.map((first, index) => {
    const before = starts[index + 1] ?? endsBefore;
    const isCut = isShort && index === 0;
    const whole = isCut ? first.add({ months }) : before;
    return {
      startsOn: first,
      endsBefore: before,
      wholeDays: Math.max(daysFrom(first, whole), daysFrom(first, before)),
    };
  });
}

/** The cycle that a day falls in; undefined for a day outside the term. */
export function cycleOn(term: BilledTerm, day: Temporal.PlainDate): ChargeCycle | undefined {
  return cyclesOf(term).find(({ startsOn, endsBefore }) => !isEarlier(day, startsOn) && isEarlier(day, endsBefore));
}

function startsFromStart({ startsOn, termDuration }: BilledTerm, months: number): Temporal.PlainDate[] {
  const count = (monthsOf(termDuration) ?? 0) / months;
  return Array.from({ length: count }, (_, index) => startsOn.add({ months: months * index }));
}

function startsFromEnd({ startsOn, endsBefore }: BilledTerm, months: number): Temporal.PlainDate[] {
  const starts: Temporal.PlainDate[] = [];
  for (let back = 1; ; back += 1) {
    const day = endsBefore.subtract({ months: months * back });
    if (!isEarlier(startsOn, day)) return [startsOn, ...starts];
    starts.unshift(day);
  }
}
