import { Locale } from '#platform/wire.ts';

/** The cookie that keeps the language of a browser that is not signed in. */
export const LOCALE_COOKIE = 'portal.locale';

/** The language chosen in this browser, else the first of its languages that the portal has, else Italian. */
export function localeOfBrowser(request: Request): Locale {
  const cookie = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE.replace('.', '\\.')}=(\\w+)`).exec(
    request.headers.get('cookie') ?? '',
  )?.[1];
  const chosen = Locale.safeParse(cookie);
  if (chosen.success) return chosen.data;
  for (const wanted of (request.headers.get('accept-language') ?? '').split(',')) {
    const known = Locale.safeParse(wanted.trim().slice(0, 2).toLowerCase());
    if (known.success) return known.data;
  }
  return 'it';
}
