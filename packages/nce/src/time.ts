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
  return startsOn.until(endsBefore, { largestUnit: 'days' }).days;
}

export function isDateBefore(left: Temporal.PlainDate, right: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(left, right) < 0;
}

export function isInstantBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0;
}
