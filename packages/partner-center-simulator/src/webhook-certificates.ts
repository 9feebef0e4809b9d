import { createSign, generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

/** A chain of certificates in DER, and a signature with the key of the leaf. */
export type WebhookCertificates = Readonly<{
  leaf: Uint8Array;
  intermediate: Uint8Array;
  root: Uint8Array;
  /** RSA with SHA-256 over the bytes, in base64. */
  sign: (body: string) => string;
}>;

const KEY_BITS = 2048;
const VALID_YEARS = 30;
/** A verifier checks validity by its own clock, which need not be the simulated one. */
const VALID_SINCE = new Date('2020-01-01T00:00:00Z');

/**
 * A generated chain: root, intermediate, leaf. The leaf has `O=Microsoft Corporation`, which a verifier has to check;
 * its root is trusted only by programs that are configured to.
 *
 * @param addressOf the address of a certificate of the chain; each certificate names the address of its issuer's
 * @source Partner Center, "Partner Center webhooks", how to authenticate the callback
 */
export function makeWebhookCertificates(addressOf: (name: 'intermediate' | 'root') => string): WebhookCertificates {
  const [rootKeys, intermediateKeys, leafKeys] = [newKeys(), newKeys(), newKeys()];
  const names = {
    root: nameOf('Simulated Root Certificate Authority'),
    intermediate: nameOf('Simulated Issuing Certificate Authority'),
    leaf: nameOf('pcnotifications-dispatch.microsoft.com'),
  };
  const root = issued({ serial: '01', subject: names.root, keys: rootKeys, issuer: names.root, issuerKeys: rootKeys });
  const intermediate = issued({
    serial: '02',
    subject: names.intermediate,
    keys: intermediateKeys,
    issuer: names.root,
    issuerKeys: rootKeys,
    issuerAddress: addressOf('root'),
  });
  const leaf = issued({
    serial: '03',
    subject: names.leaf,
    keys: leafKeys,
    issuer: names.intermediate,
    issuerKeys: intermediateKeys,
    issuerAddress: addressOf('intermediate'),
    isLeaf: true,
  });
  return {
    leaf,
    intermediate,
    root,
    sign: (body) => createSign('RSA-SHA256').update(body, 'utf8').sign(leafKeys.privatePem, 'base64'),
  };
}

type Keys = Readonly<{ publicPem: string; privatePem: string }>;
type Name = forge.pki.CertificateField[];

function newKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function nameOf(commonName: string): Name {
  return [
    { name: 'countryName', value: 'US' },
    { name: 'organizationName', value: 'Microsoft Corporation' },
    { name: 'commonName', value: commonName },
  ];
}

/** Node's own crypto reads certificates and cannot make them; node-forge can. */
function issued(facts: {
  serial: string;
  subject: Name;
  keys: Keys;
  issuer: Name;
  issuerKeys: Keys;
  issuerAddress?: string;
  isLeaf?: boolean;
}): Uint8Array {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(facts.keys.publicPem);
  certificate.serialNumber = facts.serial;
  certificate.validity.notBefore = VALID_SINCE;
  certificate.validity.notAfter = new Date(Date.UTC(VALID_SINCE.getUTCFullYear() + VALID_YEARS, 0, 1));
  certificate.setSubject(facts.subject);
  certificate.setIssuer(facts.issuer);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: facts.isLeaf !== true, critical: true },
    facts.isLeaf === true
      ? { name: 'keyUsage', digitalSignature: true, critical: true }
      : { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ...(facts.issuerAddress === undefined ? [] : [authorityInformation(facts.issuerAddress)]),
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(facts.issuerKeys.privatePem), forge.md.sha256.create());
  return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'binary');
}

/** "Authority information access": the address of the issuer's certificate. node-forge has no name for it. */
function authorityInformation(address: string) {
  const { asn1 } = forge;
  const access = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer('1.3.6.1.5.5.7.48.2').getBytes()),
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, 6, false, address),
  ]);
  return { id: '1.3.6.1.5.5.7.1.1', value: asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [access]) };
}
