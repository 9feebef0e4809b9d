/**
 * True for a request that a page of another site makes a browser send, and that is not a plain read. It would act with
 * the cookies of the visitor, or sign the visitor in as somebody else (cross-site request forgery). Browsers send
 * `Origin` with every such request; other programs send none and are not affected, nor is a request with an API key,
 * which no other site has. Pages have the same protection from React Router.
 *
 * @param publicUrl  address under which people reach the portal
 */
export function isForeignWrite(request: Request, publicUrl: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  if (request.headers.has('authorization')) return false;
  const origin = request.headers.get('origin');
  if (origin === null) return false;
  return origin !== new URL(publicUrl).origin && origin !== new URL(request.url).origin;
}
