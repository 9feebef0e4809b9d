import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { order } from '#features/subscriptions/builders.ts';
import { assert } from '#platform/refusal.ts';
import { removeUser } from '../../users/manage/remove-user.ts';
import { assignServices } from '../../users/services/assign-services.ts';
import { getServices } from '../../users/services/get-services.ts';
import { withdrawService } from '../../users/services/withdraw-service.ts';
import { assignService } from '../assign-service.ts';
import { startAtMicrosoft } from '../builders.ts';
import { getService } from '../get-service.ts';
import { vendorTask } from '../tables.ts';
import { unassignService } from '../unassign-service.ts';
import { chooseVendorUser } from './choose-vendor-user.ts';
import { createVendorUser } from './create-vendor-user.ts';
import { listVendorFailures, listVendorWork } from './list-vendor-work.ts';
import { retryVendorTask } from './retry-vendor-task.ts';
import { showFirstPassword } from './show-first-password.ts';

const SLOW = { timeout: 60_000 };
const refusal = (code: string) => expect.objectContaining({ code });

test('S20 S21 a licence is given and taken at Microsoft, and the pages say how far it is', SLOW, async () => {
  const { world, admin, luca, serviceId, atMicrosoft } = await startAtMicrosoft();
  const held = async () =>
    (await admin.call(getServices, { userId: luca.personId })).services.map(({ heldSince, atVendor }) => [
      heldSince !== null,
      atVendor?.status ?? null,
    ]);
  await admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] });
  expect(await held()).toEqual([[true, 'waiting']]);
  expect((await atMicrosoft('luca'))?.licences).toEqual([]);
  await world.runJobs();
  expect(await held()).toEqual([[true, 'done']]);
  expect((await atMicrosoft('luca'))?.licences).toHaveLength(1);

  await admin.call(withdrawService, { userId: luca.personId, serviceId });
  const leaving = async () => (await admin.call(getService, { serviceId })).management?.leaving;
  expect(await leaving()).toMatchObject([{ name: 'Luca Bianchi', atVendor: { status: 'waiting', isWanted: false } }]);
  await world.runJobs();
  expect([await held(), await leaving()]).toEqual([[[false, null]], []]);
  expect((await atMicrosoft('luca'))?.licences).toEqual([]);
});

test('being given and losing a service is told to the person once, in their language', SLOW, async () => {
  const { world, admin, luca, serviceId } = await startAtMicrosoft();
  const ofLuca = async () => (await world.mails()).filter(({ personId }) => personId === luca.personId);
  await admin.call(assignService, { serviceId, personId: luca.personId });
  expect(await ofLuca(), 'not before it can be used').toEqual([]);
  await world.runJobs();
  await admin.call(assignService, { serviceId, personId: luca.personId });
  await world.runJobs();
  expect((await ofLuca()).map(({ subject }) => subject)).toEqual(['Puoi usare Microsoft 365 Business Basic']);
  await admin.call(unassignService, { serviceId, personId: luca.personId });
  await world.runJobs();
  expect((await ofLuca()).map(({ kind }) => kind)).toEqual(['licences.given', 'licences.taken']);
});

test(
  'who has no account at Microsoft is a work item, until an address is given that Microsoft knows',
  SLOW,
  async () => {
    const { world, admin, eva, serviceId, tenantId, addAtMicrosoft, atMicrosoft, vendorUser } =
      await startAtMicrosoft();
    await admin.call(assignService, { serviceId, personId: eva.personId });
    await world.runJobs();
    const failed = { failure: 'userNotFound', kind: 'licence', name: 'Eva Bianchi' };
    expect((await admin.call(listVendorFailures, {})).items).toMatchObject([failed]);
    const provider = world.as({ roles: ['provider'], accountId: null, personId: null, impersonatorId: null });
    expect((await provider.call(listVendorWork, {})).items).toMatchObject([{ ...failed, note: expect.any(String) }]);

    await addAtMicrosoft('eva.neri');
    await admin.call(chooseVendorUser, {
      personId: eva.personId,
      tenantId,
      vendorLogin: 'Eva.Neri@contoso.onmicrosoft.com',
    });
    await world.runJobs();
    expect((await atMicrosoft('eva.neri'))?.licences).toHaveLength(1);
    expect(await vendorUser(eva.personId)).toMatchObject({
      isFound: true,
      isChosen: true,
      tasks: [{ status: 'done' }],
    });
    expect((await admin.call(listVendorFailures, {})).total).toBe(0);
  },
);

test('an account is made on request; its first password is shown once, to who requested it', SLOW, async () => {
  const { world, admin, accountId, eva, serviceId, tenantId, atMicrosoft, vendorUser } = await startAtMicrosoft();
  const key = { personId: eva.personId, tenantId };
  await admin.call(assignService, { serviceId, personId: eva.personId });
  await world.runJobs();
  await admin.call(createVendorUser, { ...key, vendorLogin: 'eva@contoso.onmicrosoft.com' });
  await expect(admin.call(showFirstPassword, key)).rejects.toEqual(refusal('licences.noPasswordKept'));
  await expect(admin.call(createVendorUser, { ...key, vendorLogin: 'e@contoso.onmicrosoft.com' })).rejects.toEqual(
    refusal('licences.userTaskRuns'),
  );
  await world.runJobs();
  expect((await atMicrosoft('eva'))?.licences, 'the licence that waited is given').toHaveLength(1);

  const other = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'bruno', now: world.clock.now(), password: null }),
  );
  await expect(world.as(other).call(showFirstPassword, key)).rejects.toEqual(refusal('licences.noPasswordKept'));
  expect((await vendorUser(eva.personId))?.hasFirstPassword).toBe(true);
  const { login, password } = await admin.call(showFirstPassword, key);
  expect([login, password.length]).toEqual(['eva@contoso.onmicrosoft.com', 16]);
  await expect(admin.call(showFirstPassword, key)).rejects.toEqual(refusal('licences.noPasswordKept'));
});

test('an account that is there already is used as it is, without a password', SLOW, async () => {
  const { world, admin, luca, tenantId, vendorUser } = await startAtMicrosoft();
  await admin.call(createVendorUser, {
    personId: luca.personId,
    tenantId,
    vendorLogin: 'luca@contoso.onmicrosoft.com',
  });
  await world.runJobs();
  expect(await vendorUser(luca.personId)).toMatchObject({ isFound: true, hasFirstPassword: false });
});

test('an address of no domain of the tenant is refused in words', SLOW, async () => {
  const { world, admin, eva, tenantId, vendorUser } = await startAtMicrosoft();
  await admin.call(createVendorUser, { personId: eva.personId, tenantId, vendorLogin: 'eva@altrove.example' });
  await world.runJobs();
  expect((await vendorUser(eva.personId))?.tasks).toMatchObject([{ kind: 'user', failure: 'loginRefused' }]);
});

test('a worker that is killed between the call and the read-back: the job finds what it did', SLOW, async () => {
  const { world, admin, luca, serviceId, customerId, atMicrosoft } = await startAtMicrosoft();
  await admin.call(assignService, { serviceId, personId: luca.personId });
  const [task] = await world.db({ kind: 'system' }, (tx) => tx.select().from(vendorTask));
  assert(task !== undefined, 'the task is there');
  // What the killed worker did.
  const { microsoft } = world.services.licenceVendors;
  assert(microsoft !== undefined, 'Microsoft has licences');
  const request = { services: world.services, vendorCustomerId: customerId, signal: AbortSignal.timeout(10_000) };
  const pool = await microsoft.findPool(request, { vendorProductId: 'CFQ7TTC0LH18', vendorSkuId: '0001' });
  const userId = (await atMicrosoft('luca'))?.id;
  assert(pool !== null && userId !== undefined, 'Luca and the licences are at Microsoft');
  await microsoft.setLicence(request, { userId, pool, isHeld: true, requestId: task.requestId });

  await world.runJobs();
  expect((await atMicrosoft('luca'))?.licences).toHaveLength(1);
  expect(await updatesSent(world)).toHaveLength(1);
  const [done] = await world.db({ kind: 'system' }, (tx) => tx.select().from(vendorTask));
  expect(done).toMatchObject({ status: 'done', requestId: task.requestId });
});

test(
  'without an answer the same request is sent again; given up, it is a work item and is tried again',
  SLOW,
  async () => {
    const { world, admin, luca, serviceId, atMicrosoft } = await startAtMicrosoft();
    await world.simulator.control('POST', '/faults', {
      match: { method: 'POST', path: 'licenseupdates' },
      times: 1000,
      fault: { kind: 'dropBefore' },
    });
    await admin.call(assignService, { serviceId, personId: luca.personId });
    await world.worker.runAll(4000);
    const sent = await updatesSent(world);
    expect(sent.length).toBeGreaterThan(10);
    expect(new Set(sent).size).toBe(1);
    const [failed] = (await admin.call(listVendorFailures, {})).items;
    expect(failed).toMatchObject({ failure: 'noAnswer' });
    await world.simulator.control('DELETE', '/faults');
    await admin.call(retryVendorTask, { taskId: failed?.taskId ?? '' });
    await world.runJobs();
    expect((await atMicrosoft('luca'))?.licences).toHaveLength(1);
    expect(new Set(await updatesSent(world)).size, 'still the same request').toBe(1);
  },
);

test('two administrators assign the last seat at once: one succeeds, also at Microsoft', SLOW, async () => {
  const { world, admin, accountId, luca, eva, serviceId, addAtMicrosoft, atMicrosoft } = await startAtMicrosoft({
    seatCount: 1,
  });
  await addAtMicrosoft('eva');
  const second = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'bruno', now: world.clock.now(), password: null }),
  );
  const outcomes = await Promise.allSettled([
    admin.call(assignService, { serviceId, personId: luca.personId }),
    world.as(second).call(assignService, { serviceId, personId: eva.personId }),
  ]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await world.runJobs();
  const given = [await atMicrosoft('luca'), await atMicrosoft('eva')].map((user) => user?.licences.length);
  expect(given.toSorted()).toEqual([0, 1]);
});

test(
  'a licence that was assigned outside the portal leaves none free: said with the next step, then tried again',
  SLOW,
  async () => {
    const { world, admin, luca, serviceId, customerId, addAtMicrosoft, atMicrosoft } = await startAtMicrosoft({
      seatCount: 1,
    });
    const { id: userId } = await addAtMicrosoft('esterno');
    const { client } = world.services.microsoft;
    const [pool] = (await client.licenses.listSubscribedSkus(customerId)).items;
    assert(pool !== undefined, 'the tenant has licences');
    const outside = { customerId, userId };
    await client.licenses.update(outside, { assign: [{ skuId: pool.productSku.id }] });
    await admin.call(assignService, { serviceId, personId: luca.personId });
    await world.runJobs();
    const [failed] = (await admin.call(listVendorFailures, {})).items;
    expect(failed).toMatchObject({ failure: 'noFreeLicence', serviceName: 'Microsoft 365 Business Basic' });
    await client.licenses.update(outside, { remove: [pool.productSku.id] });
    await admin.call(retryVendorTask, { taskId: failed?.taskId ?? '' });
    await world.runJobs();
    expect((await atMicrosoft('luca'))?.licences).toHaveLength(1);
  },
);

test('without a usage location the failure says so', SLOW, async () => {
  const { world, admin, eva, serviceId, addAtMicrosoft } = await startAtMicrosoft();
  await addAtMicrosoft('eva', '');
  await admin.call(assignService, { serviceId, personId: eva.personId });
  await world.runJobs();
  expect((await admin.call(listVendorFailures, {})).items).toMatchObject([{ failure: 'usageLocationMissing' }]);
});

test(
  'A28 who is deleted holds no licence at Microsoft, and the successor has it, also where none is free',
  SLOW,
  async () => {
    const { world, admin, luca, eva, serviceId, addAtMicrosoft, atMicrosoft } = await startAtMicrosoft({
      seatCount: 1,
    });
    await addAtMicrosoft('eva');
    await admin.call(assignService, { serviceId, personId: luca.personId });
    await world.runJobs();
    await admin.call(removeUser, { userId: luca.personId, handOverToId: eva.personId, confirmed: true });
    await world.runJobs();
    expect([(await atMicrosoft('luca'))?.licences, (await atMicrosoft('eva'))?.licences.length]).toEqual([[], 1]);
  },
);

test('subscriptions of one product are one pool: the licence stays while a seat of any is held', SLOW, async () => {
  const { world, admin, administrator, tenantId, offerId, luca, serviceId, atMicrosoft } = await startAtMicrosoft();
  const line = { offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 1 };
  await order(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
  const { services } = await admin.call(getServices, {});
  const other = services.find((service) => service.serviceId !== serviceId)?.serviceId ?? '';
  for (const id of [serviceId, other]) await admin.call(assignService, { serviceId: id, personId: luca.personId });
  await world.runJobs();
  // Both were given together: one mail names them.
  const given = (await world.mails()).filter(({ kind }) => kind === 'licences.given');
  expect(given.map(({ subject }) => subject)).toEqual(['Puoi usare 2 servizi']);
  const pool = (await admin.call(getService, { serviceId })).management?.pool;
  // The monthly subscription ends first; both can still be given back, the one that was bought first sooner.
  expect(pool?.subscriptions.map((one) => [one.seatCount, one.reducibleCount])).toEqual([
    [2, 2],
    [1, 1],
  ]);
  await admin.call(unassignService, { serviceId, personId: luca.personId });
  await world.runJobs();
  expect((await atMicrosoft('luca'))?.licences).toHaveLength(1);
  await admin.call(unassignService, { serviceId: other, personId: luca.personId });
  await world.runJobs();
  expect((await atMicrosoft('luca'))?.licences).toEqual([]);
});

test('nobody acts on accounts and tasks of another company', SLOW, async () => {
  const { world, admin, eva, serviceId, tenantId } = await startAtMicrosoft();
  await admin.call(assignService, { serviceId, personId: eva.personId });
  await world.runJobs();
  const [failed] = (await admin.call(listVendorFailures, {})).items;
  const stranger = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Neri S.r.l.', now: world.clock.now() });
    return buildPerson(tx, { accountId, login: 'neri', now: world.clock.now(), password: null });
  });
  const foreign = world.as(stranger);
  const key = { personId: eva.personId, tenantId };
  const vendorLogin = 'eva@contoso.onmicrosoft.com';
  await expect(foreign.call(chooseVendorUser, { ...key, vendorLogin })).rejects.toEqual(
    refusal('licences.personNotFound'),
  );
  await expect(foreign.call(createVendorUser, { ...key, vendorLogin })).rejects.toEqual(
    refusal('licences.personNotFound'),
  );
  await expect(foreign.call(createVendorUser, { personId: stranger.personId, tenantId, vendorLogin })).rejects.toEqual(
    refusal('licences.tenantNotLinked'),
  );
  await expect(foreign.call(showFirstPassword, key)).rejects.toEqual(refusal('licences.personNotFound'));
  await expect(foreign.call(retryVendorTask, { taskId: failed?.taskId ?? '' })).rejects.toEqual(
    refusal('licences.taskNotFound'),
  );
  expect((await foreign.call(listVendorFailures, {})).total).toBe(0);
});

/** The ids of the requests that changed licences. */
async function updatesSent(world: Awaited<ReturnType<typeof startAtMicrosoft>>['world']): Promise<string[]> {
  const requests = (await (await world.simulator.control('GET', '/requests')).json()) as {
    method: string;
    path: string;
    requestId: string;
  }[];
  return requests
    .filter(({ method, path }) => method === 'POST' && path.includes('licenseupdates'))
    .map(({ requestId }) => requestId);
}
