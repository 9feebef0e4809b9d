import { paths } from '#ui/paths.ts';

/**
 * The address to which a request without a session is redirected: the sign-in page, with the page that was requested,
 * to return to, and the reason.
 *
 * @param sessionEnded  the browser came with the cookie of a session that has ended
 */
export function signInAddress(url: URL, sessionEnded: boolean): string {
  const wanted = new URL(url);
  // React Router requests a page's data at an address of its own.
  wanted.pathname = wanted.pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/');
  wanted.searchParams.delete('_routes');
  const next = `${wanted.pathname}${wanted.search}`;
  const parameters = new URLSearchParams();
  if (next !== '/') parameters.set('next', next);
  if (sessionEnded) parameters.set('reason', 'sessionEnded');
  else if (next !== '/') parameters.set('reason', 'needed');
  return parameters.size === 0 ? paths.signIn() : `${paths.signIn()}?${parameters}`;
}
