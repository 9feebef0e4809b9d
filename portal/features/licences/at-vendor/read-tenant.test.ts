import { expect, test } from 'vitest';
import { assert } from '#platform/refusal.ts';
import { getServices } from '../../users/services/get-services.ts';
import { assignService } from '../assign-service.ts';
import { startAtMicrosoft } from '../builders.ts';
import { getService } from '../get-service.ts';

const SLOW = { timeout: 60_000 };

test(
  'licences that were given elsewhere are shown, and what is given in the portal is not taken for it',
  SLOW,
  async () => {
    const { world, admin, luca, serviceId, customerId, addAtMicrosoft } = await startAtMicrosoft({ seatCount: 3 });
    const { client } = world.services.microsoft;
    const { id: userId } = await addAtMicrosoft('esterno');
    const [pool] = (await client.licenses.listSubscribedSkus(customerId)).items;
    assert(pool !== undefined, 'the tenant has licences');
    await client.licenses.update({ customerId, userId }, { assign: [{ skuId: pool.productSku.id }] });
    await admin.call(assignService, { serviceId, personId: luca.personId });
    world.advance({ hours: 25 });
    await world.worker.runAll(120);
    const shown = async () => (await admin.call(getService, { serviceId })).management?.pool;
    expect(await shown()).toMatchObject({
      totalCount: 3,
      usedCount: 2,
      outside: [{ login: 'esterno@contoso.onmicrosoft.com', name: 'esterno' }],
    });

    await client.licenses.update({ customerId, userId }, { remove: [pool.productSku.id] });
    world.advance({ hours: 25 });
    await world.worker.runAll(120);
    expect(await shown()).toMatchObject({ usedCount: 1, outside: [] });
  },
);

test('people who have an account under their address are known after a reading', SLOW, async () => {
  const { world, admin, luca, eva } = await startAtMicrosoft();
  world.advance({ hours: 25 });
  await world.runJobs();
  expect((await admin.call(getServices, { userId: luca.personId })).vendorUsers).toMatchObject([
    { login: 'luca@contoso.onmicrosoft.com', isFound: true, isSignInAllowed: true },
  ]);
  expect((await admin.call(getServices, { userId: eva.personId })).vendorUsers).toEqual([]);
});

test('a tenant that does not let the portal read keeps what was read, and nothing fails', SLOW, async () => {
  const { world, admin, serviceId } = await startAtMicrosoft();
  world.advance({ hours: 25 });
  await world.runJobs();
  const before = (await admin.call(getService, { serviceId })).management?.pool;
  expect(before?.usedCount).toBe(0);
  await world.simulator.control('POST', '/faults', {
    match: { method: 'GET', path: 'v1.0/users' },
    times: 10,
    fault: { kind: 'status', status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'No.' } } },
  });
  world.advance({ hours: 25 });
  await world.runJobs();
  expect((await admin.call(getService, { serviceId })).management?.pool).toEqual(before);
});
