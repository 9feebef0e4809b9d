import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import type { Actor } from '#platform/actor.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { getAgreement } from './agreement/get-agreement.ts';
import { nameSignatory } from './agreement/name-signatory.ts';
import { linkByProvider } from './builders.ts';
import { checkDomain } from './check-domain.ts';
import { getTenant } from './get-tenant.ts';
import { linkExistingTenant } from './link-existing-tenant.ts';
import { listTenants } from './list-tenants.ts';
import { saveNewTenant } from './save-new-tenant.ts';
import { showAdministratorPassword } from './show-administrator-password.ts';
import { tenant } from './tables.ts';

const NOW = '2026-11-25T09:00:00Z';

test('S62 a free domain is available; a taken one, and text that is no domain, are refused', async () => {
  const { world, as } = await startHere();
  expect(await as.call(checkDomain, { domain: ' Rossi ' })).toEqual({
    domain: 'rossi.onmicrosoft.com',
    isAvailable: true,
  });
  await expect(as.call(checkDomain, { domain: 'contoso' })).rejects.toMatchObject({
    code: 'tenants.domainTaken',
    facts: { domain: 'contoso.onmicrosoft.com' },
  });
  for (const domain of ['not a domain', 'rossi.it', '-rossi', 'a'.repeat(28)]) {
    await expect(as.call(checkDomain, { domain }), domain).rejects.toMatchObject({
      fields: [{ path: 'domain', code: 'input.notTenantDomain' }],
    });
  }
  await world.simulator.control('POST', '/faults', {
    match: { method: 'HEAD', path: '/domains/' },
    times: 1,
    fault: { kind: 'status', status: 503, retryAfterSeconds: 90 },
  });
  await expect(as.call(checkDomain, { domain: 'rossi' })).rejects.toMatchObject({
    code: 'tenants.microsoftDoesNotAnswer',
  });
});

test('without an answer from Microsoft a request fails after eight seconds', async () => {
  const { world, as } = await startHere();
  await world.simulator.control('POST', '/faults', {
    match: { method: 'HEAD', path: '/domains/' },
    times: 3,
    fault: { kind: 'latency', ms: 12_000 },
  });
  const startedMs = performance.now();
  await expect(as.call(checkDomain, { domain: 'rossi' })).rejects.toMatchObject({
    code: 'tenants.microsoftDoesNotAnswer',
  });
  expect(performance.now() - startedMs).toBeLessThan(11_000);
});

test('S64 a new account is saved with its company, its contact and who will accept the agreement', async () => {
  const { as } = await startHere();
  expect((await as.call(getAgreement, { locale: 'it' })).readUrl).toMatch(/^https:/);
  const given = newTenant();
  const { tenantId } = await as.call(saveNewTenant, given);

  const described = await as.call(getTenant, { tenantId });
  expect(described).toMatchObject({
    kind: 'new',
    status: 'draft',
    domain: 'rossi.onmicrosoft.com',
    company: { name: 'Rossi S.r.l.', region: 'MI', vatNumber: '00743110157' },
    signatory: { firstName: 'Anna', phone: null, locale: 'it' },
    isAgreementConfirmed: false,
  });
  const again = await as.call(saveNewTenant, { ...given, tenantId, domain: 'rossi2' });
  expect(again.tenantId).toBe(tenantId);
  expect((await as.call(listTenants, {})).items.map(({ domain }) => domain)).toEqual(['rossi2.onmicrosoft.com']);
});

test('A14 a qualification without its data and a wrong address are refused field by field', async () => {
  const { as } = await startHere();
  const refused = async (given: object) => {
    const error = await as
      .call(saveNewTenant, { ...newTenant(), ...given } as never)
      .catch((thrown: unknown) => thrown);
    return (error as { fields: { path: string; code: string }[] }).fields.map(({ path, code }) => `${path} ${code}`);
  };
  const { company, contact, signatory } = newTenant();

  expect(await refused({ qualification: 'Education' })).toEqual([
    'educationSegment input.required',
    'website input.required',
  ]);
  expect(await refused({ qualification: 'GovernmentCommunityCloud' })).toEqual(['validationCode input.required']);
  expect(
    await refused({ company: { ...company, postalCode: '2012', region: 'XX', vatNumber: 'IT00743110158' } }),
  ).toEqual([
    'company.region input.notProvince',
    'company.postalCode input.notPostalCode',
    'company.vatNumber input.notVatNumber',
  ]);
  expect(await refused({ contact: { ...contact, phone: 'abc' } })).toEqual(['contact.phone input.notPhone']);
  expect(
    await refused({ contact: { ...contact, firstName: 'A' }, signatory: { ...signatory, lastName: '–-.' } }),
  ).toEqual(['contact.firstName input.notPersonName', 'signatory.lastName input.notPersonName']);
  expect(
    await refused({
      contact: { ...contact, email: 'anna@Rossi.onmicrosoft.com' },
      signatory: { ...signatory, email: 'anna@it.colt.net' },
    }),
  ).toEqual(['contact.email input.addressOfNewTenant', 'signatory.email input.addressOfPartner']);
});

test.for([['contoso'], ['Contoso.onmicrosoft.com'], ['c0000000-0000-4000-8000-000000000001']])(
  'A12 an existing account that was linked with the company is found as %s',
  async ([tenantName]) => {
    const { world, as, accountId } = await startHere();
    await linkByProvider(world, accountId, 'contoso');
    const found = await as.call(linkExistingTenant, { tenantName: tenantName ?? '' });
    expect(found).toMatchObject({
      invitationUrl: null,
      needsAgreement: false,
      tenant: { kind: 'existing', domain: 'contoso.onmicrosoft.com', status: 'ready', isAgreementConfirmed: true },
    });
  },
);

test('S65 S66 an existing account is claimed with an invitation; once linked, one without agreement needs it', async () => {
  const { world, as, accountId } = await startHere();
  const invited = await as.call(linkExistingTenant, { tenantName: 'adatum' });
  expect(invited.tenant.status).toBe('claimed');
  expect(invited.invitationUrl).toMatch(/ResellerRelationship/);

  await linkByProvider(world, accountId, 'northwind');
  const unsigned = await as.call(linkExistingTenant, { tenantName: 'northwind' });
  expect(unsigned).toMatchObject({ needsAgreement: true, invitationUrl: null, tenant: { status: 'ready' } });
  await as.call(nameSignatory, { tenantId: unsigned.tenant.id, signatory: newTenant().signatory });
  expect((await as.call(getTenant, { tenantId: unsigned.tenant.id })).signatory?.lastName).toBe('Bianchi');
  await linkByProvider(world, accountId, 'wingtip');
  const outdated = await as.call(linkExistingTenant, { tenantName: 'wingtip' });
  expect(outdated, 'accepted in 2021').toMatchObject({ needsAgreement: true, tenant: { status: 'ready' } });

  await expect(as.call(linkExistingTenant, { tenantName: 'nobody-has-this' })).rejects.toMatchObject({
    code: 'tenants.unknownTenant',
  });
  await expect(as.call(linkExistingTenant, { tenantName: 'not a name' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  const school = await linkByProvider(world, accountId, 'graphicdesign');
  expect(school.qualification).toBe('Education');
});

test('a Microsoft account of one customer is not shown to another', async () => {
  const { world, as, accountId } = await startHere();
  const mine = await linkByProvider(world, accountId, 'contoso');
  const stranger = world.as(await buildAdministrator(world, 'bruno'));

  expect((await as.call(getTenant, { tenantId: mine.id })).status).toBe('ready');
  await expect(stranger.call(getTenant, { tenantId: mine.id })).rejects.toMatchObject({ code: 'tenants.notFound' });
  expect((await stranger.call(listTenants, {})).items).toEqual([]);
});

test('the first administrator’s password is shown once, and stored nowhere in clear', async () => {
  const { world, as } = await startHere();
  const { tenantId } = await as.call(saveNewTenant, newTenant());
  const sealed = world.services.secretBox.seal('Segreta-1', `tenant.administratorPassword:${tenantId}`);
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(tenant)
      .set({ administratorUserName: 'admin@rossi.onmicrosoft.com', administratorPassword: sealed })
      .where(eq(tenant.domain, 'rossi.onmicrosoft.com')),
  );
  expect(sealed).not.toContain('Segreta');
  expect(JSON.stringify(await as.call(getTenant, { tenantId }))).not.toContain(sealed);

  expect(await as.call(showAdministratorPassword, { tenantId })).toEqual({
    userName: 'admin@rossi.onmicrosoft.com',
    password: 'Segreta-1',
  });
  await expect(as.call(showAdministratorPassword, { tenantId })).rejects.toMatchObject({
    code: 'tenants.noPasswordKept',
  });
});

test('a company of another country has its own form of address, and its country', async () => {
  const world = await startWorld({ now: NOW });
  const as = world.as(await buildAdministrator(world, 'greta', 'DE'));
  const { company } = newTenant();
  const { tenantId } = await as.call(saveNewTenant, {
    ...newTenant(),
    company: { ...company, region: '', postalCode: '1010A', vatNumber: 'DE 811 569 869' },
  });
  expect((await as.call(getTenant, { tenantId })).company).toMatchObject({
    country: 'DE',
    region: '',
    postalCode: '1010A',
    vatNumber: '811569869',
  });
});

async function startHere() {
  const world = await startWorld({ now: NOW });
  const anna = await buildAdministrator(world, 'anna');
  return { world, as: world.as(anna), accountId: String(anna.accountId) };
}

async function buildAdministrator(world: World, login: string, country = 'IT'): Promise<Actor> {
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { country, now });
    return buildPerson(tx, { accountId, login, now, password: null });
  });
}

function newTenant() {
  const person = { firstName: 'Anna', lastName: 'Bianchi', email: 'anna@example.it' };
  return {
    domain: 'rossi',
    qualification: 'None' as const,
    website: '',
    company: {
      name: 'Rossi S.r.l.',
      addressLine1: 'Via Roma 1',
      addressLine2: '',
      city: 'Milano',
      region: 'mi',
      postalCode: '20121',
      vatNumber: 'IT 00743110157',
    },
    contact: { ...person, phone: '+39 02 1234567' },
    signatory: { ...person, phone: '', locale: 'it' as const },
  };
}
