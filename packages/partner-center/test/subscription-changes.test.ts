import { describe, expect, test } from 'vitest';
import { type PartnerCenterClient, Subscription } from '../src/partner-center.ts';
import { changesForEndOfTerm, changesForNextTerm, patchedSubscription } from '../src/subscription-changes.ts';
import { fixtureOf } from './fixtures.ts';
import { customerId, startTestClient } from './test-client.ts';

const read = Subscription.parse(fixtureOf('getSubscription').response.body);
const PATH = `/v1/customers/${customerId}/subscriptions/${read.id}`;
const OPERATION = `/v1/customers/${customerId}/subscriptions/${read.id}/operations/1`;
const cancelAtEnd = { scheduleType: 'TermEnd', actionType: 'Cancel' };
const instructions = { quantity: 5 };

describe('the whole resource is sent', () => {
  test('with unknown fields, and with auto-renewal as it was', () => {
    expect(patchedSubscription(read, { quantity: 12 })).toEqual({ ...read, quantity: 12, autoRenewEnabled: true });
    expect(patchedSubscription(read, { quantity: 12 }).actionTaken).toBe(false);
  });

  test('null is sent, to remove a field', () => {
    const patched = patchedSubscription(
      { ...read, scheduledNextTermInstructions: instructions },
      { scheduledNextTermInstructions: null },
    );
    expect(JSON.parse(JSON.stringify(patched)).scheduledNextTermInstructions).toBeNull();
  });

  test('of actions and instructions, the one that changes replaces the other', () => {
    const onDate = { scheduleType: 'CustomDate', actionType: 'Cancel', effectiveDate: '2026-09-01T00:00:00Z' };
    const both = { ...read, scheduledActions: [onDate, cancelAtEnd], scheduledNextTermInstructions: instructions };
    expect(patchedSubscription(both, { scheduledNextTermInstructions: { quantity: 4 } })).toMatchObject({
      scheduledActions: [onDate],
      scheduledNextTermInstructions: { quantity: 4 },
    });
    expect(patchedSubscription(both, { scheduledActions: [] })).not.toHaveProperty('scheduledNextTermInstructions');
    expect(patchedSubscription(both, { quantity: 12 })).toMatchObject({
      scheduledActions: [onDate, cancelAtEnd],
      scheduledNextTermInstructions: instructions,
    });
    expect(patchedSubscription(read, { scheduledNextTermInstructions: instructions })).not.toHaveProperty(
      'scheduledActions',
    );
  });
});

describe('end of term', () => {
  const rows = [
    ['renew', true, 'RenewToNewTerm'],
    ['cancel', false, 'Cancel'],
    ['extend', false, 'RenewToExtendedServiceTerm'],
  ] as const;
  test.each(rows)('%s sets the flag to %s and schedules %s', (endOfTerm, autoRenewEnabled, actionType) => {
    const onDate = { scheduleType: 'CustomDate', actionType: 'Cancel', effectiveDate: '2026-09-01T00:00:00Z' };
    const scheduled = { ...read, scheduledActions: [onDate, cancelAtEnd] };
    expect(changesForEndOfTerm(scheduled, endOfTerm)).toEqual({
      autoRenewEnabled,
      scheduledActions: [onDate, { scheduleType: 'TermEnd', actionType }],
    });
  });

  test('renewing keeps a renewal that is scheduled with instructions', () => {
    const smaller = { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions };
    expect(changesForEndOfTerm({ ...read, scheduledActions: [smaller] }, 'renew').scheduledActions).toEqual([smaller]);
  });
});

test('instructions for the next term are sent in an action, and older ones are removed', () => {
  const scheduled = { ...read, scheduledActions: [cancelAtEnd], scheduledNextTermInstructions: { quantity: 7 } };
  const renewal = { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm' };
  expect(changesForNextTerm(scheduled, instructions)).toEqual({
    autoRenewEnabled: true,
    scheduledActions: [{ ...renewal, instructions }],
    scheduledNextTermInstructions: null,
  });
  expect(changesForNextTerm(scheduled, null).scheduledActions).toEqual([renewal]);
});

describe('each write is a patch of what was read', () => {
  const rows: [name: string, run: (client: PartnerCenterClient) => Promise<unknown>, sent: object][] = [
    ['cancel', (c) => c.subscriptions.cancel(customerId, read), { status: 'deleted', autoRenewEnabled: true }],
    ['suspend', (c) => c.subscriptions.suspend(customerId, read), { status: 'suspended' }],
    [
      'reactivate',
      (c) => c.subscriptions.reactivate(customerId, { ...read, status: 'suspended' }),
      { status: 'active' },
    ],
    ['setAutoRenew', (c) => c.subscriptions.setAutoRenew(customerId, read, false), { autoRenewEnabled: false }],
    [
      'setEndOfTerm',
      (c) => c.subscriptions.setEndOfTerm(customerId, read, 'cancel'),
      { autoRenewEnabled: false, scheduledActions: [cancelAtEnd] },
    ],
    [
      'scheduleNextTerm',
      (c) => c.subscriptions.scheduleNextTerm(customerId, read, instructions),
      {
        scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions }],
        scheduledNextTermInstructions: null,
      },
    ],
    ['schedule', (c) => c.subscriptions.schedule(customerId, read, [cancelAtEnd]), { scheduledActions: [cancelAtEnd] }],
  ];
  test.each(rows)('%s', async (_name, run, sent) => {
    const { client, server } = await startTestClient();
    server.reply('PATCH', PATH, fixtureOf('patchSubscription').response);
    await run(client);
    const request = server.receivedAt(PATH)[0];
    expect(JSON.parse(request?.text ?? '')).toEqual({ ...read, ...sent });
    expect(request?.headers['if-match']).toBe('sub-v1');
  });
});

test('without an etag no If-Match is sent; the caller may give one', async () => {
  const { client, server } = await startTestClient();
  server.reply('PATCH', PATH, fixtureOf('patchSubscription').response);
  const { attributes: _, ...withoutEtag } = read;
  await client.subscriptions.patch(customerId, withoutEtag, { quantity: 11 });
  await client.subscriptions.patch(customerId, read, { quantity: 11 }, { ifMatch: 'given' });
  expect(server.receivedAt(PATH).map(({ headers }) => headers['if-match'])).toEqual([undefined, 'given']);
});

test('an accepted write is polled until it is done, and then read', async () => {
  const { client, server, waitsMs } = await startTestClient();
  server.reply('PATCH', PATH, { status: 202, headers: { Location: OPERATION, 'Retry-After': '3' } });
  server.reply('GET', OPERATION, { status: 202 }, { status: 200, body: { status: 'done' } });
  server.reply('GET', PATH, fixtureOf('patchSubscription').response);

  const after = await client.subscriptions.patch(customerId, read, { quantity: 12 }, { correlationId: 'c-1' });

  expect(after.quantity).toBe(12);
  expect(waitsMs).toEqual([3000, 2000]);
  expect(server.received.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PATCH ${PATH}`,
    `GET ${OPERATION}`,
    `GET ${OPERATION}`,
    `GET ${PATH}`,
  ]);
  expect(new Set(server.received.slice(1).map(({ headers }) => headers['ms-correlationid']))).toEqual(new Set(['c-1']));
});

test('an accepted write whose Location is the subscription is polled until the change shows', async () => {
  const { client, server, waitsMs } = await startTestClient();
  server.reply('PATCH', PATH, { status: 202, headers: { Location: PATH } });
  const before = fixtureOf('getSubscription').response;
  server.reply('GET', PATH, before, before, before, fixtureOf('patchSubscription').response);
  expect((await client.subscriptions.patch(customerId, read, { quantity: 12 })).quantity).toBe(12);
  expect(waitsMs).toEqual([2000, 2000, 2000]);

  server.reply('GET', PATH, before);
  const failure = client.subscriptions.suspend(customerId, read);
  await expect(failure).rejects.toMatchObject({ name: 'PartnerCenterUnfinished' });
});

test('a write that stays unfinished is an error of its own', async () => {
  const { client, server, waitsMs } = await startTestClient();
  server.reply('PATCH', PATH, { status: 202, headers: { Location: OPERATION } });
  server.reply('GET', OPERATION, { status: 202 });
  const failure = client.subscriptions.patch(customerId, read, { quantity: 12 }, { requestId: 'r-1' });
  await expect(failure).rejects.toMatchObject({ name: 'PartnerCenterUnfinished', requestId: 'r-1' });
  expect(waitsMs).toHaveLength(30);
});

test('an accepted write without a Location is unreadable', async () => {
  const { client, server } = await startTestClient();
  server.reply('PATCH', PATH, { status: 202 });
  const failure = client.subscriptions.patch(customerId, read, { quantity: 12 });
  await expect(failure).rejects.toMatchObject({ name: 'PartnerCenterUnreadable', reason: 'noLocation' });
});

test('both spellings of the schedule type are read', () => {
  const other = { ...read, scheduledActions: [{ scheduledType: 'TermEnd', actionType: 'Cancel' }] };
  expect(Subscription.parse(other).scheduledActions).toEqual([cancelAtEnd]);
  expect(Subscription.parse({ ...read, scheduledActions: [cancelAtEnd] }).scheduledActions).toEqual([cancelAtEnd]);
});
