import { formatDate, formatInstant, formatOnDate, formatOnInstant, formatUntilDate, lastDayOf } from '#ui/format.ts';
import type { Locale } from '#ui/i18n.ts';

type Facts = Readonly<Record<string, string | number | boolean | null>>;
type SentenceValues = Record<string, string | number | boolean | null>;

/** Facts that are instants, ISO. */
const INSTANTS = ['since', 'at'];
/** Facts that are calendar dates, ISO. */
const DATES = ['termEndsBefore', 'on', 'startsOn'];

/**
 * Formats the facts of an operation for a sentence: each date and instant (`since`), the same with its preposition
 * (`sinceOn`), and for the end of a term its last day too (`lastDay`, `lastDayOn`, `until`).
 */
export function sentenceFacts(
  facts: Facts,
  { locale, timeZone }: { locale: Locale; timeZone: string },
): SentenceValues {
  const values: SentenceValues = { ...facts };
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value !== 'string') continue;
    if (INSTANTS.includes(name)) {
      values[name] = formatInstant(value, timeZone, locale);
      values[`${name}On`] = formatOnInstant(value, timeZone, locale);
    }
    if (DATES.includes(name)) {
      values[name] = formatDate(value, locale, 'long');
      values[`${name}On`] = formatOnDate(value, locale);
    }
  }
  const endsBefore = facts.termEndsBefore ?? facts.endsBefore;
  if (typeof endsBefore === 'string') {
    const lastDay = lastDayOf({ startsOn: endsBefore, endsBefore });
    values.lastDay = formatDate(lastDay, locale, 'long');
    values.lastDayOn = formatOnDate(lastDay, locale);
    values.until = formatUntilDate(lastDay, locale);
  }
  return values;
}
