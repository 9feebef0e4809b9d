import { constants, createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';

/** A certificate that is registered with the application, in place of a secret. */
export type ClientCertificate = Readonly<{
  /** PEM. */
  certificate: string;
  /** RSA, PEM without a password. It never leaves the process. */
  privateKey: string;
}>;

const LIFETIME_SECONDS = 300;

/**
 * Proves to the sign-in service that the application has the private key of its certificate: a JSON Web Token that is
 * good once, for five minutes, at one address.
 *
 * @param audience  the address to which it is posted
 * @source "Microsoft identity platform application authentication certificate credentials"
 */
export function clientAssertion(
  { certificate, privateKey }: ClientCertificate,
  { clientId, audience, now }: { clientId: string; audience: string; now: Temporal.Instant },
): string {
  const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
  const issuedAt = Math.floor(now.epochMilliseconds / 1000);
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint };
  const claims = {
    aud: audience,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), {
    key: createPrivateKey(privateKey),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return `${signed}.${signature.toString('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
