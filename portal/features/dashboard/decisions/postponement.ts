/** Days after which a decision without an end of its own is shown again at the latest. */
const POSTPONED_DAYS_MAX = 90;

/**
 * The last day until which a decision can be postponed: its own last day, on which it is shown once more.
 *
 * @param on  the last day to decide; null where none passes
 * @returns null on that last day: what ends today is not postponed
 */
export function latestPostponement(
  on: Temporal.PlainDate | null,
  today: Temporal.PlainDate,
): Temporal.PlainDate | null {
  const latest = today.add({ days: POSTPONED_DAYS_MAX });
  // An invoice that is overdue stays so; it can wait like what has no end.
  if (on === null || Temporal.PlainDate.compare(on, today) < 0) return latest;
  if (Temporal.PlainDate.compare(on, today) === 0) return null;
  return Temporal.PlainDate.compare(on, latest) < 0 ? on : latest;
}
