/** Stands for the portal's own origin while an address is parsed; nothing is ever sent there. */
const OWN_ORIGIN = 'https://portal.invalid';

/**
 * The path of this portal to return to, after sign-in or a change of language, from an address that a request names.
 * Browsers drop tabs and line breaks inside an address and read a backslash as a slash, so that `/<tab>/host` leaves
 * the portal; the address is therefore parsed as a browser would, and only its path, query and fragment are kept.
 *
 * @returns a path that begins with exactly one slash; the dashboard for everything that is no path of the portal
 */
export function safeReturnPath(next: string | null): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse
  if (next === null || !next.startsWith('/') || /[\\\x00-\x20\x7f]/.test(next)) return '/';
  const url = URL.parse(next, OWN_ORIGIN);
  if (url === null || url.origin !== OWN_ORIGIN || url.username !== '' || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
