import { createSign, generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export type Certified = Readonly<{
  /** In DER. */
  certificate: Uint8Array;
  /** RSA with SHA-256 over the bytes, in base64. */
  sign: (body: string | Uint8Array) => string;
  name: forge.pki.CertificateField[];
  keys: Keys;
}>;

type Keys = Readonly<{ publicPem: string; privatePem: string }>;

/**
 * A generated certificate, self-signed if it has no issuer. Node's crypto reads certificates but cannot create them.
 */
export function certify(facts: {
  organisation?: string;
  commonName?: string;
  issuer?: Pick<Certified, 'name' | 'keys'>;
  /** The address of the issuer's certificate. */
  issuerAddress?: string;
  mayIssue?: boolean;
}): Certified {
  const { organisation = 'Microsoft Corporation', commonName = 'Test', issuerAddress, mayIssue = false } = facts;
  const name = [
    { name: 'organizationName', value: organisation },
    { name: 'commonName', value: commonName },
  ];
  const keys = newKeys();
  const issuer = facts.issuer ?? { name, keys };
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicPem);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2050-01-01T00:00:00Z');
  certificate.setSubject(name);
  certificate.setIssuer(issuer.name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: mayIssue, critical: true },
    ...(issuerAddress === undefined ? [] : [authorityInformation(issuerAddress)]),
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(issuer.keys.privatePem), forge.md.sha256.create());
  const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
  return {
    certificate: Buffer.from(der, 'binary'),
    sign: (body) => createSign('RSA-SHA256').update(body).sign(keys.privatePem, 'base64'),
    name,
    keys,
  };
}

function newKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** "Authority information access", for which node-forge has no name. */
function authorityInformation(address: string) {
  const { asn1 } = forge;
  const access = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer('1.3.6.1.5.5.7.48.2').getBytes()),
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, 6, false, address),
  ]);
  return { id: '1.3.6.1.5.5.7.1.1', value: asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [access]) };
}
