import { expect, test } from 'vitest';
import { disableUser } from '#features/users/users.ts';
import { enableUser } from '../../users/manage/enable-user.ts';
import { getServices } from '../../users/services/get-services.ts';
import { assignService } from '../assign-service.ts';
import { startAtMicrosoft } from '../builders.ts';
import { listVendorFailures, listVendorWork } from './list-vendor-work.ts';
import { retryVendorTask } from './retry-vendor-task.ts';
import { setVendorRule } from './vendor-rule.ts';

const SLOW = { timeout: 60_000 };

test('S36 S37 A29 a disabled person cannot sign in at Microsoft; an enabled one can again', SLOW, async () => {
  const { world, admin, luca, serviceId, atMicrosoft } = await startAtMicrosoft();
  await admin.call(assignService, { serviceId, personId: luca.personId });
  await world.runJobs();
  await admin.call(disableUser, { userId: luca.personId });
  await world.runJobs();
  expect(await atMicrosoft('luca')).toMatchObject({ isSignInBlocked: true, licences: [{}] });
  const { vendorUsers } = await admin.call(getServices, { userId: luca.personId });
  expect(vendorUsers).toMatchObject([{ isSignInAllowed: false, signIn: { status: 'done', isWanted: false } }]);

  await admin.call(enableUser, { userId: luca.personId });
  await world.runJobs();
  expect(await atMicrosoft('luca')).toMatchObject({ isSignInBlocked: false });
  expect((await admin.call(getServices, { userId: luca.personId })).vendorUsers).toMatchObject([
    { isSignInAllowed: true, signIn: null },
  ]);
});

test('a sign-in that Microsoft’s administrators blocked stays blocked when the person is enabled', SLOW, async () => {
  const { world, admin, luca, customerId, atMicrosoft } = await startAtMicrosoft();
  const userId = (await atMicrosoft('luca'))?.id ?? '';
  await world.services.microsoft.client.directoryUsers.setSignIn({ customerId, userId }, false);
  for (const operation of [disableUser, enableUser]) {
    await admin.call(operation, { userId: luca.personId });
    await world.runJobs();
  }
  expect(await atMicrosoft('luca')).toMatchObject({ isSignInBlocked: true });
  expect((await admin.call(listVendorFailures, {})).total).toBe(0);
});

test('disabled and enabled at once, or twice: what is wanted last is what Microsoft has', SLOW, async () => {
  const { world, admin, luca, atMicrosoft } = await startAtMicrosoft();
  const userId = luca.personId;
  await admin.call(disableUser, { userId });
  await admin.call(enableUser, { userId });
  await world.runJobs();
  expect((await atMicrosoft('luca'))?.isSignInBlocked ?? false).toBe(false);
  await admin.call(disableUser, { userId });
  await admin.call(disableUser, { userId });
  await world.runJobs();
  expect(await atMicrosoft('luca')).toMatchObject({ isSignInBlocked: true });
});

test(
  'an account that does not agree to it keeps Microsoft as it is, but takes back what was blocked',
  SLOW,
  async () => {
    const { world, admin, luca, eva, addAtMicrosoft, atMicrosoft } = await startAtMicrosoft();
    await addAtMicrosoft('eva');
    await admin.call(disableUser, { userId: luca.personId });
    await world.runJobs();
    await admin.call(setVendorRule, { disablesAtVendor: false });
    await admin.call(disableUser, { userId: eva.personId });
    await admin.call(enableUser, { userId: luca.personId });
    await world.runJobs();
    expect([
      (await atMicrosoft('eva'))?.isSignInBlocked ?? false,
      (await atMicrosoft('luca'))?.isSignInBlocked,
    ]).toEqual([false, false]);
  },
);

test('A29 what could not be blocked is a work item for administrators and provider, and a mail', SLOW, async () => {
  const { world, admin, luca, atMicrosoft } = await startAtMicrosoft();
  await world.simulator.control('POST', '/faults', {
    match: { method: 'PATCH', path: 'v1.0/users' },
    times: 1,
    fault: { kind: 'status', status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'No.' } } },
  });
  await admin.call(disableUser, { userId: luca.personId });
  await world.runJobs();
  const failed = { kind: 'signIn', isWanted: false, failure: 'needsProvider' };
  const { items } = await admin.call(listVendorFailures, {});
  expect(items).toMatchObject([failed]);
  const provider = world.as({ roles: ['providerOperator'], accountId: null, personId: null, impersonatorId: null });
  expect((await provider.call(listVendorWork, {})).items).toMatchObject([failed]);
  const mails = await world.mails();
  expect(mails.map(({ subject }) => subject)).toContain('Luca Bianchi può ancora accedere a Microsoft');

  await admin.call(retryVendorTask, { taskId: items[0]?.taskId ?? '' });
  await world.runJobs();
  expect(await atMicrosoft('luca')).toMatchObject({ isSignInBlocked: true });
  expect((await admin.call(listVendorFailures, {})).total).toBe(0);
});

test('a worker that is killed after the block: the block is the portal’s, and is taken back', SLOW, async () => {
  const { world, admin, luca, atMicrosoft } = await startAtMicrosoft();
  // Every answer of the change and of the read-back is lost in the first attempts.
  await world.simulator.control('POST', '/faults', {
    match: { method: 'PATCH', path: 'v1.0/users' },
    times: 3,
    fault: { kind: 'dropAfter' },
  });
  await admin.call(disableUser, { userId: luca.personId });
  await world.runJobs();
  expect(await atMicrosoft('luca')).toMatchObject({ isSignInBlocked: true });
  await admin.call(enableUser, { userId: luca.personId });
  await world.runJobs();
  expect(await atMicrosoft('luca')).toMatchObject({ isSignInBlocked: false });
});

test('who has nothing at Microsoft is disabled without a work item', SLOW, async () => {
  const { world, admin, eva } = await startAtMicrosoft();
  await admin.call(disableUser, { userId: eva.personId });
  await world.runJobs();
  expect((await admin.call(listVendorFailures, {})).total).toBe(0);
});
