/** A subscription term as half-open dates, with the day of the month that its boundaries keep to where a month has it. */
export type TermDates = Readonly<{ startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate; anchorDay: number }>;

/**
 * The term that starts on a day.
 *
 * @param duration  `P1M`, `P1Y`, `P3Y` or another ISO duration of whole months or years
 * @param anchorDay  the day of the month of the first purchase: 31 makes terms end before 28 Feb, 31 Mar, 30 Apr …
 * @source Partner Center, "Common billing scenarios": the end is the start plus the months, clamped to the month, minus a day
 */
export function termStarting(startsOn: Temporal.PlainDate, duration: string, anchorDay = startsOn.day): TermDates {
  return { startsOn, endsBefore: monthsLater(startsOn, monthsOf(duration), anchorDay), anchorDay };
}

/** The first day after the charge cycle that `day` falls in. Cycles are counted from the term's start; the last one ends with it. */
export function chargeCycleEndsBefore(
  term: TermDates,
  billingCycle: string,
  day: Temporal.PlainDate,
): Temporal.PlainDate {
  const monthsPerCycle = billingCycle === 'monthly' ? 1 : billingCycle === 'annual' ? 12 : undefined;
  if (monthsPerCycle === undefined) return term.endsBefore;
  for (let months = monthsPerCycle; ; months += monthsPerCycle) {
    const boundary = monthsLater(term.startsOn, months, term.anchorDay);
    if (isBefore(term.endsBefore, boundary)) return term.endsBefore;
    if (isBefore(day, boundary)) return boundary;
  }
}

/** Charge cycles in a whole term: 12 for `P1Y` billed monthly, 1 when billed upfront. */
export function cyclesPerTerm(duration: string, billingCycle: string): number {
  if (billingCycle === 'monthly') return monthsOf(duration);
  if (billingCycle === 'annual') return Math.max(1, monthsOf(duration) / 12);
  return 1;
}

export function monthsOf(duration: string): number {
  const { years, months } = Temporal.Duration.from(duration);
  return years * 12 + months;
}

/** Days of a half-open range. */
export function daysBetween(startsOn: Temporal.PlainDate, endsBefore: Temporal.PlainDate): number {
  return startsOn.until(endsBefore, { largestUnit: 'days' }).days;
}

export function startOfDay(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime('UTC').toInstant();
}

export function utcDayOf(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO('UTC').toPlainDate();
}

export function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

function monthsLater(day: Temporal.PlainDate, months: number, anchorDay: number): Temporal.PlainDate {
  const month = day.toPlainYearMonth().add({ months });
  return month.toPlainDate({ day: Math.min(anchorDay, month.daysInMonth) });
}
