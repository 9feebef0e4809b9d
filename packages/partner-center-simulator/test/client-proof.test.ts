import { constants, createHash, generateKeyPairSync, sign } from 'node:crypto';
import forge from 'node-forge';
import { expect, test } from 'vitest';
import { replyOf, startTestSimulator } from './test-simulator.ts';

const CLIENT_ID = 'certified';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

type Certified = Readonly<{ pem: string; der: Buffer; privatePem: string }>;

/** A self-signed certificate: Node's own crypto reads certificates and cannot make them. */
function certified(): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  certificate.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2050-01-01T00:00:00Z');
  certificate.setSubject([{ name: 'commonName', value: 'Portal' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'Portal' }]);
  certificate.sign(forge.pki.privateKeyFromPem(privatePem), forge.md.sha256.create());
  const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'binary');
  return { pem: forge.pki.certificateToPem(certificate), der, privatePem };
}

type Parts = Readonly<{ header: Record<string, unknown>; claims: Record<string, unknown>; privatePem: string }>;

function assertionOf({ header, claims, privatePem }: Parts): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const padding =
    header.alg === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING };
  return `${text}.${sign('sha256', Buffer.from(text), { key: privatePem, ...padding }).toString('base64url')}`;
}

const registered = certified();
const other = certified();

/** A simulator that knows one certificate, and a request with an assertion that is good but for the changes. */
async function startProving() {
  const applications = [
    { clientId: 'demo', clientSecret: 'demo-secret' },
    { clientId: CLIENT_ID, clientSecret: 'unused', certificates: [registered.pem] },
  ];
  const partner = await startTestSimulator({ applications, hasToken: false });
  const seconds = Temporal.Instant.from('2026-11-25T09:00:00Z').epochMilliseconds / 1000;
  const good: Parts = {
    header: { alg: 'PS256', typ: 'JWT', 'x5t#S256': createHash('sha256').update(registered.der).digest('base64url') },
    claims: {
      aud: `${partner.url}/tenant/oauth2/token`,
      ...{ iss: CLIENT_ID, sub: CLIENT_ID, jti: 'once', iat: seconds, nbf: seconds, exp: seconds + 300 },
    },
    privatePem: registered.privatePem,
  };
  const post = async (proof: Record<string, string>) => {
    const form = { grant_type: 'client_credentials', client_id: CLIENT_ID, ...proof };
    const body = new URLSearchParams({ ...form, resource: 'https://api.partnercenter.microsoft.com' });
    const reply = await replyOf(await fetch(`${partner.url}/tenant/oauth2/token`, { method: 'POST', body }));
    return reply.status === 200 ? 'token' : reply.text('error_description').split(':')[0];
  };
  const ask = (changed: Partial<Parts> = {}) =>
    post({ client_assertion_type: ASSERTION_TYPE, client_assertion: assertionOf({ ...good, ...changed }) });
  return { partner, good, seconds, post, ask };
}

test('an application proves itself by an assertion of its certificate, in either algorithm', async () => {
  const { good, ask, partner } = await startProving();
  expect(await ask()).toBe('token');
  const sha1 = createHash('sha1').update(registered.der).digest('base64url');
  expect(await ask({ header: { alg: 'RS256', typ: 'JWT', x5t: sha1 } })).toBe('token');
  const aud = `${partner.url}/tenant/oauth2/v2.0/token`;
  expect(await ask({ claims: { ...good.claims, aud } })).toBe('token');
});

test('signature, thumbprint, application, audience and time of an assertion are checked', async () => {
  const { good, seconds, ask } = await startProving();
  const claim = (changed: Record<string, unknown>) => ask({ claims: { ...good.claims, ...changed } });
  const thumbprint = createHash('sha256').update(other.der).digest('base64url');
  expect({
    'another key': await ask({ privatePem: other.privatePem }),
    'an unregistered certificate': await ask({ header: { ...good.header, 'x5t#S256': thumbprint }, ...other }),
    'another thumbprint': await ask({ header: { ...good.header, 'x5t#S256': thumbprint } }),
    'no thumbprint': await ask({ header: { alg: 'PS256', typ: 'JWT' } }),
    'no algorithm': await ask({ header: { ...good.header, alg: 'none' } }),
    'another application': await claim({ iss: 'demo', sub: 'demo' }),
    'another tenant': await claim({ aud: String(good.claims.aud).replace('tenant', 'elsewhere') }),
    expired: await claim({ nbf: seconds - 600, exp: seconds }),
    'not yet': await claim({ nbf: seconds + 600, exp: seconds + 900 }),
    'no times': await claim({ nbf: undefined, exp: undefined }),
  }).toEqual({
    'another key': 'AADSTS700027',
    'an unregistered certificate': 'AADSTS700027',
    'another thumbprint': 'AADSTS700027',
    'no thumbprint': 'AADSTS700027',
    'no algorithm': 'AADSTS700027',
    'another application': 'AADSTS700021',
    'another tenant': 'AADSTS700023',
    expired: 'AADSTS700024',
    'not yet': 'AADSTS700024',
    'no times': 'AADSTS700024',
  });
});

test('claims that were changed after signing, another type and half an assertion are refused', async () => {
  const { good, post } = await startProving();
  const [header = '', , signature = ''] = assertionOf(good).split('.');
  const claims = Buffer.from(JSON.stringify({ ...good.claims, exp: 9_999_999_999 })).toString('base64url');
  const request = (client_assertion: string, client_assertion_type = ASSERTION_TYPE) =>
    post({ client_assertion_type, client_assertion });
  expect(await request([header, claims, signature].join('.'))).toBe('AADSTS700027');
  expect(await request(assertionOf(good), 'jwt')).toBe('AADSTS50027');
  expect(await request('half')).toBe('AADSTS50027');
  expect(await post({})).toBe('AADSTS7000218');
  expect(await post({ client_secret: 'wrong' })).toBe('AADSTS7000215');
});

test('the times of an assertion are those of the machine or of the simulated clock', async () => {
  const { partner, good, ask } = await startProving();
  await fetch(`${partner.url}/control/clock/advance`, { method: 'POST', body: JSON.stringify({ duration: 'P1Y' }) });
  const requestAt = (at: string) => {
    const nbf = Temporal.Instant.from(at).epochMilliseconds / 1000;
    return ask({ claims: { ...good.claims, nbf, exp: nbf + 300 } });
  };
  expect(await requestAt('2026-11-25T09:00:00Z')).toBe('token');
  expect(await requestAt('2027-11-25T09:00:00Z')).toBe('token');
  expect(await requestAt('2027-05-25T09:00:00Z')).toBe('AADSTS700024');
});
