import { formatDate, formatInstant, formatOnDate, formatOnInstant, formatUntilDate, lastDayOf } from '#ui/format.ts';
import type { Locale } from '#ui/i18n.ts';

type Facts = Readonly<Record<string, string | number | boolean | null>>;
type Words = Record<string, string | number | boolean | null>;

/** Facts that are moments, ISO. */
const INSTANTS = ['since', 'at'];
/** Facts that are calendar dates, ISO. */
const DATES = ['termEndsBefore', 'on', 'startsOn'];

/**
 * Facts of an operation as a sentence needs them: each date and moment as it is read (`since`), with its preposition
 * (`sinceOn`), and for the end of a term its last day too (`lastDay`, `lastDayOn`, `until`).
 */
export function sentenceFacts(facts: Facts, { locale, timeZone }: { locale: Locale; timeZone: string }): Words {
  const words: Words = { ...facts };
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value !== 'string') continue;
    if (INSTANTS.includes(name)) {
      words[name] = formatInstant(value, timeZone, locale);
      words[`${name}On`] = formatOnInstant(value, timeZone, locale);
    }
    if (DATES.includes(name)) {
      words[name] = formatDate(value, locale, 'long');
      words[`${name}On`] = formatOnDate(value, locale);
    }
  }
  const endsBefore = facts.termEndsBefore ?? facts.endsBefore;
  if (typeof endsBefore === 'string') {
    const lastDay = lastDayOf({ startsOn: endsBefore, endsBefore });
    words.lastDay = formatDate(lastDay, locale, 'long');
    words.lastDayOn = formatOnDate(lastDay, locale);
    words.until = formatUntilDate(lastDay, locale);
  }
  return words;
}
