import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { requireTemporal } from './require-temporal.ts';

/**
 * The event that Partner Center posts. It names the changed resource, not the change: read the resource again. Names
 * have capitals.
 */
export const WebhookEvent = z.looseObject({
  EventName: z.string(),
  ResourceUri: z.string(),
  ResourceName: z.string(),
  AuditUri: z.string().nullish(),
  ResourceChangeUtcDate: z.string(),
});
export type WebhookEvent = Readonly<z.output<typeof WebhookEvent>>;

export type WebhookRefusal =
  /** No signature, no address of a certificate, or an algorithm other than rsa-sha256. */
  | 'unsigned'
  /** The address of the certificate, or of an issuer, is not one that the caller allows. */
  | 'foreignCertificate'
  | 'certificateNotFetched'
  /** Not yet valid, or no longer. */
  | 'certificateExpired'
  /** No chain of issuers leads to a trusted root. */
  | 'untrusted'
  /** Trusted, but not Microsoft's. */
  | 'anotherOrganisation'
  | 'wrongSignature'
  | 'notAnEvent';

/** The request does not come from Partner Center, or this cannot be verified. Answer it with 401 and do nothing. */
export class WebhookSignatureError extends Error {
  readonly reason: WebhookRefusal;

  constructor(reason: WebhookRefusal, cause?: unknown) {
    super(`webhook refused: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'WebhookSignatureError';
    this.reason = reason;
  }
}

export type WebhookVerifierOptions = Readonly<{
  /** Certificates in DER or PEM that a chain must end at: Microsoft's public roots. */
  trustedRoots: readonly (Uint8Array | string)[];
  /**
   * Whether a certificate may be fetched from an address. Default: `CERTIFICATE_HOST` over https, and hosts below
   * microsoft.com.
   */
  isAllowed?: (address: URL) => boolean;
  fetch?: typeof globalThis.fetch;
  /** The machine's time, for the validity of certificates. */
  now?: () => Temporal.Instant;
}>;

/** @source Partner Center, "Partner Center webhooks", the sample of a received event */
export const CERTIFICATE_HOST = '3psostorageacct.blob.core.windows.net';

const ORGANISATION = 'O=Microsoft Corporation';
const CHAIN_LENGTH_MAX = 5;
const CERTIFICATE_BYTES_MAX = 64 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * Checks that a received event was signed by Microsoft: RSA with SHA-256 over the bytes of the body, by a certificate
 * of Microsoft Corporation whose chain ends at a trusted root. Keep the function: it remembers the certificates it has
 * seen.
 *
 * @returns a function of the raw body and the request's headers that returns the event
 * @throws WebhookSignatureError (from the returned function)
 * @source Partner Center, "Partner Center webhooks", how to authenticate the callback
 */
export function createWebhookVerifier(options: WebhookVerifierOptions) {
  requireTemporal();
  const roots = options.trustedRoots.map((root) => new X509Certificate(root));
  const isAllowed = options.isAllowed ?? isMicrosofts;
  const fetchFrom = options.fetch ?? globalThis.fetch;
  const now = options.now ?? (() => Temporal.Now.instant());
  const fetched = new Map<string, Promise<X509Certificate>>();

  return async (body: Uint8Array | string, headers: Headers): Promise<WebhookEvent> => {
    const signature = signatureOf(headers);
    const certificateUrl = headers.get('x-ms-certificate-url');
    const algorithm = headers.get('x-ms-signature-algorithm')?.toLowerCase();
    if (signature === undefined || certificateUrl === null || algorithm !== 'rsa-sha256')
      throw new WebhookSignatureError('unsigned');

    const certificate = await certificateAt(certificateUrl);
    await expectTrusted(certificate);
    if (!certificate.subject.split('\n').includes(ORGANISATION)) throw new WebhookSignatureError('anotherOrganisation');

    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
    if (!verify('RSA-SHA256', bytes, certificate.publicKey, Buffer.from(signature, 'base64')))
      throw new WebhookSignatureError('wrongSignature');
    return readEvent(bytes);
  };

  /** Follows the issuers until one is a trusted root. */
  async function expectTrusted(leaf: X509Certificate): Promise<void> {
    let certificate = leaf;
    for (let length = 1; length <= CHAIN_LENGTH_MAX; length += 1) {
      expectValidNow(certificate);
      const child = certificate;
      const root = roots.find((known) => isIssuedBy(child, known));
      if (root !== undefined) return expectValidNow(root);
      const issuerUrl = issuerAddress(certificate);
      if (issuerUrl === undefined) break;
      const issuer = await certificateAt(issuerUrl);
      if (!isIssuedBy(certificate, issuer)) break;
      certificate = issuer;
    }
    throw new WebhookSignatureError('untrusted');
  }

  function expectValidNow(certificate: X509Certificate): void {
    const nowMs = now().epochMilliseconds;
    const isValid = Date.parse(certificate.validFrom) <= nowMs && nowMs <= Date.parse(certificate.validTo);
    if (!isValid) throw new WebhookSignatureError('certificateExpired');
  }

  async function certificateAt(address: string): Promise<X509Certificate> {
    if (!URL.canParse(address) || !isAllowed(new URL(address))) throw new WebhookSignatureError('foreignCertificate');
    const known = fetched.get(address) ?? fetchCertificate(fetchFrom, address);
    fetched.set(address, known);
    try {
      return await known;
    } catch (error) {
      fetched.delete(address); // The next event tries anew.
      throw new WebhookSignatureError('certificateNotFetched', error);
    }
  }
}

/** `Authorization: Signature <base64>`, or the header `x-ms-signature`. */
function signatureOf(headers: Headers): string | undefined {
  const [, authorized] = /^Signature\s+(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  return authorized ?? headers.get('x-ms-signature') ?? undefined;
}

/**
 * Real certificates name their issuers' addresses with plain http, which is enough: the chain of signatures is
 * verified.
 */
function isMicrosofts({ protocol, hostname }: URL): boolean {
  if (hostname.endsWith('.microsoft.com')) return protocol === 'https:' || protocol === 'http:';
  return hostname === CERTIFICATE_HOST && protocol === 'https:';
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** From the certificate's own "authority information access". */
function issuerAddress({ infoAccess }: X509Certificate): string | undefined {
  return /^CA Issuers - URI:(.+)$/m.exec(infoAccess ?? '')?.[1];
}

async function fetchCertificate(fetchFrom: typeof globalThis.fetch, address: string): Promise<X509Certificate> {
  const response = await fetchFrom(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > CERTIFICATE_BYTES_MAX) throw new Error(`${address} is too long for a certificate`);
  return new X509Certificate(bytes);
}

function readEvent(bytes: Uint8Array): WebhookEvent {
  try {
    return WebhookEvent.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    throw new WebhookSignatureError('notAnEvent', error);
  }
}
