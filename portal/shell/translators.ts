import type { i18n } from 'i18next';
import { createTranslator, type Locale } from '../ui/i18n.ts';
import { loadMessages } from './messages.ts';

const translators = new Map<Locale, Promise<i18n>>();

/** The translator of a language: one for pages, mails and jobs of this process. A browser loads its own language only. */
export function translatorOf(locale: Locale): Promise<i18n> {
  const known = translators.get(locale);
  if (known !== undefined) return known;
  const made = loadMessages(locale).then((messages) => createTranslator(locale, messages));
  translators.set(locale, made);
  return made;
}
