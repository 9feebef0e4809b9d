import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { isFields, type Json } from './json.ts';
import type { Application } from './settings.ts';

/** The form of a token request, and the addresses to which it may be posted. */
type Proved = Readonly<{
  form: URLSearchParams;
  audiences: readonly string[];
  /**
   * The assertion must be in its time by one of these: its times are those of the client, whose clock may be the
   * machine's or the simulated one.
   */
  clocks: readonly Temporal.Instant[];
}>;

/**
 * Checks the secret of an application, or its assertion, a JSON Web Token that is signed with the key of one of its
 * certificates: thumbprint, signature, application, audience and time.
 *
 * @returns undefined where the application has proved itself; else the sentence of the refusal
 * @source "Microsoft identity platform application authentication certificate credentials"; "Microsoft Entra
 *         authentication and authorization error codes"
 */
export function refusalOfProof(application: Application, proved: Proved): string | undefined {
  const assertion = proved.form.get('client_assertion');
  if (assertion !== null) return refusalOfAssertion(application, assertion, proved);
  const secret = proved.form.get('client_secret');
  if (secret === null) return 'AADSTS7000218: The request body must contain client_assertion or client_secret.';
  return secret === application.clientSecret ? undefined : 'AADSTS7000215: Invalid client secret provided.';
}

/** @source RFC 7523, section 2.2 */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const MALFORMED = 'AADSTS50027: The client assertion is not a valid token.';

function refusalOfAssertion(
  { clientId, certificates = [] }: Application,
  assertion: string,
  { form, audiences, clocks }: Proved,
): string | undefined {
  if (form.get('client_assertion_type') !== ASSERTION_TYPE) return MALFORMED;
  const [head = '', body = '', signature = '', ...more] = assertion.split('.');
  const [header, claims] = [decoded(head), decoded(body)];
  if (!isFields(header) || !isFields(claims) || more.length > 0) return MALFORMED;

  const certificate = certificates.map((pem) => new X509Certificate(pem)).find((known) => isNamed(known, header));
  const signed = { text: `${head}.${body}`, algorithm: header.alg, signature: Buffer.from(signature, 'base64url') };
  if (certificate === undefined || !isSignedBy(certificate, signed)) {
    return 'AADSTS700027: The certificate that signed the client assertion is not registered, or has not signed it.';
  }
  if (claims.iss !== clientId || claims.sub !== clientId) {
    return 'AADSTS700021: The application of the client assertion is not that of client_id.';
  }
  if (typeof claims.aud !== 'string' || !audiences.includes(claims.aud)) {
    return 'AADSTS700023: The audience of the client assertion is not this address.';
  }
  const { nbf, exp } = claims;
  const isInTime = clocks.some((now) => {
    const seconds = now.epochMilliseconds / 1000;
    return Number(nbf) - CLOCK_SKEW_SECONDS <= seconds && seconds < Number(exp);
  });
  return isInTime ? undefined : 'AADSTS700024: The client assertion is not within its valid time range.';
}

const CLOCK_SKEW_SECONDS = 300;

function decoded(part: string): Json | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** By its SHA-256 thumbprint, or by that of SHA-1, which older libraries send. */
function isNamed({ raw }: X509Certificate, header: Readonly<Record<string, Json>>): boolean {
  const thumbprint = (hash: string) => createHash(hash).update(raw).digest('base64url');
  return header['x5t#S256'] === thumbprint('sha256') || header.x5t === thumbprint('sha1');
}

function isSignedBy(
  { publicKey }: X509Certificate,
  { text, algorithm, signature }: Readonly<{ text: string; algorithm: Json | undefined; signature: Buffer }>,
): boolean {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const padding = { PS256: pss, RS256: { padding: constants.RSA_PKCS1_PADDING } }[String(algorithm)];
  return padding !== undefined && verify('sha256', Buffer.from(text), { key: publicKey, ...padding }, signature);
}
