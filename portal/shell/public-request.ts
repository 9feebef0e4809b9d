type Front = Readonly<{
  /** Address under which people reach the portal. */
  publicUrl: string;
  /** True when a proxy in front sets `X-Forwarded-Proto` and `X-Forwarded-Host`. Others could forge them. */
  trustedProxy: boolean;
}>;

/**
 * The request at the address under which the browser sent it. Behind a proxy that ends TLS this process is reached by
 * plain HTTP, often under another host; pages compare `Origin` with the address of the request, and would refuse every
 * form.
 *
 * The scheme and host are those that a trusted proxy names, else those of the connection; a request to the public host
 * came by the public address, whatever the scheme of the last hop; and so did a request with the public `Origin`, which
 * no other site can send from a browser.
 */
export function publicRequest(request: Request, front: Front): Request {
  const url = new URL(request.url);
  const origin = publicOrigin(request, url, front);
  if (origin === url.origin) return request;
  const { method, headers, body, signal } = request;
  const init: RequestInit & { duplex: 'half' } = { method, headers, body, signal, duplex: 'half' };
  return new Request(new URL(`${url.pathname}${url.search}`, origin), init);
}

function publicOrigin({ headers }: Request, { protocol, host }: URL, { publicUrl, trustedProxy }: Front): string {
  const publicAddress = new URL(publicUrl);
  if (headers.get('origin') === publicAddress.origin) return publicAddress.origin;
  const scheme = (trustedProxy ? lastOf(headers.get('x-forwarded-proto')) : undefined) ?? protocol.slice(0, -1);
  const name = (trustedProxy ? lastOf(headers.get('x-forwarded-host')) : undefined) ?? host;
  const address = /^https?$/i.test(scheme) && /^[\w.:[\]-]+$/.test(name) ? URL.parse(`${scheme}://${name}`) : null;
  if (address === null) return `${protocol}//${host}`;
  return address.hostname === publicAddress.hostname && address.port === publicAddress.port
    ? publicAddress.origin
    : address.origin;
}

/** The last hop is the trusted one; those before it are as the browser sent them. */
function lastOf(header: string | null): string | undefined {
  const last = header?.split(',').at(-1)?.trim();
  return last === '' ? undefined : last;
}
