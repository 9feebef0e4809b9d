import { Form, useLocation } from 'react-router';
import { LOCALES, type Locale, useLocale, useT } from './i18n.ts';
import css from './language-switch.module.css';

const NAMES = { it: 'Italiano', en: 'English' } as const satisfies Record<Locale, string>;

/**
 * Both languages by their own names. Posts `locale` and `returnTo` (the present address) to `action`, which remembers
 * the choice and leads back.
 */
export function LanguageSwitch({ action }: { action: string }) {
  const t = useT();
  const current = useLocale();
  const { pathname, search } = useLocation();
  return (
    <Form method="post" action={action} reloadDocument>
      <fieldset className={css.switch}>
        <legend className="spoken-only">{t('ui.language')}</legend>
        <input type="hidden" name="returnTo" value={`${pathname}${search}`} />
        {LOCALES.map((locale) => (
          <button
            key={locale}
            type="submit"
            name="locale"
            value={locale}
            lang={locale}
            aria-pressed={locale === current}
            className={css.choice}
          >
            {NAMES[locale]}
          </button>
        ))}
      </fieldset>
    </Form>
  );
}
