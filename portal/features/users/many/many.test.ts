import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { listMyServices } from '#features/licences/list-my-services.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { buyLicences } from '#features/subscriptions/builders.ts';
import type { Actor } from '#platform/actor.ts';
import { assert } from '#platform/refusal.ts';
import { auditRecord } from '#platform/tables.ts';
import { startWorld } from '#shell/testing/world.ts';
import { listUsers } from '../manage/list-users.ts';
import { getServices } from '../services/get-services.ts';
import { changeMany } from './change-many.ts';
import { previewMany } from './preview-many.ts';

type Outcome = Readonly<{ name: string; outcome: string; code: string | null }>;

/** "Ada Bianchi: refused users.notOneself", the last name being the same for all. */
const linesOf = ({ people }: { people: readonly Outcome[] }) =>
  people.map(({ name, outcome, code }) => `${name.split(' ')[0]}: ${outcome}${code === null ? '' : ` ${code}`}`);

const idsOf = (...people: readonly Actor[]) => people.map(({ personId }) => personId ?? '');

/** A company with a service of two seats, its administrator Anna, and Ada, Bea and Carla, who use services. */
async function startWithPeople() {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const bought = await buyLicences(world, { seatCount: 2 });
  const { accountId, administrator } = bought;
  const now = world.clock.now();
  const add = (firstName: string, roles: Parameters<typeof buildPerson>[1]['roles'] = ['serviceUser']) =>
    world.db({ kind: 'system' }, (tx) =>
      buildPerson(tx, { ...{ accountId, firstName, lastName: 'Neri', roles, now }, login: firstName.toLowerCase() }),
    );
  const [ada, bea, carla] = [await add('Ada'), await add('Bea'), await add('Carla')];
  const { services } = await world.as(administrator).call(listMyServices, {});
  const serviceId = services[0]?.serviceId;
  assert(serviceId !== undefined, 'a bought subscription has its service');
  return { world, ...bought, ada, bea, carla, add, serviceId, admin: world.as(administrator) };
}

test('a service is assigned to as many as there are seats, and the preview says for whom there is none', async () => {
  const { admin, ada, bea, carla, serviceId } = await startWithPeople();
  const input = { userIds: idsOf(carla, ada, bea), action: { kind: 'assign', serviceId } as const };
  const expected = ['Ada: done', 'Bea: done', 'Carla: refused licences.noSeatLeft'];
  expect(linesOf(await admin.call(previewMany, input))).toEqual(expected);
  const free = async () => (await admin.call(getServices, {})).services[0]?.freeCount;
  // The preview has changed nothing.
  expect(await free()).toBe(2);
  const result = await admin.call(changeMany, input);
  expect(linesOf(result)).toEqual(expected);
  expect(result.doneCount).toBe(2);
  expect(await free()).toBe(0);
  expect(linesOf(await admin.call(changeMany, input))).toEqual([
    'Ada: unchanged',
    'Bea: unchanged',
    'Carla: refused licences.noSeatLeft',
  ]);
});

test('a preview changes nobody, sends no mail and leaves no audit record', async () => {
  const { world, admin, ada, bea, serviceId } = await startWithPeople();
  await world.runJobs();
  const written = async () => ({
    mails: (await world.mails()).length,
    records: await world.db({ kind: 'system' }, (tx) => tx.$count(auditRecord)),
    people: (await admin.call(listUsers, {})).total,
  });
  const before = await written();
  const userIds = idsOf(ada, bea);
  await admin.call(previewMany, { userIds, action: { kind: 'assign', serviceId } });
  await admin.call(previewMany, { userIds, action: { kind: 'changeRoles', roles: ['costViewer'] } });
  await admin.call(previewMany, { userIds, action: { kind: 'remove' } });
  await world.runJobs();
  expect(await written()).toEqual(before);
  await admin.call(changeMany, { userIds, action: { kind: 'changeRoles', roles: ['costViewer'] } });
  // A mail and a record for each, and a record of the whole.
  expect(await written()).toEqual({ ...before, mails: before.mails + 2, records: before.records + 3 });
});

test('who cannot be disabled is named; who is already is left as is', async () => {
  const { admin, administrator, ada, bea } = await startWithPeople();
  await admin.call(changeMany, { userIds: idsOf(bea), action: { kind: 'disable' } });
  const userIds = idsOf(administrator, ada, bea);
  const result = await admin.call(changeMany, { userIds, action: { kind: 'disable' } });
  expect(linesOf(result).toSorted()).toEqual(['Ada: done', 'Anna: refused users.notOneself', 'Bea: unchanged']);
  expect((await admin.call(listUsers, {})).countByStatus).toMatchObject({ disabled: 2 });
});

test('A28 of all administrators together the last one stays', async () => {
  const { world, administrator, add, admin } = await startWithPeople();
  const [second, third] = [await add('Dora', ['administrator']), await add('Elsa', ['administrator'])];
  const system = { ...administrator, personId: null, roles: ['system'] as const };
  const userIds = idsOf(administrator, second, third);
  const result = await world.as(system).call(changeMany, { userIds, action: { kind: 'disable' } });
  expect(result.doneCount).toBe(2);
  expect(linesOf(result).filter((line) => line.endsWith('refused users.lastAdministrator'))).toHaveLength(1);
  expect((await admin.call(listUsers, {})).countByStatus).toMatchObject({ disabled: 2 });
});

test('A28 two administrators who disable each other and all others at once do not lock the account out', async () => {
  const { world, administrator, add } = await startWithPeople();
  const [second, third] = [await add('Dora', ['administrator']), await add('Elsa', ['administrator'])];
  const userIds = idsOf(administrator, second, third);
  const act = (who: Actor) => world.as(who).call(changeMany, { userIds, action: { kind: 'disable' } });
  const ended = await Promise.allSettled([act(administrator), act(second)]);
  for (const one of ended) if (one.status === 'rejected') expect(one.reason).toMatchObject({ isRefusal: true });
  const { items } = await world.as(administrator).call(listUsers, { roles: ['administrator'], statuses: ['ready'] });
  expect(items.length).toBeGreaterThanOrEqual(1);
});

test('a removal needs a confirmation, and frees the seats', async () => {
  const { admin, ada, bea, serviceId } = await startWithPeople();
  const userIds = idsOf(ada, bea);
  await admin.call(changeMany, { userIds, action: { kind: 'assign', serviceId } });
  await expect(admin.call(changeMany, { userIds, action: { kind: 'remove' } })).rejects.toMatchObject({
    code: 'input.invalid',
    fields: [{ path: 'confirmed', code: 'input.notConfirmed' }],
  });
  const result = await admin.call(changeMany, { userIds, action: { kind: 'remove' }, confirmed: true });
  expect(linesOf(result)).toEqual(['Ada: done', 'Bea: done']);
  expect((await admin.call(getServices, {})).services[0]?.freeCount).toBe(2);
});

test('roles are changed and activation mails sent; who has a password needs none', async () => {
  const { world, accountId, admin, ada, bea } = await startWithPeople();
  const now = world.clock.now();
  const invited = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'zoe', firstName: 'Zoe', lastName: 'Neri', password: null, now }),
  );
  const sent = await admin.call(changeMany, { userIds: idsOf(ada, invited), action: { kind: 'resendActivation' } });
  expect(linesOf(sent)).toEqual(['Ada: refused users.alreadyActive', 'Zoe: done']);
  const action = { kind: 'changeRoles', roles: ['costViewer'] } as const;
  expect(linesOf(await admin.call(changeMany, { userIds: idsOf(ada, bea), action }))).toEqual([
    'Ada: done',
    'Bea: done',
  ]);
  expect(linesOf(await admin.call(previewMany, { userIds: idsOf(ada), action }))).toEqual(['Ada: unchanged']);
});

test('a person of another account refuses the whole, as one who does not exist', async () => {
  const { world, admin, ada } = await startWithPeople();
  const now = world.clock.now();
  const stranger = await world.db({ kind: 'system' }, async (tx) =>
    buildPerson(tx, { accountId: await buildAccount(tx, { name: 'Neri S.p.A.', now }), login: 'nora', now }),
  );
  const input = { userIds: idsOf(ada, stranger), action: { kind: 'disable' } as const };
  await expect(admin.call(previewMany, input)).rejects.toMatchObject({ code: 'users.notFound' });
  await expect(admin.call(changeMany, input)).rejects.toMatchObject({ code: 'users.notFound' });
  expect((await admin.call(listUsers, {})).countByStatus).toMatchObject({ disabled: 0 });
});

test('the list is filtered by service and role, with counts', async () => {
  const { admin, ada, bea, serviceId } = await startWithPeople();
  await admin.call(changeMany, { userIds: idsOf(ada, bea), action: { kind: 'assign', serviceId } });
  const held = await admin.call(listUsers, { serviceIds: [serviceId] });
  expect(held.items.map(({ firstName }) => firstName)).toEqual(['Ada', 'Bea']);
  expect(held.countByRole).toEqual({ serviceUser: 2 });
  expect((await admin.call(listUsers, {})).countByRole).toEqual({ serviceUser: 3, administrator: 1 });
  expect(held.services).toEqual([{ serviceId, name: 'Microsoft 365 Business Basic', userCount: 2 }]);
});
