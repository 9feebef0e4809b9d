import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, startSimulator } from '@licence-portal/partner-center-simulator';
import { beforeAll, expect, test } from 'vitest';
import { createPartnerCenterClient, createWebhookVerifier, type WebhookRefusal } from '../src/partner-center.ts';

let received: { body: string; headers: Headers };
let root: Uint8Array;
let simulatorUrl: string;

/** One event, as the simulator signs and posts it. */
beforeAll(async () => {
  const simulator = await startSimulator();
  simulatorUrl = simulator.url;
  const event = Promise.withResolvers<typeof received>();
  const listener = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      response.end();
      event.resolve({ body, headers: new Headers(request.headers as Record<string, string>) });
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const client = createPartnerCenterClient({
    partnerTenantId: DEMO_PARTNER_TENANT_ID,
    credentials: { appOnly: DEMO_APPLICATION },
    baseUrl: simulator.url,
    loginUrl: simulator.url,
  });
  const { port } = listener.address() as AddressInfo;
  await client.webhooks.register({ url: `http://127.0.0.1:${port}/`, events: ['test-created'] });
  await client.webhooks.sendTest();
  await fetch(`${simulator.url}/control/webhooks/deliver`, { method: 'POST' });
  received = await event.promise;
  root = new Uint8Array(await (await fetch(`${simulator.url}/certificates/root.cer`)).arrayBuffer());
  return async () => {
    listener.close();
    await simulator.close();
  };
});

type VerifierOptions = Partial<Parameters<typeof createWebhookVerifier>[0]>;

function verifier(reported: VerifierOptions = {}) {
  return createWebhookVerifier({
    trustedRoots: [root],
    isAllowed: ({ origin }) => origin === simulatorUrl,
    ...reported,
  });
}

function refused(reason: WebhookRefusal) {
  return expect.objectContaining({ name: 'WebhookSignatureError', reason });
}

/** The received headers, with one of them changed, or left out where the value is null. */
function headersWith(name: string, value: string | null): Headers {
  const headers = new Headers(received.headers);
  if (value === null) headers.delete(name);
  else headers.set(name, value);
  return headers;
}

test('an event signed by Microsoft is read', async () => {
  expect(await verifier()(received.body, received.headers)).toMatchObject({ EventName: 'test-created' });
});

test('the signature may be in a header of its own', async () => {
  const headers = headersWith('authorization', null);
  headers.set('x-ms-signature', received.headers.get('authorization')?.replace('Signature ', '') ?? '');
  expect(await verifier()(received.body, headers)).toMatchObject({ EventName: 'test-created' });
});

test('a body with one more space is refused', async () => {
  await expect(verifier()(`${received.body} `, received.headers)).rejects.toEqual(refused('wrongSignature'));
});

test.each([
  ['authorization', null],
  ['x-ms-certificate-url', null],
  ['x-ms-signature-algorithm', 'rsa-sha1'],
])('without %s as it should be, an event is not signed', async (name, value) => {
  await expect(verifier()(received.body, headersWith(name, value))).rejects.toEqual(refused('unsigned'));
});

test('a certificate from another host is not fetched', async () => {
  const headers = headersWith('x-ms-certificate-url', 'https://evil.example/webhook.cer');
  const neverFetch = () => Promise.reject(new Error('fetched'));
  await expect(verifier({ fetch: neverFetch })(received.body, headers)).rejects.toEqual(refused('foreignCertificate'));
});

test.each<[address: string, reason: WebhookRefusal]>([
  ['https://3psostorageacct.blob.core.windows.net/cert/leaf.cer', 'certificateNotFetched'],
  ['http://www.microsoft.com/pkiops/certs/issuer.crt', 'certificateNotFetched'],
  ['http://3psostorageacct.blob.core.windows.net/cert/leaf.cer', 'foreignCertificate'],
  ['https://other.blob.core.windows.net/cert/leaf.cer', 'foreignCertificate'],
  ['https://www.notmicrosoft.com/leaf.cer', 'foreignCertificate'],
  ['https://www.microsoft.com.evil.example/leaf.cer', 'foreignCertificate'],
  ['file://www.microsoft.com/leaf.cer', 'foreignCertificate'],
])('by default certificates are fetched from Microsoft only: %s', async (address, reason) => {
  const nothing = () => Promise.reject(new TypeError('no network'));
  const verify = createWebhookVerifier({ trustedRoots: [root], fetch: nothing });
  await expect(verify(received.body, headersWith('x-ms-certificate-url', address))).rejects.toEqual(refused(reason));
});

test('a chain without a trusted root is refused', async () => {
  await expect(verifier({ trustedRoots: [] })(received.body, received.headers)).rejects.toEqual(refused('untrusted'));
});

test.each(['2019-12-31T00:00:00Z', '2051-01-01T00:00:00Z'])('a certificate is not valid at %s', async (at) => {
  const now = () => Temporal.Instant.from(at);
  await expect(verifier({ now })(received.body, received.headers)).rejects.toEqual(refused('certificateExpired'));
});

test('certificates are fetched once, and again after a failure', async () => {
  const requested: string[] = [];
  const counting: typeof fetch = (input, init) => {
    requested.push(String(input));
    return requested.length === 1 ? Promise.reject(new TypeError('no network')) : fetch(input, init);
  };
  const verify = verifier({ fetch: counting });
  await expect(verify(received.body, received.headers)).rejects.toEqual(refused('certificateNotFetched'));
  await verify(received.body, received.headers);
  await verify(received.body, received.headers);
  expect(requested.map((address) => new URL(address).pathname)).toEqual([
    '/certificates/webhook.cer',
    '/certificates/webhook.cer',
    '/certificates/intermediate.cer',
  ]);
});
