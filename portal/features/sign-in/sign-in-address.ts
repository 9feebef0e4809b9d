import { paths } from '#ui/paths.ts';

/**
 * Where a request without a session is sent: the sign-in page, which returns to what was wanted and says why it appears.
 *
 * @param sessionEnded  the browser came with the cookie of a session that has ended
 */
export function signInAddress(url: URL, sessionEnded: boolean): string {
  const wanted = new URL(url);
  // React Router asks for a page's data by a name of its own.
  wanted.pathname = wanted.pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/');
  wanted.searchParams.delete('_routes');
  const next = `${wanted.pathname}${wanted.search}`;
  const parameters = new URLSearchParams();
  if (next !== '/') parameters.set('next', next);
  if (sessionEnded) parameters.set('reason', 'sessionEnded');
  else if (next !== '/') parameters.set('reason', 'needed');
  return parameters.size === 0 ? paths.signIn() : `${paths.signIn()}?${parameters}`;
}
