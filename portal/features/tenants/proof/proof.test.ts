import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { buildAccount } from '#features/accounts/builders.ts';
import { listNotifications } from '#features/notifications/list-notifications.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import type { Actor } from '#platform/actor.ts';
import { isRefusal } from '#platform/refusal.ts';
import { mail } from '#platform/tables.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { nameSignatory } from '../agreement/name-signatory.ts';
import { getTenant } from '../get-tenant.ts';
import { linkExistingTenant } from '../link-existing-tenant.ts';
import { listTenants } from '../list-tenants.ts';
import { linkCustomer } from '../provider-links/link-customer.ts';
import { listClaims } from '../provider-links/list-claims.ts';
import { refuseClaim } from '../provider-links/refuse-claim.ts';
import { suggestCustomers } from '../provider-links/suggest-customers.ts';
import { removeClaim } from '../remove-claim.ts';
import { tenant, tenantClaim } from '../tables.ts';
import { checkDnsRecord } from './check-dns-record.ts';
import { confirmProofCode } from './confirm-proof-code.ts';
import { getProofs } from './get-proofs.ts';
import { sendProofMail } from './send-proof-mail.ts';

const NOW = '2026-11-25T09:00:00Z';

/** Known to the provider, unknown to it, and known by its id alone. */
const TRUSTS = 'contoso';
const DOES_NOT_TRUST = 'adatum';

test('a claim shows nothing of a tenant: the answer is the same whether it trusts the provider or not', async () => {
  const { anna } = await startHere();
  const claims = [];
  for (const tenantName of [TRUSTS, DOES_NOT_TRUST, 'fabrikam', 'c0000000-0000-4000-8000-000000000005']) {
    const { tenant: claimed, ...rest } = await anna.call(linkExistingTenant, { tenantName });
    claims.push({ ...rest, tenant: { ...claimed, id: '', domain: '' } });
    expect(claimed.domain).toContain(tenantName);
  }
  for (const claimed of claims) expect(claimed).toEqual(claims[0]);
  expect(claims[0]).toMatchObject({
    tenant: { status: 'claimed', proof: null, microsoftTenantId: null, qualification: 'None' },
    needsAgreement: false,
    invitationUrl: expect.stringContaining('ResellerRelationship'),
  });
});

test('Microsoft is asked the same questions for both, in the same order', async () => {
  const { world, anna } = await startHere();
  const requested: string[][] = [];
  for (const tenantName of [TRUSTS, DOES_NOT_TRUST]) {
    await world.simulator.control('DELETE', '/requests');
    await anna.call(linkExistingTenant, { tenantName });
    const requests = (await (await world.simulator.control('GET', '/requests')).json()) as { path: string }[];
    requested.push(
      requests.filter(({ path }) => path.startsWith('/v1/')).map(({ path }) => path.replace(tenantName, '…')),
    );
  }
  expect(requested[0]).toEqual(requested[1]);
  expect(requested[0]).not.toEqual([]);
});

test('two accounts may claim one tenant; the one that proves it gets it, the claim of the other ends', async () => {
  const { world, anna, bruno, provider, annasAccountId } = await startHere();
  const { tenant: annas } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  const { tenant: brunos } = await bruno.call(linkExistingTenant, { tenantName: TRUSTS });

  await provider.call(linkCustomer, { accountId: annasAccountId, tenantName: TRUSTS });
  await world.runJobs();

  expect(await anna.call(getTenant, { tenantId: annas.id })).toMatchObject({
    status: 'ready',
    proof: 'linkedByProvider',
    microsoftTenantId: 'c0000000-0000-4000-8000-000000000001',
  });
  expect(await bruno.call(getTenant, { tenantId: brunos.id })).toMatchObject({ status: 'ended', proof: null });
  const { items } = await bruno.call(listNotifications, {});
  expect(items.map(({ kind }) => kind)).toEqual(['tenants.claimEnded']);
  expect(JSON.stringify(items)).not.toContain('Rossi');
  expect((await anna.call(listNotifications, {})).items.map(({ kind }) => kind)).toEqual(['tenants.linked']);

  // A new claim of the other is answered like the first one.
  const again = await bruno.call(linkExistingTenant, { tenantName: TRUSTS });
  expect(again.tenant).toMatchObject({ id: brunos.id, status: 'claimed', proof: null });
});

test('the invitation proves a tenant that did not trust the provider before the claim', async () => {
  const { world, anna } = await startHere();
  await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST });
  expect((await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST })).tenant.status).toBe('claimed');

  await world.simulator.control('POST', '/relationships', { domain: DOES_NOT_TRUST });
  const proven = await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST });
  expect(proven).toMatchObject({
    tenant: { status: 'ready', proof: 'invitation', provenAt: NOW },
    invitationUrl: null,
    needsAgreement: true,
  });
});

test('the invitation proves nothing when the tenant trusted the provider before the claim', async () => {
  const { world, anna } = await startHere();
  await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  await world.simulator.control('POST', '/relationships', { domain: TRUSTS });
  expect((await anna.call(linkExistingTenant, { tenantName: TRUSTS })).tenant).toMatchObject({
    status: 'claimed',
    proof: null,
  });
});

test('the invitation proves nothing when two accounts claim the tenant, or it is accepted late', async () => {
  const { world, anna, bruno } = await startHere();
  await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST });
  const { tenant: brunos } = await bruno.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST });
  await world.simulator.control('POST', '/relationships', { domain: DOES_NOT_TRUST });
  expect((await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST })).tenant.status).toBe('claimed');

  await bruno.call(removeClaim, { tenantId: brunos.id });
  world.advance({ hours: 72 });
  expect((await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST })).tenant.status).toBe('claimed');
});

test('with TENANT_PROOF_BY_INVITATION=false an invitation proves nothing', async () => {
  const { world, anna } = await startHere({ environment: { TENANT_PROOF_BY_INVITATION: 'false' } });
  await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST });
  await world.simulator.control('POST', '/relationships', { domain: DOES_NOT_TRUST });
  expect((await anna.call(linkExistingTenant, { tenantName: DOES_NOT_TRUST })).tenant.status).toBe('claimed');
});

test('a TXT record in a verified domain of the tenant proves it', async () => {
  const txtRecords = new Map<string, string[]>();
  const { anna } = await startHere({ txtRecords });
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  const check = (domain: string) => anna.call(checkDnsRecord, { tenantId: claimed.id, recordDomain: domain });
  const { record } = await anna.call(getProofs, { tenantId: claimed.id });

  expect(await refusalOf(check('contoso.example'))).toBe('tenants.recordNotFound');
  txtRecords.set('_licence-portal.contoso.example', ['v=spf1 -all', `${record.value}0`]);
  expect(await refusalOf(check('contoso.example'))).toBe('tenants.recordNotFound');

  // The record of a domain that is the caller's, and not the tenant's.
  txtRecords.set('_licence-portal.rossi.example', [record.value]);
  expect(await refusalOf(check('rossi.example'))).toBe('tenants.notConfirmed');

  txtRecords.set(record.name.replace('DOMAIN', 'contoso.example'), ['v=spf1 -all', record.value]);
  expect(await check(' Contoso.Example. ')).toMatchObject({ status: 'ready', proof: 'dnsRecord' });
});

test('the record of one claim proves no other, and ends after 30 days', async () => {
  const txtRecords = new Map<string, string[]>();
  const { world, anna, bruno } = await startHere({ txtRecords });
  const { tenant: annas } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  const { tenant: brunos } = await bruno.call(linkExistingTenant, { tenantName: TRUSTS });
  const { record } = await anna.call(getProofs, { tenantId: annas.id });
  txtRecords.set('_licence-portal.contoso.example', [record.value]);

  const domain = 'contoso.example';
  expect(await refusalOf(bruno.call(checkDnsRecord, { tenantId: brunos.id, recordDomain: domain }))).toBe(
    'tenants.recordNotFound',
  );
  world.advance({ days: 30 });
  expect(await refusalOf(anna.call(checkDnsRecord, { tenantId: annas.id, recordDomain: domain }))).toBe(
    'tenants.recordEnded',
  );

  await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  const renewed = await anna.call(getProofs, { tenantId: annas.id });
  expect(renewed.record.value).not.toBe(record.value);
  txtRecords.set('_licence-portal.contoso.example', [renewed.record.value]);
  expect((await anna.call(checkDnsRecord, { tenantId: annas.id, recordDomain: domain })).proof).toBe('dnsRecord');
});

test.for([['contoso'], ['contoso.onmicrosoft.com'], ['a b.example'], ['127.0.0.1'], ['x'.repeat(300)], ['-a.example']])(
  'a record is not looked up in %s',
  async ([domain = '']) => {
    const { anna } = await startHere();
    const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
    await expect(anna.call(checkDnsRecord, { tenantId: claimed.id, recordDomain: domain })).rejects.toMatchObject({
      fields: [{ path: 'recordDomain', code: 'input.notRegisteredDomain' }],
    });
  },
);

test('the code that is mailed to the administrator of the tenant proves it', async () => {
  const { world, anna } = await startHere();
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  const confirm = (code: string) => anna.call(confirmProofCode, { tenantId: claimed.id, code });
  expect(await refusalOf(confirm('ABCDE-23456'))).toBe('tenants.codeNotRequested');

  await anna.call(sendProofMail, { tenantId: claimed.id });
  await world.runJobs();
  const [sent, ...others] = (await world.mails()).filter(({ kind }) => kind === 'tenants.proofCode');
  expect(others).toEqual([]);
  expect(sent?.recipient).toBe('admin@contoso.onmicrosoft.com');
  const code = codeIn(sent);
  expect(JSON.stringify(await claimsOf(world))).not.toContain(code);
  expect(JSON.stringify(await world.db({ kind: 'system' }, (tx) => tx.select().from(mail)))).not.toContain(code);

  expect(await refusalOf(confirm('ABCDE-23456'))).toBe('tenants.codeWrong');
  expect(await confirm(code.toLowerCase().replace('-', ' '))).toMatchObject({ status: 'ready', proof: 'mailCode' });
  expect(await claimsOf(world)).toEqual([]);
});

test('a tenant that does not trust the provider gets no mail, and nobody can tell', async () => {
  const { world, anna } = await startHere();
  const answers = [];
  for (const tenantName of [TRUSTS, DOES_NOT_TRUST]) {
    const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName });
    const sent = await anna.call(sendProofMail, { tenantId: claimed.id });
    await world.runJobs();
    const tries = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      tries.push(await anna.call(confirmProofCode, { tenantId: claimed.id, code: 'ABCDE-23456' }).catch(factsOf));
    }
    answers.push({ sent, tries, proofs: (await anna.call(getProofs, { tenantId: claimed.id })).mail });
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.tries.slice(3)).toEqual([
    'tenants.codeWrong {"attemptsLeft":1}',
    'tenants.codeWrong {"attemptsLeft":0}',
    'tenants.codeEnded {}',
  ]);
  const recipients = (await world.mails())
    .filter(({ kind }) => kind === 'tenants.proofCode')
    .map((one) => one.recipient);
  expect(recipients).toEqual(['admin@contoso.onmicrosoft.com']);
});

test('a code ends after five attempts and after 24 hours, and a new one ends the one before', async () => {
  const { world, anna } = await startHere();
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  const confirm = (code: string) => anna.call(confirmProofCode, { tenantId: claimed.id, code });
  const newCode = async () => {
    await anna.call(sendProofMail, { tenantId: claimed.id });
    await world.runJobs();
    return codeIn((await world.mails()).findLast(({ kind }) => kind === 'tenants.proofCode'));
  };
  const first = await newCode();
  expect(await refusalOf(anna.call(sendProofMail, { tenantId: claimed.id }))).toBe('tenants.mailSentRecently');
  world.advance({ minutes: 10 });
  const second = await newCode();
  expect(await refusalOf(confirm(first))).toBe('tenants.codeWrong');
  for (let attempt = 0; attempt < 4; attempt += 1) await refusalOf(confirm('ABCDE-23456'));
  expect(await refusalOf(confirm(second))).toBe('tenants.codeEnded');

  world.advance({ minutes: 10 });
  const third = await newCode();
  world.advance({ hours: 24 });
  expect(await refusalOf(confirm(third))).toBe('tenants.codeEnded');
});

test('an account causes five mails in 24 hours, also when it removes the claim and makes it again', async () => {
  const { world, anna } = await startHere();
  const answers = [];
  for (let mails = 0; mails < 6; mails += 1) {
    const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
    answers.push(await refusalOf(anna.call(sendProofMail, { tenantId: claimed.id })));
    await anna.call(removeClaim, { tenantId: claimed.id });
  }
  expect(answers).toEqual([...Array.from({ length: 5 }, () => 'done'), 'tenants.tooManyRequests']);
  world.advance({ hours: 24 });
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  expect(await refusalOf(anna.call(sendProofMail, { tenantId: claimed.id }))).toBe('done');
});

test('a tenant that another account has proven is refused after the proof, not before', async () => {
  const txtRecords = new Map<string, string[]>();
  const { anna, bruno, provider, annasAccountId } = await startHere({ txtRecords });
  await provider.call(linkCustomer, { accountId: annasAccountId, tenantName: TRUSTS });
  const { tenant: claimed } = await bruno.call(linkExistingTenant, { tenantName: TRUSTS });
  expect(claimed.status).toBe('claimed');
  const { record } = await bruno.call(getProofs, { tenantId: claimed.id });
  txtRecords.set('_licence-portal.contoso.example', [record.value]);
  const proof = bruno.call(checkDnsRecord, { tenantId: claimed.id, recordDomain: 'contoso.example' });
  expect(await refusalOf(proof)).toBe('tenants.belongsToAnother');
  expect((await anna.call(listTenants, {})).items).toHaveLength(1);
});

test('two accounts that prove one tenant at the same moment: one gets it, the other is refused', async () => {
  const txtRecords = new Map<string, string[]>();
  const { anna, bruno } = await startHere({ txtRecords });
  const claims = [];
  for (const who of [anna, bruno]) {
    const { tenant: claimed } = await who.call(linkExistingTenant, { tenantName: TRUSTS });
    claims.push({
      who,
      tenantId: claimed.id,
      value: (await who.call(getProofs, { tenantId: claimed.id })).record.value,
    });
  }
  txtRecords.set(
    '_licence-portal.contoso.example',
    claims.map(({ value }) => value),
  );
  const outcomes = await Promise.all(
    claims.map(({ who, tenantId }) =>
      refusalOf(who.call(checkDnsRecord, { tenantId, recordDomain: 'contoso.example' })),
    ),
  );
  expect(outcomes.toSorted()).toEqual(['done', 'tenants.belongsToAnother']);
});

test('a tenant claimed by its id and by its domain is one after the proof', async () => {
  const { anna, provider, annasAccountId } = await startHere();
  await anna.call(linkExistingTenant, { tenantName: 'c0000000-0000-4000-8000-000000000001' });
  await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  await provider.call(linkCustomer, { accountId: annasAccountId, tenantName: 'c0000000-0000-4000-8000-000000000001' });
  const { items } = await anna.call(listTenants, {});
  expect(items.map(({ domain, proof }) => [domain, proof])).toEqual([['contoso.onmicrosoft.com', 'linkedByProvider']]);
});

test('a claim can be removed, a proven tenant cannot; nobody signs the agreement for a claim', async () => {
  const { anna, provider, annasAccountId } = await startHere();
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: 'northwind' });
  const person = { firstName: 'Anna', lastName: 'Bianchi', email: 'anna@example.it' };
  const signatory = { ...person, locale: 'it' } as const;
  expect(await refusalOf(anna.call(nameSignatory, { tenantId: claimed.id, signatory }))).toBe('tenants.notProven');

  await anna.call(removeClaim, { tenantId: claimed.id });
  expect((await anna.call(listTenants, {})).items).toEqual([]);

  const linked = await provider.call(linkCustomer, { accountId: annasAccountId, tenantName: 'northwind' });
  expect(await refusalOf(anna.call(removeClaim, { tenantId: linked.id }))).toBe('tenants.notClaimed');
});

test('an account has ten claims at a time', async () => {
  const { anna } = await startHere();
  const idOf = (serial: number) => `d0000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  for (let serial = 0; serial < 10; serial += 1) await anna.call(linkExistingTenant, { tenantName: idOf(serial) });
  expect(await refusalOf(anna.call(linkExistingTenant, { tenantName: idOf(10) }))).toBe('tenants.tooManyClaims');
});

test('the provider sees the claims with suggestions by claim, VAT number and name', async () => {
  const { world, anna, provider, annasAccountId } = await startHere();
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(account).set({ name: 'Contoso SRL', vatNumber: '00743110157' }).where(eq(account.id, annasAccountId)),
  );
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: 'fabrikam' });
  expect((await provider.call(listClaims, {})).items).toEqual([
    {
      tenantId: claimed.id,
      accountId: annasAccountId,
      accountName: 'Contoso SRL',
      vatNumber: '00743110157',
      domain: 'fabrikam.onmicrosoft.com',
      isLinkedWithoutProof: false,
      requestedAt: NOW,
    },
  ]);
  const { candidates } = await provider.call(suggestCustomers, { accountId: annasAccountId });
  expect(candidates?.map(({ domain, matches }) => [domain, matches])).toEqual([
    ['contoso.onmicrosoft.com', ['vatNumber', 'name']],
    ['fabrikam.onmicrosoft.com', ['claim']],
  ]);
});

test('a claim that the provider refuses ends, and its account is told that alone', async () => {
  const { world, anna, provider } = await startHere();
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  await provider.call(refuseClaim, { tenantId: claimed.id });
  await world.runJobs();
  expect((await anna.call(getTenant, { tenantId: claimed.id })).status).toBe('ended');
  expect((await provider.call(listClaims, {})).items).toEqual([]);
  const { items } = await anna.call(listNotifications, {});
  expect(items).toMatchObject([{ kind: 'tenants.claimEnded', facts: { domain: 'contoso.onmicrosoft.com' } }]);
});

test('the provider links no tenant that is none of its customers, nor to an account that is none', async () => {
  const { provider, annasAccountId, providersAccountId } = await startHere();
  const link = (accountId: string, tenantName: string) =>
    refusalOf(provider.call(linkCustomer, { accountId, tenantName }));
  expect(await link(annasAccountId, DOES_NOT_TRUST)).toBe('tenants.notACustomer');
  expect(await link(providersAccountId, TRUSTS)).toBe('tenants.accountNotFound');
});

test('the database refuses a customer of Microsoft without a proof', async () => {
  const { world, anna } = await startHere();
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: TRUSTS });
  const written = world.db({ kind: 'system' }, (tx) =>
    tx
      .update(tenant)
      .set({ microsoftCustomerId: 'c0000000-0000-4000-8000-000000000001' as never })
      .where(eq(tenant.id, claimed.id)),
  );
  await expect(written).rejects.toMatchObject({ cause: { constraint: 'tenant_customer_is_proven' } });
});

async function startHere(options: Parameters<typeof startWorld>[0] = {}) {
  const world = await startWorld({ now: NOW, ...options });
  const now = world.clock.now();
  const people = await world.db({ kind: 'system' }, async (tx) => {
    const person = async (login: string, name: string, kind: 'customer' | 'provider' = 'customer'): Promise<Actor> => {
      const accountId = await buildAccount(tx, { name, kind, now });
      return buildPerson(tx, {
        accountId,
        login,
        now,
        password: null,
        roles: [kind === 'provider' ? 'provider' : 'administrator'],
      });
    };
    return {
      anna: await person('anna', 'Rossi S.r.l.'),
      bruno: await person('bruno', 'Verdi S.p.A.'),
      provider: await person('paola', 'CIC', 'provider'),
    };
  });
  const accountIdOf = ({ accountId }: Actor) => String(accountId);
  return {
    world,
    anna: world.as(people.anna),
    bruno: world.as(people.bruno),
    provider: world.as(people.provider),
    annasAccountId: accountIdOf(people.anna) as NonNullable<Actor['accountId']>,
    providersAccountId: accountIdOf(people.provider),
  };
}

async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (isRefusal(error)) return error.code;
    throw error;
  }
}

function factsOf(error: unknown): string {
  if (!isRefusal(error)) throw error;
  return `${error.code} ${JSON.stringify(error.facts)}`;
}

function codeIn(mail: { textBody: string } | undefined): string {
  const code = /\b[A-Z2-9]{5}-[A-Z2-9]{5}\b/.exec(mail?.textBody ?? '')?.[0];
  if (code === undefined) throw new Error('the mail has no code');
  return code;
}

function claimsOf(world: World) {
  return world.db({ kind: 'system' }, (tx) => tx.select().from(tenantClaim));
}
