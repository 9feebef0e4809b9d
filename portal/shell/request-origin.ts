/**
 * The sender of a request: a page of the portal, a page of another site, or a program that does not say. Programs that
 * are no browsers send neither `Origin` nor `Sec-Fetch-Site`; browsers send the first with every write and the second,
 * over https, with every request. A host beside ours, of the same domain, is another site: it gets the same cookies.
 *
 * @param publicUrl  address under which people reach the portal
 */
export function senderOf(request: Request, publicUrl: string): 'portal' | 'otherSite' | 'program' {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const isOwnOrigin = origin === new URL(publicUrl).origin || origin === new URL(request.url).origin;
  // `none`: a person typed the address or chose a bookmark.
  const isOwnSite = site === 'same-origin' || site === 'none';
  if ((origin !== null && !isOwnOrigin) || (site !== null && !isOwnSite)) return 'otherSite';
  return origin === null && site === null ? 'program' : 'portal';
}

/**
 * True for a request that a page of another site makes a browser send, and that is not a plain read. It would act with
 * the cookies of the visitor, or sign the visitor in as somebody else (cross-site request forgery). A request with an
 * API key is none: no other site has the key, nor can it make a browser send the header.
 */
export function isForeignWrite(request: Request, publicUrl: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  if (/^Bearer\s/i.test(request.headers.get('authorization') ?? '')) return false;
  return senderOf(request, publicUrl) === 'otherSite';
}
