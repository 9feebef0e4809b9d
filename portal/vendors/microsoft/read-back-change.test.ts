import { assert, expect, test } from 'vitest';
import type { StepContext } from '#features/orders/orders.ts';
import { buyLicences } from '#features/subscriptions/builders.ts';
import { getSubscription } from '#features/subscriptions/subscriptions.ts';
import { systemActor } from '#platform/actor.ts';
import { newId } from '#platform/ids.ts';
import { silentLog } from '#platform/logging.server.ts';
import { inContext } from '#platform/operation.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { readBackChange } from './read-back-change.ts';

type Bought = Awaited<ReturnType<typeof buyLicences>>;

function contextOf(world: World, bought: Bought, reads: number): StepContext {
  const { accountId, administrator, subscriptionId, tenantId } = bought;
  const requestId = crypto.randomUUID();
  return {
    clock: world.clock,
    services: world.services,
    log: silentLog,
    order: {
      id: newId<'order'>(),
      accountId,
      number: 'ORD-2026-000009',
      change: { kind: 'renewal', subscriptionId, outcome: 'ends' },
      tenantId,
      subscriptionId,
      personId: administrator.personId,
      placedAt: world.clock.now(),
      lines: [],
    },
    requestId,
    requestIdOf: () => requestId,
    attempt: 1,
    results: {},
    own: { reads },
    inTransaction: (run) =>
      inContext(
        world.app,
        { kind: 'account', accountId },
        { actor: systemActor(accountId), requestId },
        silentLog,
        run,
      ),
    signal: AbortSignal.timeout(10_000),
  };
}

test('a choice that Microsoft accepted without effect is read again, then passed to customer and provider', async () => {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const bought = await buyLicences(world);
  expect(await readBackChange(contextOf(world, bought, 0))).toMatchObject({ status: 'wait', onWhom: 'vendor' });

  const outcome = await readBackChange(contextOf(world, bought, 11));
  assert(outcome.status === 'stuck');
  expect(outcome).toMatchObject({
    code: 'needsProvider',
    note: expect.stringContaining('termEndAction: requested Cancel'),
  });
  const shown = await world.as(bought.administrator).call(getSubscription, { subscriptionId: bought.subscriptionId });
  expect(shown.differences).toEqual([
    { field: 'autoRenew', requested: 'false', found: 'true' },
    { field: 'termEndAction', requested: 'Cancel', found: 'none' },
  ]);
  expect(shown.events[0]?.kind).toBe('differencesFound');
});
