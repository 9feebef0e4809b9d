import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isFields, type Json } from '../src/json.ts';
import { startSimulator } from '../src/partner-center-simulator.ts';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

test('the state survives a restart, including a pending order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const partner = await startTestSimulator({ stateFile });
  await partner.advance('P1D');
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const lineItems = [{ catalogItemId, quantity: 3, termDuration: 'P1Y', billingCycle: 'annual' }];
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
  const checkout = await partner.good('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
  await partner.running.close();
  expect(JSON.parse(readFileSync(stateFile, 'utf8')).clockOffsetMs).toBe(86_400_000);

  const again = await startTestSimulator({ stateFile });
  await again.advance('PT3M');
  const order = await again.good('GET', `/v1/customers/${CONTOSO}/orders/${checkout.text('orders', 0, 'id')}`);
  expect(order.at('status')).toBe('completed');
  const owned = await again.subscription(CONTOSO, order.text('lineItems', 0, 'subscriptionId'));
  expect(owned.body).toMatchObject({ quantity: 3, creationDate: '2026-11-26T09:02:00Z' });
});

test('a file of another version is refused with a sentence, and left unchanged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const old = JSON.stringify({ version: 1, clockOffsetMs: 0, idCount: 0, seed: 'x', customers: {}, answered: {} });
  for (const content of [old, '{}', '"text"', '{']) {
    writeFileSync(stateFile, content);
    await expect(startSimulator({ stateFile })).rejects.toThrow("cannot be read as the simulator's state");
    expect(readFileSync(stateFile, 'utf8')).toBe(content);
  }
});

test('a state of another version is refused for its version, an incomplete one for the missing part', async () => {
  const partner = await startTestSimulator();
  const { body } = await partner.good('GET', '/control/state');
  if (!isFields(body)) throw new Error('the state is no object');
  const { audit: _, ...withoutAudit } = body;
  const load = async (state: Json) => (await partner.call('PUT', '/control/state', state)).at('message');
  expect(await load({ ...body, version: 4 })).toBe(
    'This state is of version 4, and this simulator reads only version 3.',
  );
  expect(await load(withoutAudit)).toBe('This state lacks a part; take it from GET /control/state.');
  expect((await partner.call('PUT', '/control/state', body)).status).toBe(200);
});

test('a write whose state cannot be saved is not confirmed, and the same request is once it can', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const partner = await startTestSimulator({ stateFile });
  const said: unknown[] = [];
  vi.spyOn(console, 'error').mockImplementation((sentence) => said.push(sentence));
  onTestFinished(() => void vi.restoreAllMocks());
  rmSync(folder, { recursive: true });
  const person = {
    userPrincipalName: 'luca@contoso.onmicrosoft.com',
    displayName: 'Luca',
    usageLocation: 'IT',
    passwordProfile: { password: 'Segreto-123', forceChangePassword: true },
  };
  const create = () =>
    partner.call('POST', `/v1/customers/${CONTOSO}/users`, person, {
      'MS-RequestId': '5d1e5c0a-0000-4000-8000-00000000abcd',
    });
  expect((await create()).status).toBe(503);
  expect(said).toContain(`the state could not be saved in ${stateFile}; the next request tries again`);
  expect((await partner.call('GET', `/v1/customers/${CONTOSO}`)).status).toBe(200);
  mkdirSync(folder);
  expect((await create()).status).toBe(201);
  expect(readFileSync(stateFile, 'utf8')).toContain('luca@contoso.onmicrosoft.com');
});
