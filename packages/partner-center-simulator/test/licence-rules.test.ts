import { expect, test } from 'vitest';
import { readCatalogue } from '../src/catalogue.ts';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

const EXCHANGE_ONE = 'CFQ7TTC0LH16:0001';
const OFFICE_E3 = 'CFQ7TTC0LF8R:0001';

async function startWithPeople() {
  const partner = await startTestSimulator();
  const path = `/v1/customers/${CONTOSO}/users`;
  const user = await partner.good('POST', path, {
    userPrincipalName: 'luca@contoso.example',
    displayName: 'Luca Verdi',
    usageLocation: 'IT',
    passwordProfile: { password: 'Segreto-123', forceChangePassword: true },
  });
  const poolOf = (sku: string) => readCatalogue().skuById.get(sku)?.provisioningId ?? '';
  const licences = `${path}/${user.text('id')}/licenseupdates`;
  const give = (sku: string) => partner.call('POST', licences, { licensesToAssign: [{ skuId: poolOf(sku) }] });
  const take = (sku: string) => partner.call('POST', licences, { licensesToRemove: [poolOf(sku)] });
  const held = async () => (await partner.good('GET', `${path}/${user.text('id')}/licenses`)).at('totalCount');
  return { partner, path, give, take, held };
}

test('licences whose plans exclude each other are refused, and nothing changes', async () => {
  const { partner, give, held } = await startWithPeople();
  for (const sku of [EXCHANGE_ONE, OFFICE_E3]) await partner.buy(CONTOSO, { sku, quantity: 1 });
  expect((await give(EXCHANGE_ONE)).status).toBe(201);
  const refused = await give(OFFICE_E3);
  expect([refused.status, refused.at('code')]).toEqual([400, 3000]);
  expect(refused.at('data', 0)).toMatch(/^MutuallyExclusiveViolation/);
  expect(await held()).toBe(1);
});

test('an add-on needs a licence of its base, which is not taken while the add-on is held', async () => {
  const { partner, give, take, held } = await startWithPeople();
  const { skus, skuById } = readCatalogue();
  const addOn = skus.find(
    ({ isAddOn, prerequisites, segment }) =>
      isAddOn && segment === 'commercial' && prerequisites.some((id) => skuById.has(id)),
  );
  const base = addOn?.prerequisites.find((id) => skuById.has(id));
  if (addOn === undefined || base === undefined) throw new Error('the catalogue has add-ons');
  const addOnId = `${addOn.productId}:${addOn.skuId}`;
  for (const sku of [base, addOnId]) await partner.buy(CONTOSO, { sku, quantity: 1 });
  const early = await give(addOnId);
  expect([early.status, early.at('data', 0)]).toEqual([400, expect.stringMatching(/^DependencyViolation/)]);
  expect([(await give(base)).status, (await give(addOnId)).status]).toEqual([201, 201]);
  expect((await take(base)).at('data', 0)).toMatch(/^DependencyViolation/);
  expect([(await take(addOnId)).status, (await take(base)).status, await held()]).toEqual([201, 201, 0]);
});

test('without a usage location nobody gets a licence', async () => {
  const { partner, path } = await startWithPeople();
  await partner.buy(CONTOSO, { sku: EXCHANGE_ONE, quantity: 1 });
  const nowhere = await partner.good('POST', path, {
    userPrincipalName: 'eva@contoso.onmicrosoft.com',
    displayName: 'Eva Neri',
    passwordProfile: { password: 'Segreto-123', forceChangePassword: true },
  });
  const skuId = readCatalogue().skuById.get(EXCHANGE_ONE)?.provisioningId ?? '';
  const refused = await partner.call('POST', `${path}/${nowhere.text('id')}/licenseupdates`, {
    licensesToAssign: [{ skuId }],
  });
  expect([refused.status, refused.at('data')]).toEqual([400, ['usageLocation']]);
});
