import { rootCertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { createWebhookVerifier, type WebhookRefusal } from '../src/partner-center.ts';
import { type Certified, certify } from './certificates.ts';

const EVENT = JSON.stringify({
  EventName: 'test-created',
  ResourceUri: 'https://api.partnercenter.microsoft.com/webhooks/v1/registration/validationEvents/1',
  ResourceName: 'test',
  AuditUri: null,
  ResourceChangeUtcDate: '2026-03-02T09:00:00.0000000+00:00',
});
const SIGNER = 'https://www.microsoft.com/pki/signer.cer';
const addressOf = (level: number) => `http://www.microsoft.com/pki/issuer-${level}.crt`;
const root = certify({ commonName: 'Root', mayIssue: true });

/** Sends an event that a certificate signed; the issuers below the root are served at `addressOf` their level. */
async function receive(
  signer: Certified,
  issuers: readonly Certified[] = [],
  body: string | Uint8Array = EVENT,
  trustedRoots: readonly (string | Uint8Array)[] = [root.certificate],
) {
  const certificates = new Map([
    [SIGNER, signer.certificate],
    ...issuers.map((issuer, level): [string, Uint8Array] => [addressOf(level), issuer.certificate]),
  ]);
  const verify = createWebhookVerifier({
    trustedRoots,
    fetch: async (address) => {
      const certificate = certificates.get(String(address));
      return certificate === undefined
        ? new Response(null, { status: 404 })
        : new Response(new Uint8Array(certificate));
    },
  });
  const headers = {
    authorization: `Signature ${signer.sign(body)}`,
    'x-ms-certificate-url': SIGNER,
    'x-ms-signature-algorithm': 'RSA-SHA256',
  };
  return verify(body, new Headers(headers));
}

function refused(reason: WebhookRefusal) {
  return expect.objectContaining({ name: 'WebhookSignatureError', reason });
}

/** A chain of issuers between the root and a signer, the direct issuer of the signer first. */
function chainOf(issuerCount: number): { issuers: Certified[]; signer: Certified } {
  const issuers: Certified[] = [];
  let above: Certified = root;
  for (let level = issuerCount - 1; level >= 0; level -= 1) {
    const issuerAddress = level === issuerCount - 1 ? {} : { issuerAddress: addressOf(level + 1) };
    above = certify({ commonName: `Issuer ${level}`, issuer: above, mayIssue: true, ...issuerAddress });
    issuers.unshift(above);
  }
  return { issuers, signer: certify({ issuer: above, issuerAddress: addressOf(0) }) };
}

test('a certificate of Microsoft Corporation from a trusted root is accepted', async () => {
  expect(await receive(certify({ issuer: root }))).toMatchObject({ EventName: 'test-created' });
});

test.each([
  ['Contoso'],
  ['Microsoft Corporation Ltd'],
  ['microsoft corporation'],
  ['Contoso', 'O=Microsoft Corporation'],
  ['Contoso', 'x\nO=Microsoft Corporation'],
])('one of another organisation is not, whatever it calls itself: %s %j', async (organisation, commonName = 'Test') => {
  const signer = certify({ issuer: root, organisation, commonName });
  await expect(receive(signer)).rejects.toEqual(refused('anotherOrganisation'));
});

test.each([
  ['another object', '{"hello":1}'],
  ['a list', '[]'],
  ['no JSON', 'hello'],
  ['nothing', ''],
  ['bytes that are no text', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
])('what is well signed and no event is refused: %s', async (_name, body) => {
  await expect(receive(certify({ issuer: root }), [], body)).rejects.toEqual(refused('notAnEvent'));
});

test('a chain may have four issuers between signer and root, and no more', async () => {
  const { issuers, signer } = chainOf(4);
  expect(await receive(signer, issuers)).toMatchObject({ EventName: 'test-created' });
  const longer = chainOf(5);
  await expect(receive(longer.signer, longer.issuers)).rejects.toEqual(refused('untrusted'));
});

test('a certificate that may not issue others is refused as an issuer', async () => {
  const person = certify({ commonName: 'Person', issuer: root, mayIssue: false });
  const signer = certify({ issuer: person, issuerAddress: addressOf(0) });
  await expect(receive(signer, [person])).rejects.toEqual(refused('untrusted'));
});

test('the public roots of Node can be trusted; a generated chain does not lead to them', async () => {
  await expect(receive(certify({ issuer: root }), [], EVENT, rootCertificates)).rejects.toEqual(refused('untrusted'));
  const more = [...rootCertificates, root.certificate];
  expect(await receive(certify({ issuer: root }), [], EVENT, more)).toMatchObject({ EventName: 'test-created' });
});

test('the name of an issuer is not enough: its key must have signed', async () => {
  const impostor = certify({ commonName: 'Root', mayIssue: true });
  await expect(receive(certify({ issuer: { name: root.name, keys: impostor.keys } }))).rejects.toEqual(
    refused('untrusted'),
  );
});

test('an issuer that cannot be fetched is reported', async () => {
  const { signer } = chainOf(1);
  await expect(receive(signer)).rejects.toEqual(refused('certificateNotFetched'));
});
