/** The day of an instant in UTC, the calendar in which Microsoft counts. */
export function dayOf(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO('UTC').toPlainDate();
}

/** 00:00 UTC of a day. */
export function midnightOf(day: Temporal.PlainDate): Temporal.Instant {
  return Temporal.Instant.from(`${day.toString()}T00:00Z`);
}

/** Days from the first (counted) to the second (not counted). */
export function daysFrom(first: Temporal.PlainDate, before: Temporal.PlainDate): number {
  return first.until(before).days;
}

export function isEarlier(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

export function earlierOf(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return isEarlier(a, b) ? a : b;
}

/** Months of a duration such as `P1M`, `P3Y` or `P1Y6M`; undefined for anything else. */
export function monthsOf(termDuration: string): number | undefined {
  const [, years, months] = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?$/.exec(termDuration) ?? [];
  const count = Number(years ?? 0) * 12 + Number(months ?? 0);
  return count === 0 ? undefined : count;
}

/** From the first day to the day after the last. */
export type Days = Readonly<{ startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate }>;

/**
 * The days of a whole term. A month that is too short for the day ends on its last one.
 *
 * Worked: 31 January 2021 and a month → 27 February is the last day; 30 January → 27 February; 31 May → 29 June.
 *
 * @param anchorDay  1–31: the day of the month on which the first term began. Guess: a short month does not move the
 *                   terms after it
 * @source Partner Center, "Common billing scenarios", the tables of terms that begin at the end of a month
 */
export function wholeTerm(startsOn: Temporal.PlainDate, termDuration: string, anchorDay = startsOn.day): Days {
  const months = monthsOf(termDuration);
  if (months === undefined) throw new Error(`${termDuration} is no duration of a term`);
  const month = startsOn.toPlainYearMonth().add({ months });
  return { startsOn, endsBefore: month.toPlainDate({ day: Math.min(anchorDay, month.daysInMonth) }) };
}
