import { createInstance, type i18n } from 'i18next';
import ICU from 'i18next-icu';
import { useTranslation } from 'react-i18next';

/** The languages of the product. The first is the one it is written in. */
export const LOCALES = ['it', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The tag that formatting follows: Italian as in Italy, English as in Great Britain. */
export const LOCALE_TAGS = { it: 'it-IT', en: 'en-GB' } as const satisfies Record<Locale, string>;

/** One language's sentences by flat key ("orders.track.title"), in ICU MessageFormat. */
export type Messages = Readonly<Record<string, string>>;

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * Makes the translator of one language, ready at once. Pages get it through react-i18next's `I18nextProvider`; mails and
 * the server call `translator.t` directly. One instance per language and process is enough: it holds no request.
 *
 * @throws when a message is not valid ICU or a value that it needs is missing
 */
export function createTranslator(locale: Locale, messages: Messages): i18n {
  const translator = createInstance();
  const icu = new ICU({
    parseErrorHandler(error, key) {
      throw new Error(`reading message "${key}" (${locale})`, { cause: error });
    },
  });
  void translator.use(icu).init({
    lng: locale,
    fallbackLng: false,
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    returnNull: false,
    resources: { [locale]: { translation: { ...messages } } },
    react: { useSuspense: false },
  });
  return translator;
}

/** The typed `t` of the page's language. A key that no module declares is a type error. */
export function useT() {
  return useTranslation().t;
}

/** The language of the page that is being shown. */
export function useLocale(): Locale {
  const { language } = useTranslation().i18n;
  if (!isLocale(language)) throw new Error(`the page's language is ${language}, which the portal does not speak`);
  return language;
}
