import { expect, test, vi } from 'vitest';
import { buildProvider } from '#features/orders/builders.ts';
import { silentLog } from '#platform/logging.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { getConnection } from './get-connection.ts';
import { outageRecorder } from './outages.ts';

test('an outage lasts until every process that noticed it has an answer', async () => {
  const world = await startWorld();
  const provider = await buildProvider(world);
  const [one, other] = [recorderOf(world), recorderOf(world)];
  one({ isVendorOpen: false, customerIds: ['a', 'b'] });
  other({ isVendorOpen: true, customerIds: ['b'] });
  await shows(world, provider, { isOfVendor: true, customers: ['a', 'b'] });
  one({ isVendorOpen: false, customerIds: [] });
  await shows(world, provider, { isOfVendor: true, customers: ['b'] });
  other({ isVendorOpen: false, customerIds: [] });
  await shows(world, provider, { isOfVendor: false, customers: [] });
});

test('what a process reports while it writes is not lost', async () => {
  const world = await startWorld();
  const provider = await buildProvider(world);
  const report = recorderOf(world);
  for (const id of ['a', 'b', 'c', 'd']) report({ isVendorOpen: false, customerIds: [id] });
  await shows(world, provider, { isOfVendor: false, customers: ['d'] });
});

test('the outage of a process that ended is forgotten', async () => {
  const world = await startWorld();
  const provider = await buildProvider(world);
  const quarterOfAnHourAgo = world.services.machineClock.now().subtract({ minutes: 15 });
  recorderOf(world, quarterOfAnHourAgo)({ isVendorOpen: true, customerIds: ['old'] });
  recorderOf(world)({ isVendorOpen: false, customerIds: ['new'] });
  await shows(world, provider, { isOfVendor: false, customers: ['new'] });
});

function recorderOf(world: World, at = world.services.machineClock.now()) {
  return outageRecorder({
    database: world.app.database,
    vendor: 'microsoft',
    noticedBy: crypto.randomUUID(),
    now: () => at,
    log: silentLog,
  });
}

async function shows(
  world: World,
  provider: Awaited<ReturnType<typeof buildProvider>>,
  expected: Readonly<{ isOfVendor: boolean; customers: readonly string[] }>,
) {
  await vi.waitFor(async () => {
    const { outages } = await world.as(provider).call(getConnection, { vendor: 'microsoft' });
    expect({
      isOfVendor: outages.vendorSince !== null,
      customers: outages.customers.map(({ vendorCustomerId }) => vendorCustomerId),
    }).toEqual(expected);
  });
}
