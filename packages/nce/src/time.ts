/** The date of an instant in UTC, the calendar that Microsoft counts in. */
export function utcDate(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO('UTC').toPlainDate();
}

/** 00:00 UTC of a date: the instant at which a term with this `endsBefore` is over. */
export function startOfUtcDay(date: Temporal.PlainDate): Temporal.Instant {
  return date.toZonedDateTime('UTC').toInstant();
}

/** Days from the first date (counted) to the second (not counted); negative when the second is earlier. */
export function daysBetween(startsOn: Temporal.PlainDate, endsBefore: Temporal.PlainDate): number {
  return epochDayOf(endsBefore) - epochDayOf(startsOn);
}

/** By number, because `until` takes most of the time of a quote. */
function epochDayOf({ year, month, day }: Temporal.PlainDate): number {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

const MS_PER_DAY = 86_400_000;

export function isDateBefore(left: Temporal.PlainDate, right: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(left, right) < 0;
}

export function isInstantBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0;
}
