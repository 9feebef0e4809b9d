import { paths } from '#ui/paths.ts';

/**
 * The address to which a request without a session is redirected: the sign-in page, with the page that was requested,
 * to return to, and the reason.
 *
 * @param sessionEnded  the browser came with the cookie of a session that has ended
 */
export function signInAddress(url: URL, sessionEnded: boolean): string {
  const next = pageOf(url);
  const parameters = new URLSearchParams();
  if (next !== '/') parameters.set('next', next);
  if (sessionEnded) parameters.set('reason', 'sessionEnded');
  else if (next !== '/') parameters.set('reason', 'needed');
  return parameters.size === 0 ? paths.signIn() : `${paths.signIn()}?${parameters}`;
}

/** The address to which a person is led who must set up a second factor first. */
export function setUpAddress(url: URL): string {
  return withNext(paths.setUpSecondFactor(), pageOf(url));
}

/** The address of the second step of a sign-in. */
export function secondStepAddress(next: string): string {
  return withNext(paths.secondStep(), next);
}

function withNext(path: string, next: string): string {
  return next === '/' ? path : `${path}?${new URLSearchParams({ next })}`;
}

/** The page of a request: React Router requests a page's data at an address of its own. */
function pageOf(url: URL): string {
  const wanted = new URL(url);
  wanted.pathname = wanted.pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/');
  wanted.searchParams.delete('_routes');
  return `${wanted.pathname}${wanted.search}`;
}
