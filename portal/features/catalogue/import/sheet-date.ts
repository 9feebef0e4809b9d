/** The instant for "no end": sheets have 30 November or 31 December 9999, with and without a time. */
export const OPEN_END = '9999-12-31T00:00:00Z';

/** The start of a price without one: the first day of .NET's SQL calendar, as real rows have it. */
export const OLDEST_START = '1753-01-01T00:00:00Z';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:Z|\+00:?00)?$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?(?: (AM|PM))?)?$/i;

/**
 * A date of a price sheet as ISO text in UTC: `2026-11-01T00:00:00.0000000Z` or `2/1/2019 12:00:00 AM` (month first).
 * Undefined for other forms, and for a day that is not in the calendar.
 *
 * @source Partner Center, "Get a price sheet"; its older examples have the second form
 */
export function readSheetDate(text: string): string | undefined {
  const known = seen.get(text);
  if (known !== undefined) return known;
  const read = readParts(text.trim());
  // A sheet repeats a handful of dates a hundred thousand times.
  if (read !== undefined && seen.size < 1000) seen.set(text, read);
  return read;
}

/**
 * A date with slashes that may have the day first or the month, as a spreadsheet of another country writes it:
 * `3/4/2026`. The American form says AM or PM.
 */
export function isAmbiguousDate(text: string): boolean {
  const [, first, second, , , , , half] = AMERICAN.exec(text.trim()) ?? [];
  if (first === undefined || half !== undefined) return false;
  return Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second);
}

/** The end of a price as an exclusive one: an end at 23:59:59 becomes midnight, and any day of 9999 is no end. */
export function readSheetEnd(text: string): string | undefined {
  const read = readSheetDate(text);
  if (read === undefined) return undefined;
  if (read.startsWith('9999-')) return OPEN_END;
  return read.endsWith('T23:59:59Z') ? Temporal.Instant.from(read).add({ seconds: 1 }).toString() : read;
}

const seen = new Map<string, string>();

function readParts(text: string): string | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second] = iso;
    return instantText({ year, month, day, hour, minute, second });
  }
  const american = AMERICAN.exec(text);
  if (american === null || isAmbiguousDate(text)) return undefined;
  const [, month, day, year, hour, minute, second, half] = american;
  return instantText({ year, month, day, hour: half === undefined ? hour : hourOf(hour, half), minute, second });
}

type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string | undefined>;

function instantText(parts: Parts): string | undefined {
  const read = (part: string | undefined) => Number(part ?? 0);
  const { year, month, day, hour, minute, second } = parts;
  try {
    const moment = Temporal.PlainDateTime.from(
      {
        year: read(year),
        month: read(month),
        day: read(day),
        hour: read(hour),
        minute: read(minute),
        second: read(second),
      },
      { overflow: 'reject' },
    );
    return `${moment.toString({ smallestUnit: 'second' })}Z`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** 12 AM is midnight, 12 PM noon. */
function hourOf(hour: string | undefined, half: string): string {
  return String((Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0));
}
