import { Writable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { buildSession, callerWith, GOOD_PASSWORD } from '#features/sign-in/builders.ts';
import { systemActor } from '#platform/actor.ts';
import { createLog } from '#platform/logging.server.ts';
import { runOperation } from '#platform/operation.server.ts';
import { auditRecord } from '#platform/tables.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { acceptInvitation } from './invitation/accept-invitation.ts';
import { getInvitation } from './invitation/get-invitation.ts';
import { invitePerson } from './invitation/invite-person.ts';
import { offerFirstLink } from './invitation/offer-first-link.ts';
import { providerInvitation } from './tables.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const PAOLA = {
  firstName: 'Paola',
  lastName: 'Ferrari',
  email: 'paola.ferrari@fornitore.it',
  login: 'paola',
  password: GOOD_PASSWORD,
  repeatedPassword: GOOD_PASSWORD,
} as const;

/** What a start prints, as the token of the link; undefined where it prints none. */
async function startPortal(world: World, startedAt = world.clock.now()): Promise<string | undefined> {
  const first = await offerFirstLink(world.app, startedAt);
  return first.status === 'offered' ? tokenOf(first.link.url) : undefined;
}

function tokenOf(url: string): string {
  return new URL(url).searchParams.get('token') ?? '';
}

function accept(world: World, token: string | undefined, person: Partial<Record<keyof typeof PAOLA, string>> = {}) {
  return world.as(world.anonymous).call(acceptInvitation, { ...PAOLA, ...person, token: token ?? '-' });
}

function look(world: World, token: string | undefined) {
  return world.as(world.anonymous).call(getInvitation, { token: token ?? '-' });
}

test('the first start makes the provider’s account and a link for its first administrator', async () => {
  const world = await startWorld();
  const first = await offerFirstLink(world.app, world.clock.now());
  expect(first).toMatchObject({ status: 'offered', link: { expiresAt: world.clock.now().add({ hours: 24 }) } });
  const token = first.status === 'offered' ? tokenOf(first.link.url) : '';
  expect(await look(world, token)).toMatchObject({ role: 'provider', email: null });

  await accept(world, token);
  const cookie = await buildSession(world, 'paola');
  const { actor, signedIn } = await callerWith(world, { cookie });
  expect(actor.roles).toEqual(['provider']);
  expect(signedIn).toMatchObject({ accountKind: 'provider', accountName: world.services.brand.name });
  await expect(accept(world, token, { login: 'other' })).rejects.toEqual(refusal('provider.linkUsed'));
  expect(await startPortal(world)).toBeUndefined();
});

test('each start prints a new link while nobody can sign in, and only the last one works', async () => {
  const world = await startWorld();
  const before = await startPortal(world);
  world.advance({ minutes: 1 });
  const after = await startPortal(world);
  await expect(accept(world, before)).rejects.toEqual(refusal('provider.linkReplaced'));
  await expect(accept(world, 'guessed')).rejects.toEqual(refusal('provider.linkUnknown'));
  world.advance({ hours: 24 });
  await expect(accept(world, after)).rejects.toEqual(refusal('provider.linkExpired'));
  await accept(world, await startPortal(world));
  const accounts = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(account).where(eq(account.kind, 'provider')),
  );
  expect(accounts).toHaveLength(1);
});

test('processes that start at the same time print one link', async () => {
  const world = await startWorld();
  const startedAt = world.clock.now();
  world.advance({ seconds: 2 });
  const tokens = await Promise.all(Array.from({ length: 4 }, () => startPortal(world, startedAt)));
  const [printed, ...others] = tokens.filter((token) => token !== undefined);
  expect(others).toEqual([]);
  await accept(world, printed);
});

test('a link is used once by two people who open it at the same time', async () => {
  const world = await startWorld();
  const token = await startPortal(world);
  const outcomes = await Promise.allSettled([accept(world, token), accept(world, token, { login: 'ugo' })]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('the command line invites a first and further people, with what it knows of them', async () => {
  const world = await startWorld();
  const { call } = world.as(systemActor());
  const open = await startPortal(world);
  await accept(world, tokenOf((await call(invitePerson, {})).url));
  await expect(look(world, open)).rejects.toEqual(refusal('provider.linkReplaced'));

  const known = { firstName: 'Ugo', lastName: 'Neri', email: 'ugo@fornitore.it' };
  const invited = await call(invitePerson, { ...known, role: 'providerOperator' });
  expect(await look(world, tokenOf(invited.url))).toMatchObject({ ...known, role: 'providerOperator' });
  await accept(world, tokenOf(invited.url), { ...known, login: 'ugo' });
  expect((await callerWith(world, { cookie: await buildSession(world, 'ugo') })).actor.roles).toEqual([
    'providerOperator',
  ]);
  const events = await world.db({ kind: 'system' }, (tx) => tx.select({ event: auditRecord.event }).from(auditRecord));
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['provider.firstLinkOffered', 'provider.personInvited', 'provider.invitationAccepted']),
  );
});

test('nobody but the command line makes links, and the staff’s passwords follow the same rules', async () => {
  const world = await startWorld();
  const token = await startPortal(world);
  const weak = accept(world, token, { password: 'paolaferrari', repeatedPassword: 'paolaferrari' });
  await expect(weak).rejects.toMatchObject({ code: 'input.invalid', fields: [{ path: 'password' }] });
  await accept(world, token);
  const { actor } = await callerWith(world, { cookie: await buildSession(world, 'paola') });
  await expect(world.as(actor).call(invitePerson, {})).rejects.toEqual(refusal('permission.denied'));
});

test('the token is in no row and in no line of the log', async () => {
  const world = await startWorld();
  let written = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const app = { ...world.app, log: createLog('debug', destination) };
  const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
  const first = await offerFirstLink(app, world.clock.now());
  const urls = [
    first.status === 'offered' ? first.link.url : '',
    (await runOperation(app, invitePerson, {}, caller)).url,
  ];
  const rows = await world.db({ kind: 'system' }, async (tx) => [
    ...(await tx.select().from(providerInvitation)),
    ...(await tx.select().from(auditRecord)),
  ]);
  expect(written).toContain('operation done');
  expect(rows).toHaveLength(4);
  for (const url of urls) {
    expect(tokenOf(url)).toHaveLength(43);
    expect(JSON.stringify(rows) + written).not.toContain(tokenOf(url));
  }
});
