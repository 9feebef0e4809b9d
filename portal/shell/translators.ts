import { createTranslator, type Locale, type Translator } from '../ui/i18n.ts';
import { loadMessages } from './messages.ts';

const translators = new Map<Locale, Promise<Translator>>();

/** The translator of all texts of a language: one for mails, jobs, refusals and the command line of this process. */
export function translatorOf(locale: Locale): Promise<Translator> {
  const known = translators.get(locale);
  if (known !== undefined) return known;
  const made = loadMessages(locale).then((messages) => createTranslator(locale, messages));
  translators.set(locale, made);
  return made;
}
