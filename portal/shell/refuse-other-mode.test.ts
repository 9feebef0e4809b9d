import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { systemActor } from '#platform/actor.ts';
import { ConfigError } from '#platform/config.server.ts';
import { inContext } from '#platform/operation.server.ts';
import { refuseOtherMode } from './refuse-other-mode.server.ts';
import { startWorld, type World } from './testing/world.ts';

const start = (world: World, mode: 'demo' | 'real') => refuseOtherMode({ mode }, world.app.database);

/** Rows of a portal that is older than the note of its mode. */
async function fill(world: World, event: string) {
  const caller = { actor: systemActor(), requestId: crypto.randomUUID() };
  await inContext(world.app, { kind: 'system' }, caller, world.app.log, async ({ tx, audit, clock }) => {
    await buildAccount(tx, { now: clock.now() });
    await audit.record(event, {}, null);
  });
}

test.each([
  ['real', 'demo', 'belongs to a portal in real use'],
  ['demo', 'real', 'was filled with the demo'],
] as const)('a database first started for %s is not started for %s', async (mode, other, sentence) => {
  const world = await startWorld();
  await start(world, mode);
  await start(world, mode);
  await expect(start(world, other)).rejects.toThrow(sentence);
  await expect(start(world, other)).rejects.toBeInstanceOf(ConfigError);
});

test.each([
  ['demo.accountsOpened', 'demo', 'real'],
  ['users.customerCreated', 'real', 'demo'],
] as const)('a database without a note is known by its contents: %s is %s', async (event, mode, other) => {
  const world = await startWorld();
  await fill(world, event);
  await expect(start(world, other)).rejects.toBeInstanceOf(ConfigError);
  await start(world, mode);
});
