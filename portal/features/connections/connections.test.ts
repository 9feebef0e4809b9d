import { expect, test } from 'vitest';
import { buildCustomer, buildOffer, buildProvider, buildTenantDraft, placeChange } from '#features/orders/builders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { checkDomain } from '#features/tenants/check-domain.ts';
import { tenant } from '#features/tenants/tenants.ts';
import type { Actor } from '#platform/actor.ts';
import { isRefusal } from '#platform/refusal.ts';
import { vendorSecret } from '#platform/tables.ts';
import { serveWorld } from '#shell/testing/serve-world.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { tryPermissions } from './check/try-permissions.ts';
import { registerEvents } from './events/register-events.ts';
import { getConnection } from './get-connection.ts';
import { getNotices } from './get-notices.ts';
import { finishSignIn } from './sign-in/finish-sign-in.ts';
import { startSignIn } from './sign-in/start-sign-in.ts';

const VENDOR = 'microsoft';

async function worldOfProvider() {
  const world = await startWorld();
  const provider = await buildProvider(world);
  return { world, provider };
}

test('a person signs in with a second factor: the portal acts in their name, and the permissions are tried', async () => {
  const { world, provider } = await worldOfProvider();
  const before = await connectionOf(world, provider);
  expect(before.signIn).toMatchObject({ state: 'unused', source: null });
  expect(before.redirectUri).toBe('http://portal.test/provider/connections/microsoft/signed-in');

  expect(await signIn(world, provider, 'mfa')).toEqual({
    signedInAs: 'admin.agent@partner.example',
    hasSecondFactor: true,
  });
  await world.runJobs();

  const { signIn: after, checks } = await connectionOf(world, provider);
  expect(after).toMatchObject({
    state: 'good',
    source: 'person',
    signedInBy: 'Anna Bianchi',
    signedInAs: 'admin.agent@partner.example',
    hasSecondFactor: true,
    failedAt: null,
  });
  expect(checks.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['application', 'passed'],
    ['person', 'passed'],
    ['priceLists', 'passed'],
    ['customerRoles', 'passed'],
    ['events', 'failed'],
  ]);
});

test('a sign-in replaces the token that is stored, and the new one is sealed', async () => {
  const { world, provider } = await worldOfProvider();
  await world.services.microsoft.client.agreements.listTemplates();
  const earlier = await storedToken(world);
  await signIn(world, provider, 'mfa');
  const later = await storedToken(world);
  expect(later).not.toBe(earlier);
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(vendorSecret));
  expect(row?.sealed).not.toContain(later);
});

test('without a second factor, or without consent, nothing changes', async () => {
  const { world, provider } = await worldOfProvider();
  await signIn(world, provider, 'mfa');
  const good = await storedToken(world);
  expect(await refusalOf(signIn(world, provider, 'password'))).toBe('connections.secondFactorMissing');
  expect(await refusalOf(signIn(world, provider, 'cancel'))).toBe('connections.declined');
  expect(await storedToken(world)).toBe(good);
});

test('an answer is accepted once, from the person who began the sign-in, for twenty minutes', async () => {
  const { world, provider } = await worldOfProvider();
  const { accountId } = provider;
  if (accountId === null) throw new Error('the provider has an account');
  const now = world.clock.now();
  const colleague = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'collega', roles: ['provider'], now, password: null }),
  );
  const query = await answerOfPage(world, provider, 'mfa');
  const finish = (actor: Actor, given: string) => world.as(actor).call(finishSignIn, { vendor: VENDOR, query: given });
  expect(await refusalOf(finish(colleague, query))).toBe('connections.signInExpired');
  expect(await refusalOf(finish(provider, query.replace('state=', 'state=x')))).toBe('connections.signInExpired');
  await finish(provider, query);
  expect(await refusalOf(finish(provider, query))).toBe('connections.signInExpired');

  const late = await answerOfPage(world, provider, 'mfa');
  world.machineClock.set(world.machineClock.now().add({ minutes: 21 }));
  expect(await refusalOf(finish(provider, late))).toBe('connections.signInExpired');
});

test('an answer with the code of another sign-in is refused by Microsoft, and its number is shown', async () => {
  const { world, provider } = await worldOfProvider();
  const own = new URLSearchParams(await answerOfPage(world, provider, 'mfa'));
  const other = new URLSearchParams(await answerOfPage(world, provider, 'mfa'));
  own.set('code', other.get('code') ?? '');
  const query = `?${own}`;
  await expect(world.as(provider).call(finishSignIn, { vendor: VENDOR, query })).rejects.toMatchObject({
    code: 'connections.signInRefused',
    facts: { code: 'AADSTS501481' },
  });
});

test.each([
  ['person', { refreshTokens: 'AADSTS700082' }, 'AADSTS700082', 'signInAgain'],
  ['person', { refreshTokens: 'AADSTS65001' }, 'AADSTS65001', 'grantConsent'],
  ['priceLists', { refreshTokens: 'AADSTS50076' }, 'AADSTS50076', 'signInAgain'],
  ['application', { everything: 'AADSTS7000222' }, 'AADSTS7000222', 'replaceSecret'],
  ['application', { everything: 'AADSTS700016' }, 'AADSTS700016', 'checkSettings'],
] as const)('%s refused with %j: the result says it in words, with what to do', async (name, faults, code, remedy) => {
  const { world, provider } = await worldOfProvider();
  await world.simulator.control('PUT', '/sign-in', faults);
  const tried = await world.as(provider).call(tryPermissions, { vendor: VENDOR, name });
  expect(tried).toEqual({ passed: 0, failed: 1 });
  const { checks } = await connectionOf(world, provider);
  const check = checks.find((one) => one.name === name);
  expect(check).toMatchObject({ outcome: 'failed', code, remedy, triedBy: 'Anna Bianchi' });
  expect(check?.meaning?.it).toMatch(/^\p{Lu}.{10,}\.$/u);
});

test.each([
  [900420, 401, 'checkSettings'],
  [900421, 401, 'signInAgain'],
  [900329, 403, 'checkSettings'],
  [987654, 403, 'askSupport'],
] as const)('code %d of Partner Center has a remedy', async (code, status, remedy) => {
  const { world, provider } = await worldOfProvider();
  const fault = { kind: 'status', status, body: { code, description: 'no' } };
  await world.simulator.control('POST', '/faults', { match: { path: '/v1/agreements' }, times: 2, fault });
  await world.as(provider).call(tryPermissions, { vendor: VENDOR, name: 'person' });
  const { checks } = await connectionOf(world, provider);
  expect(checks.find((one) => one.name === 'person')).toMatchObject({ outcome: 'failed', code: String(code), remedy });
});

test('a service that does not answer is tried again later', async () => {
  const { world, provider } = await worldOfProvider();
  await world.simulator.control('POST', '/faults', { match: { path: '/v1/customers' }, fault: { kind: 'dropBefore' } });
  await world.as(provider).call(tryPermissions, { vendor: VENDOR, name: 'application' });
  const { checks } = await connectionOf(world, provider);
  expect(checks[0]).toMatchObject({ outcome: 'failed', finding: { name: 'noAnswer' }, remedy: 'tryLater' });
});

test('roles that are missing at a customer are named with the customer', async () => {
  const { world, provider } = await worldOfProvider();
  const fault = { kind: 'status', status: 403, body: { code: 900308, description: 'Insufficient privileges' } };
  const match = { path: '/v1/customers/c0000000-0000-4000-8000-000000000001/users' };
  await world.simulator.control('POST', '/faults', { match, fault });
  await world.as(provider).call(tryPermissions, { vendor: VENDOR, name: 'customerRoles' });
  const { checks } = await connectionOf(world, provider);
  expect(checks.find((one) => one.name === 'customerRoles')).toMatchObject({
    outcome: 'failed',
    code: '900308',
    remedy: 'grantRoles',
    finding: { name: 'rolesMissing', facts: { lacking: 1, names: 'contoso.onmicrosoft.com' } },
  });
});

test('a sign-in service that fails is said, and nothing is stored', async () => {
  const { world, provider } = await worldOfProvider();
  const match = { path: 'openid-configuration' };
  const start = () => refusalOf(world.as(provider).call(startSignIn, { vendor: VENDOR }));
  await world.simulator.control('POST', '/faults', { match, fault: { kind: 'dropBefore' } });
  expect(await start()).toBe('connections.vendorDoesNotAnswer');
  await world.simulator.control('POST', '/faults', { match, fault: { kind: 'status', status: 400 } });
  expect(await start()).toBe('connections.refusedByVendor');
  expect(await start()).toBe('none');
});

test('the registration for events is made, found elsewhere, and corrected', async () => {
  const { world, provider } = await worldOfProvider();
  const url = 'http://portal.test/webhooks/microsoft';
  const eventsCheck = async () => {
    await world.as(provider).call(tryPermissions, { vendor: VENDOR, name: 'events' });
    const { checks } = await connectionOf(world, provider);
    return checks.find((one) => one.name === 'events');
  };
  expect(await eventsCheck()).toMatchObject({ outcome: 'failed', finding: { name: 'noEvents' } });
  expect(await world.as(provider).call(registerEvents, { vendor: VENDOR })).toMatchObject({ url });
  expect(await eventsCheck()).toMatchObject({ outcome: 'passed', remedy: null });
  const { webhooks } = world.services.microsoft.client;
  await webhooks.updateRegistration({ url, events: ['invoice-ready', 'test-created'] });
  expect(await eventsCheck()).toMatchObject({ finding: { name: 'someEvents' }, remedy: 'registerEvents' });
  await webhooks.updateRegistration({ url: 'https://elsewhere.example/', events: ['test-created'] });
  expect(await eventsCheck()).toMatchObject({
    finding: { name: 'otherAddress', facts: { url: 'https://elsewhere.example/' } },
  });
  await world.as(provider).call(registerEvents, { vendor: VENDOR });
  expect(await eventsCheck()).toMatchObject({ outcome: 'passed' });
});

test('a signed event is kept once, and nothing else is accepted', async () => {
  const { world, provider } = await worldOfProvider();
  const { url } = await serveWorld(world);
  const { webhooks } = world.services.microsoft.client;
  await webhooks.register({ url: `${url}/webhooks/microsoft`, events: ['test-created'] });
  await webhooks.sendTest();
  const answer = await world.simulator.control('POST', '/webhooks/deliver');
  expect(await answer.json()).toMatchObject([{ status: 'delivered', attempts: [{ status: 200 }] }]);
  await world.runJobs();
  expect((await connectionOf(world, provider)).events).toMatchObject([{ name: 'test-created' }]);

  const forged = { EventName: 'test-created', ResourceUri: 'x', ResourceName: 'test', ResourceChangeUtcDate: 'x' };
  const posted = (path: string, body: string) => fetch(`${url}${path}`, { method: 'POST', body });
  expect((await posted('/webhooks/microsoft', JSON.stringify(forged))).status).toBe(401);
  expect((await posted('/webhooks/microsoft', 'x'.repeat(70_000))).status).toBe(413);
  expect((await posted('/webhooks/constructor', '{}')).status).toBe(404);
  await world.runJobs();
  expect((await connectionOf(world, provider)).events).toHaveLength(1);
});

test('a subscription that is changed at Microsoft is read again because of its event', async () => {
  const { world } = await worldOfProvider();
  const { url } = await serveWorld(world);
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  const lines = [{ offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 }];
  await placeChange(world, administrator, { kind: 'purchase', tenantId, lines });
  await world.runJobs();
  const { subscriptions, webhooks } = world.services.microsoft.client;
  await webhooks.register({ url: `${url}/webhooks/microsoft`, events: ['subscription-updated'] });

  const [row] = await world.db({ kind: 'account', accountId }, (tx) => tx.select().from(tenant));
  const customerId = row?.microsoftCustomerId ?? '';
  const [bought] = (await subscriptions.list(customerId)).items;
  if (bought === undefined) throw new Error('the purchase is at Microsoft');
  await subscriptions.patch(customerId, bought, { quantity: 7 });
  const seatCounts = () =>
    world.db({ kind: 'account', accountId }, (tx) =>
      tx.select({ seatCount: subscription.seatCount }).from(subscription),
    );
  expect(await seatCounts()).toEqual([{ seatCount: 3 }]);
  await world.simulator.control('POST', '/webhooks/deliver');
  await world.runJobs();
  expect(await seatCounts()).toEqual([{ seatCount: 7 }]);
});

test('while the sign-in of the provider is refused, customers read that Microsoft does not answer', async () => {
  const { world } = await worldOfProvider();
  const { administrator } = await buildCustomer(world);
  await world.simulator.control('PUT', '/sign-in', { everything: 'AADSTS7000222' });
  const checked = world.as(administrator).call(checkDomain, { domain: 'rossi-nuovo.onmicrosoft.com' });
  expect(await refusalOf(checked)).toBe('tenants.microsoftDoesNotAnswer');
});

test('the use of the limit is counted over the last minute and by the hour', async () => {
  const { world, provider } = await worldOfProvider();
  for (let count = 0; count < 3; count += 1) await world.services.microsoft.client.customers.list({ size: 1 });
  const { limit } = await connectionOf(world, provider);
  expect(limit.perMinute).toBe(500);
  expect(limit.usedNow).toBeGreaterThanOrEqual(3);
  expect(limit.hours[0]?.requests).toBe(limit.usedNow);
});

test('a sign-in that Microsoft refuses is shown, and reported to the staff once it has lasted', async () => {
  const { world, provider } = await worldOfProvider();
  await signIn(world, provider, 'mfa');
  await world.simulator.control('PUT', '/sign-in', { refreshTokens: 'AADSTS50173' });
  await world.as(provider).call(tryPermissions, { vendor: VENDOR, name: 'person' });
  expect(await stateOf(world, provider)).toBe('failed');
  expect(await noticesOf(world, provider)).toEqual(['failed']);
  await world.runJobs();
  expect(await mailsOf(world)).toEqual([]);

  world.machineClock.set(world.machineClock.now().add({ minutes: 6 }));
  await world.runJobs();
  await world.runJobs();
  expect(await mailsOf(world)).toEqual(['L’accesso a Partner Center non funziona più']);

  world.clock.set(world.clock.now().add({ seconds: 1 }));
  await signIn(world, provider, 'mfa');
  expect(await stateOf(world, provider)).toBe('good');
});

test('the staff is warned 30, 7 and 1 days before the sign-in ends, each once, and it ends after 90 days', async () => {
  const { world, provider } = await worldOfProvider();
  await signIn(world, provider, 'mfa');
  await world.runJobs();
  const start = world.machineClock.now();
  const warnings = [];
  for (const day of [59, 61, 62, 82, 84, 88, 89.5, 91]) {
    world.machineClock.set(start.add({ hours: day * 24 }));
    await world.runJobs();
    warnings.push([day, (await mailsOf(world)).length, await stateOf(world, provider)]);
  }
  expect(warnings).toEqual([
    [59, 0, 'good'],
    [61, 1, 'endsSoon'],
    [62, 1, 'endsSoon'],
    [82, 1, 'endsSoon'],
    [84, 2, 'endsSoon'],
    [88, 2, 'endsSoon'],
    [89.5, 3, 'endsSoon'],
    [91, 4, 'ended'],
  ]);
});

function connectionOf(world: World, actor: Actor) {
  return world.as(actor).call(getConnection, { vendor: VENDOR });
}

async function stateOf(world: World, actor: Actor) {
  return (await connectionOf(world, actor)).signIn.state;
}

async function noticesOf(world: World, actor: Actor) {
  return (await world.as(actor).call(getNotices, {})).notices.map(({ state }) => state);
}

async function mailsOf(world: World) {
  return (await world.mails()).filter(({ kind }) => kind.startsWith('connections.')).map(({ subject }) => subject);
}

/** Begins a sign-in and presses a button on Microsoft's page. @returns the query with which the browser comes back */
async function answerOfPage(world: World, actor: Actor, choice: 'mfa' | 'password' | 'cancel'): Promise<string> {
  const { url } = await world.as(actor).call(startSignIn, { vendor: VENDOR });
  const address = new URL(url);
  address.searchParams.set('choice', choice);
  const { origin, pathname, searchParams } = address;
  const response = await fetch(`${origin}${pathname}`, { method: 'POST', body: searchParams, redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '').search;
}

async function signIn(world: World, actor: Actor, choice: 'mfa' | 'password' | 'cancel') {
  const query = await answerOfPage(world, actor, choice);
  return world.as(actor).call(finishSignIn, { vendor: VENDOR, query });
}

async function storedToken(world: World): Promise<string> {
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(vendorSecret));
  return world.services.secretBox.open(row?.sealed ?? '', 'microsoft.refreshToken');
}

async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.code;
  }
}
