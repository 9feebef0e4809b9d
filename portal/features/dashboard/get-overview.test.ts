import { expect, test } from 'vitest';
import { assignService, listMyServices } from '#features/licences/licences.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { buyLicences } from '#features/subscriptions/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { getOverview } from './get-overview.ts';

const NOW = '2026-12-02T09:00:00Z';

async function startWithTenSeats() {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { seatCount: 10 });
  const user = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, {
      accountId: bought.accountId,
      login: 'luca',
      roles: ['serviceUser'],
      now: world.clock.now(),
      password: null,
    }),
  );
  return { world, ...bought, user };
}

test('S4 the overview counts licences and users and forecasts the spend', async () => {
  const { world, administrator, user } = await startWithTenSeats();
  const { services } = await world.as(administrator).call(listMyServices, {});
  await world
    .as(administrator)
    .call(assignService, { serviceId: services[0]?.serviceId ?? '', personId: user.personId });

  const overview = await world.as(administrator).call(getOverview, {});

  expect(overview.licences).toMatchObject({ subscriptionCount: 1, seatCount: 10, assignedCount: 1 });
  // Nine that nobody has, at € 31.
  expect(overview.licences).toMatchObject({ unusedCount: 9, unusedPerMonth: { amount: '279', currency: 'EUR' } });
  expect(overview.licences.services).toMatchObject([
    { name: 'Microsoft 365 Business Basic', assignedCount: 1, unusedPerMonth: { amount: '279' } },
  ]);
  expect(overview.people).toMatchObject({ total: 2, administratorCount: 1 });
  expect(overview.runningOrders).toEqual([]);
  // Bought this month for € 310; then € 310 on the 2nd of each month, the renewal included.
  expect(overview.spend.thisMonth).toEqual({ amount: '310', currency: 'EUR' });
  expect(overview.spend.products).toEqual(['Microsoft 365 Business Basic']);
  expect(overview.spend.columns.map(({ month, net }) => `${month} ${net.amount}`)).toEqual([
    ...['2026-07 0', '2026-08 0', '2026-09 0', '2026-10 0', '2026-11 0', '2026-12 310'],
    ...['2027-01 310', '2027-02 310', '2027-03 310', '2027-04 310', '2027-05 310', '2027-06 310'],
  ]);
  expect(overview.spend.months).toHaveLength(12);
  expect(overview.spend.months[0]).toEqual({ month: '2027-01', net: { amount: '310', currency: 'EUR' } });
  expect(overview.spend.months[11]).toEqual({ month: '2027-12', net: { amount: '310', currency: 'EUR' } });
});

test('a service user may not see the overview of the account', async () => {
  const { world, user } = await startWithTenSeats();
  await expect(world.as(user).call(getOverview, {})).rejects.toMatchObject({ code: 'permission.denied' });
});
