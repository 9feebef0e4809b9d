import { createVerify, X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Json } from '../src/json.ts';
import { ADATUM, CONTOSO, startTestSimulator } from './test-simulator.ts';

const REGISTRATION = '/webhooks/v1/registration';
const SKU = 'CFQ7TTC0LDPB:0001';

type Received = { body: string; headers: NodeJS.Dict<string | string[]> };

/** A partner's address that records its events and answers with the given statuses, from then on with the last one. */
async function listener(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      response.statusCode = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
      received.push({ body, headers: request.headers });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/callback`, received };
}

function eventsOf(received: readonly Received[]): Json[] {
  return received.map(({ body }) => JSON.parse(body));
}

test('a changed subscription sends an event, which names the audit record', async () => {
  const partner = await startTestSimulator();
  const { url, received } = await listener(200);
  const WebhookEvents = ['subscription-updated'];
  await partner.good('POST', REGISTRATION, { WebhookUrl: url, WebhookEvents });
  const bought = await partner.buy(CONTOSO, { sku: SKU, quantity: 1 });
  await partner.patch(CONTOSO, bought.text('id'), { quantity: 2 });
  await partner.good('POST', '/control/webhooks/deliver');
  const path = `customers/${CONTOSO}/subscriptions/${bought.text('id')}`;
  const ResourceUri = `https://api.partnercenter.microsoft.com/webhooks/v1/${path}`;
  expect(eventsOf(received)).toMatchObject([
    { EventName: 'subscription-updated', ResourceName: 'subscription', ResourceUri, AuditUri: null },
    { EventName: 'subscription-updated', ResourceUri, ResourceChangeUtcDate: '2026-11-25T09:03:00+00:00' },
  ]);
  const [, changed] = eventsOf(received);
  const { AuditUri } = changed as { AuditUri: string };
  const audit = await partner.good('GET', new URL(AuditUri).pathname);
  expect(audit.body).toMatchObject({ operationType: 'update_subscription', customerId: CONTOSO });
});

test('renewals send events when the clock moves', async () => {
  const partner = await startTestSimulator();
  const { url, received } = await listener(200);
  await partner.good('POST', REGISTRATION, { WebhookUrl: url, WebhookEvents: ['subscription-updated'] });
  await partner.buy(CONTOSO, { sku: SKU, quantity: 1 });
  await partner.moveTo('2027-11-25T00:01:59Z');
  await partner.good('POST', '/control/webhooks/deliver');
  const heardOfContoso = () => received.filter(({ body }) => body.includes(CONTOSO)).length;
  expect(heardOfContoso()).toBe(1);
  await partner.moveTo('2027-11-25T00:02:00Z');
  await partner.good('POST', '/control/webhooks/deliver');
  expect(heardOfContoso()).toBe(2);
});

test('the signature verifies with a chain that leads to the root and names the signer', async () => {
  const partner = await startTestSimulator();
  const { url, received } = await listener(200);
  await partner.good('POST', REGISTRATION, { WebhookUrl: url, WebhookEvents: ['test-created'] });
  await partner.good('POST', `${REGISTRATION}/validationEvents`);
  await partner.good('POST', '/control/webhooks/deliver');
  const [event] = received;
  if (event === undefined) throw new Error('nothing came');
  expect(event.headers['x-ms-signature-algorithm']).toBe('rsa-sha256');
  const certificateAt = async (address: string) =>
    new X509Certificate(Buffer.from(await (await fetch(address)).arrayBuffer()));
  const leaf = await certificateAt(String(event.headers['x-ms-certificate-url']));
  const issuerAddress = /URI:(\S+)/.exec(leaf.infoAccess ?? '')?.[1];
  const intermediate = await certificateAt(issuerAddress ?? '');
  const root = await certificateAt(/URI:(\S+)/.exec(intermediate.infoAccess ?? '')?.[1] ?? '');
  expect(leaf.subject).toContain('O=Microsoft Corporation');
  expect([leaf.ca, intermediate.ca, root.ca]).toEqual([false, true, true]);
  expect(leaf.checkIssued(intermediate) && leaf.verify(intermediate.publicKey)).toBe(true);
  expect(intermediate.checkIssued(root) && intermediate.verify(root.publicKey)).toBe(true);
  expect(root.verify(root.publicKey)).toBe(true);

  const signature = String(event.headers.authorization).replace('Signature ', '');
  const isSigned = (body: string) =>
    createVerify('RSA-SHA256').update(body).verify(leaf.publicKey, signature, 'base64');
  expect([isSigned(event.body), isSigned(`${event.body} `)]).toEqual([true, false]);
  expect((await fetch(`${partner.url}/certificates/other.cer`)).status).toBe(404);
});

test('a failing address is tried ten times, at growing intervals', async () => {
  const partner = await startTestSimulator();
  const { url, received } = await listener(500, 503, 200);
  await partner.good('POST', REGISTRATION, { WebhookUrl: url, WebhookEvents: ['test-created'] });
  const { body } = await partner.good('POST', `${REGISTRATION}/validationEvents`);
  const { correlationId } = body as { correlationId: string };
  const deliver = () => partner.good('POST', '/control/webhooks/deliver');
  await deliver();
  expect([(await deliver()).at(0, 'status'), received.length]).toEqual(['pending', 1]);
  await partner.advance('PT1M');
  await deliver();
  await partner.advance('PT1M');
  expect([(await deliver()).at(0, 'status'), received.length]).toEqual(['pending', 2]);
  await partner.advance('PT1M');
  expect([(await deliver()).at(0, 'status'), received.length]).toEqual(['delivered', 3]);
  const result = await partner.good('GET', `${REGISTRATION}/validationEvents/${correlationId}`);
  expect(result.body).toMatchObject({
    status: 'completed',
    callbackUrl: url,
    results: [{ responseCode: '500' }, { responseCode: '503' }, { responseCode: 'OK', systemError: false }],
  });

  const deaf = await startTestSimulator();
  await deaf.good('POST', REGISTRATION, { WebhookUrl: 'http://127.0.0.1:1/', WebhookEvents: ['test-created'] });
  await deaf.good('POST', `${REGISTRATION}/validationEvents`);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await deaf.good('POST', '/control/webhooks/deliver');
    await deaf.advance('P1D');
  }
  const list = await deaf.good('GET', '/control/webhooks');
  expect([list.at(0, 'status'), list.at(0, 'attempts', 9, 'status'), list.at(0, 'attempts', 10)]).toEqual([
    'failed',
    0,
    undefined,
  ]);
});

test('two test events a minute are sent; a third is accepted later, under the same request id', async () => {
  const partner = await startTestSimulator();
  const { url } = await listener(200);
  await partner.good('POST', REGISTRATION, { WebhookUrl: url, WebhookEvents: ['test-created'] });
  const send = (id: string) =>
    partner.call('POST', `${REGISTRATION}/validationEvents`, undefined, { 'MS-RequestId': id });
  expect((await send('first')).status).toBe(200);
  await partner.advance('PT20S');
  expect((await send('second')).status).toBe(200);
  const tooSoon = await send('third');
  expect([tooSoon.status, tooSoon.headers.get('Retry-After')]).toEqual([429, '40']);
  expect(tooSoon.body).toEqual({ statusCode: 429, message: 'Rate limit is exceeded. Try again in 40 seconds.' });
  await partner.advance('PT40S');
  expect((await send('third')).status).toBe(200);
  expect((await send('fourth')).status).toBe(429);
});

test('an address gets only its registered events, delayed by the configured latency', async () => {
  const partner = await startTestSimulator({ latency: { webhook: Temporal.Duration.from('PT1H') } });
  const { url, received } = await listener(200);
  const ask = (WebhookEvents: string[]) => ({ WebhookUrl: url, WebhookEvents });
  expect((await partner.call('GET', REGISTRATION)).status).toBe(404);
  const unknown = await partner.call('POST', REGISTRATION, ask(['weather-changed']));
  expect([unknown.status, unknown.at('code')]).toEqual([400, 900126]);
  await partner.good('POST', REGISTRATION, ask(['subscription-updated']));
  const put = await partner.good('PUT', REGISTRATION, ask(['reseller-relationship-accepted-by-customer']));
  expect((await partner.good('GET', REGISTRATION)).body).toEqual(put.body);
  expect((await partner.call('POST', `${REGISTRATION}/validationEvents`)).status).toBe(400);
  await partner.buy(CONTOSO, { sku: SKU, quantity: 1 });
  await partner.good('POST', '/control/relationships', { domain: 'adatum' });
  await partner.good('POST', '/control/webhooks/deliver');
  expect(received).toEqual([]);
  await partner.advance('PT1H');
  await partner.good('POST', '/control/webhooks/deliver');
  expect(eventsOf(received)).toMatchObject([
    { EventName: 'reseller-relationship-accepted-by-customer', ResourceUri: expect.stringContaining(ADATUM) },
  ]);
});
