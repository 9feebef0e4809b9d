import { expect, test } from 'vitest';
import type { PersonId } from '#platform/ids.ts';
import { newId } from '#platform/ids.ts';
import { silentLog } from '#platform/logging.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { findSignIn, hashOfSetting, storedTokenOf, storeSignIn } from './stored-token.ts';

const VENDOR = 'example';

test('without a sign-in and a setting there is no token', async () => {
  const world = await startWorld();
  expect(await tokenOf(world, undefined).read()).toBeUndefined();
});

test('the token of the setting is the first; what the vendor returns replaces it, for every process', async () => {
  const world = await startWorld();
  const first = tokenOf(world, 'setting-1');
  expect(await first.read()).toBe('setting-1');
  await first.write('rotated-1', 'setting-1');
  expect(await first.read()).toBe('rotated-1');
  expect(await tokenOf(world, 'setting-1').read()).toBe('rotated-1');
  expect(await tokenOf(world, undefined).read()).toBe('rotated-1');
});

test('a changed setting is newer than what is stored, once; an old process does not bring its own back', async () => {
  const world = await startWorld();
  const old = tokenOf(world, 'setting-1');
  await old.read();
  const changed = tokenOf(world, 'setting-2');
  expect(await changed.read()).toBe('setting-2');
  expect(await old.read()).toBe('setting-2');
  await changed.write('rotated-2', 'setting-2');
  expect(await old.read()).toBe('rotated-2');
});

test('a person who signs in replaces everything, also a setting that was not used yet', async () => {
  const world = await startWorld();
  await signedIn(world, 'of-person', 'setting-1');
  expect(await tokenOf(world, 'setting-1').read()).toBe('of-person');
});

test('what the vendor returns for an older sign-in does not replace the newer one', async () => {
  const world = await startWorld();
  const token = tokenOf(world, 'setting-1');
  const used = await token.read();
  await signedIn(world, 'of-person', 'setting-1');
  await token.write('rotated-of-old', used ?? '');
  expect(await token.read()).toBe('of-person');
});

test('a refusal is kept until the sign-in works again; each use moves the end', async () => {
  const world = await startWorld();
  const token = tokenOf(world, 'setting-1');
  await token.read();
  await token.refuse({ meaning: 'signInAgain', code: 'AADSTS700082', isSecondFactorMissing: false });
  const failedAt = world.machineClock.now();
  expect(await factsOf(world)).toMatchObject({ failure: 'signInAgain', failureCode: 'AADSTS700082', failedAt });
  world.machineClock.set(failedAt.add({ hours: 1 }));
  await token.write('setting-1', 'setting-1');
  expect(await factsOf(world)).toMatchObject({ failure: null, failedAt: null, usedAt: failedAt.add({ hours: 1 }) });
});

test('an access token of before the sign-in says nothing about it', async () => {
  const world = await startWorld();
  await signedIn(world, 'of-person', undefined);
  const token = tokenOf(world, undefined);
  const refusal = { meaning: 'multiFactorMissing', code: '900421', isSecondFactorMissing: true };
  await token.refuse(refusal);
  expect(await factsOf(world)).toMatchObject({ failedAt: null });
  world.machineClock.set(world.machineClock.now().add({ minutes: 61 }));
  await token.refuse(refusal);
  expect(await factsOf(world)).toMatchObject({ failure: 'multiFactorMissing' });
});

function tokenOf(world: World, settingToken: string | undefined) {
  const { database } = world.app;
  const { secretBox, machineClock } = world.services;
  const now = () => machineClock.now();
  return storedTokenOf({ database, secretBox, vendor: VENDOR, settingToken, now, log: silentLog });
}

function signedIn(world: World, refreshToken: string, settingToken: string | undefined): Promise<void> {
  return world.db({ kind: 'system' }, (tx) =>
    storeSignIn(tx, {
      secretBox: world.services.secretBox,
      vendor: VENDOR,
      refreshToken,
      now: world.machineClock.now(),
      signedInBy: newId<'person'>() satisfies PersonId,
      signedInAs: null,
      hasSecondFactor: true,
      settingHash: settingToken === undefined ? undefined : hashOfSetting(settingToken),
    }),
  );
}

async function factsOf(world: World) {
  return world.db({ kind: 'system' }, (tx) => findSignIn(tx, VENDOR));
}
