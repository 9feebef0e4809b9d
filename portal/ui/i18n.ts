import { createContext, useContext } from 'react';
import { compileMessage, type MessageValues } from './message-format.ts';

/** The languages of the product. The first is the one it is written in. */
export const LOCALES = ['it', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The tag that formatting follows: Italian as in Italy, English as in Great Britain. */
export const LOCALE_TAGS = { it: 'it-IT', en: 'en-GB' } as const satisfies Record<Locale, string>;

/** Every key of the portal's messages. The shell, which composes them, declares the keys here. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging in the shell
export interface MessageTexts {}
export type MessageKey = Extract<keyof MessageTexts, string>;

/** Texts of one language by flat key ("orders.track.title"), in ICU MessageFormat. */
export type Messages = Readonly<Record<string, string>>;

/**
 * The text of a key. Of a list the first key that has a text: a code that comes from elsewhere, then the key that is
 * shown for every other code.
 *
 * @throws when a value that the text needs is missing
 */
export type Translate = (key: MessageKey | readonly [string, MessageKey], values?: MessageValues) => string;

export type Translator = Readonly<{
  locale: Locale;
  t: Translate;
  /** Adds texts, such as those of a page that is opened later. */
  add(messages: Messages): void;
}>;

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * Makes the translator of one language. Pages get it through `TranslatorContext`; mails and the server call `t`
 * directly. It holds no request: one for each language and process is enough. A key without text is a bug that is
 * logged; the page shows the key.
 */
export function createTranslator(locale: Locale, messages: Messages): Translator {
  const texts = new Map(Object.entries(messages));
  const compiled = new Map<string, ReturnType<typeof compileMessage>>();
  return {
    locale,
    t(key, values) {
      const name = typeof key === 'string' ? key : (key.find((one) => texts.has(one)) ?? key[1]);
      const text = texts.get(name);
      if (text === undefined) {
        console.error(`no text for the message "${name}" (${locale})`);
        return name;
      }
      try {
        const message = compiled.get(name) ?? compileMessage(text, LOCALE_TAGS[locale]);
        compiled.set(name, message);
        return message(values);
      } catch (cause) {
        throw new Error(`reading message "${name}" (${locale})`, { cause });
      }
    },
    add(more) {
      for (const [key, text] of Object.entries(more)) texts.set(key, text);
    },
  };
}

/** The translator of the page's language. */
export const TranslatorContext = createContext<Translator | undefined>(undefined);

function useTranslator(): Translator {
  const translator = useContext(TranslatorContext);
  if (translator === undefined) throw new Error('texts need a TranslatorContext above them');
  return translator;
}

/** The typed `t` of the page's language. A key that no module declares is a type error. */
export function useT(): Translate {
  return useTranslator().t;
}

/** The language of the page that is being shown. */
export function useLocale(): Locale {
  return useTranslator().locale;
}
