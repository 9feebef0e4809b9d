import { expect, test } from 'vitest';
import { NORTHWIND, replyOf, startTestSimulator, TEMPLATE_ID, tokenFor, WINGTIP } from './test-simulator.ts';

const BUSINESS_STANDARD = 'CFQ7TTC0LDPB:0001';
const MARTA = { firstName: 'Marta', lastName: 'Ferri', email: 'marta@northwind.example' };
const SIGNATORY = {
  country: 'IT',
  language: 'it-IT',
  companyName: 'Northwind Italia S.p.A.',
  signatoryFirstName: MARTA.firstName,
  signatoryLastName: MARTA.lastName,
  signatoryEmail: MARTA.email,
};

test('a customer buys once its signatory has accepted and the agreement is made', async () => {
  const { partner, announce, open, answer, state, agree } = await start();
  const id = await announce();
  expect(await state(id)).toBe('Pending');
  await expect(partner.buy(NORTHWIND, { sku: BUSINESS_STANDARD, quantity: 1 })).rejects.toThrow(/13605/);
  expect((await agree(NORTHWIND, id)).body).toMatchObject({ code: 3000, data: ['attestationId'] });

  const page = await open(id);
  expect(page).toContain('<html lang="it">');
  expect(page).toContain('Sono Marta Ferri, posso impegnare Northwind Italia S.p.A.');
  expect(await open(id, '&lang=en')).toContain('I am Marta Ferri, I may sign for Northwind Italia S.p.A.');
  expect(await answer(id, { answer: 'accept' })).toContain('Per accettare, seleziona la casella di conferma.');
  expect(await state(id)).toBe('Pending');
  expect(await answer(id, { answer: 'accept', isSignatory: 'on' })).toContain('Contratto accettato.');
  expect(await state(id)).toBe('accepted');

  expect((await agree(NORTHWIND, id)).status).toBe(201);
  expect((await agree(NORTHWIND, id)).at('code')).toBe(600061);
  await partner.buy(NORTHWIND, { sku: BUSINESS_STANDARD, quantity: 1 });
});

test('the first answer counts: who declined cannot accept with the same link', async () => {
  const { announce, answer, state } = await start();
  const id = await announce();
  expect(await answer(id, { answer: 'decline' })).toContain('Non hai accettato il contratto.');
  await answer(id, { answer: 'accept', isSignatory: 'on' });
  expect(await state(id)).toBe('declined');
});

test('a signatory whose identity is not verified has not accepted yet', async () => {
  const { announce, answer, state, agree } = await start();
  const id = await announce({ companyName: 'Northwind (identità)' });
  expect(await answer(id, { answer: 'accept', isSignatory: 'on' })).toContain('verificare l’identità');
  expect(await state(id)).toBe('unverified');
  expect((await agree(NORTHWIND, id)).at('code')).toBe(3000);
});

test('a link ends after fourteen days', async () => {
  const { partner, announce, answer, open, state } = await start();
  const id = await announce();
  await partner.advance('P14D');
  expect(await open(id)).toContain('Questo link è scaduto.');
  await answer(id, { answer: 'accept', isSignatory: 'on' });
  expect(await state(id)).toBe('expired');
});

test('names of one letter or of signs, wrong addresses and unknown countries are refused', async () => {
  const { announceReply } = await start();
  const refused = async (given: object) => (await announceReply(given)).at('data', 0);
  expect(await refused({ signatoryFirstName: 'M' })).toBe('signatoryFirstName');
  expect(await refused({ signatoryLastName: '-- 12' })).toBe('signatoryLastName');
  expect(await refused({ signatoryEmail: 'marta' })).toBe('signatoryEmail');
  expect(await refused({ country: 'XX' })).toBe('country');
  expect(await refused({ companyName: '' })).toBe('companyName');
});

test('attestations are for applications only, and unknown ones are not found', async () => {
  const { partner } = await start();
  expect((await partner.call('POST', '/v1/attestations/enhanced', SIGNATORY)).status).toBe(401);
  const token = await tokenFor(partner.url, 'client_credentials');
  const path = '/v1/attestations/enhanced/__proto__';
  expect((await partner.call('GET', path, undefined, { Authorization: `Bearer ${token}` })).status).toBe(404);
  const page = await fetch(`${partner.url}/mca/?attestationid=__proto__`);
  expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('This link is not valid.')]);
});

test('the page shows what was typed as text, loads nothing and submits to itself only', async () => {
  const { partner, announce, open } = await start();
  const id = await announce({ companyName: '<script>alert(1)</script>' });
  expect(await open(id)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  const { headers } = await fetch(`${partner.url}/mca?AttestationId=${id}`);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
});

test('the confirmation by the partner fails from 5 January 2026, and counts before', async () => {
  const { partner } = await start('2026-01-04T23:59:00Z');
  const path = `/v1/customers/${NORTHWIND}/agreements`;
  const confirmation = (lastName: string) => ({
    primaryContact: { ...MARTA, lastName },
    templateId: TEMPLATE_ID,
    dateAgreed: '2026-01-04T09:00:00Z',
    type: 'MicrosoftCustomerAgreement',
  });
  await partner.good('POST', path, confirmation('Ferri'));
  await partner.advance('PT1M');
  const retired = await partner.call('POST', path, confirmation('Neri'));
  expect([retired.status, retired.at('data', 0)]).toEqual([400, 'attestationId']);
  await partner.buy(NORTHWIND, { sku: BUSINESS_STANDARD, quantity: 1 });
});

test('an acceptance from before April 2023 counts until January 2026, and is then renewed', async () => {
  const early = await start('2026-01-04T23:00:00Z');
  await early.partner.buy(WINGTIP, { sku: BUSINESS_STANDARD, quantity: 1 });
  const { partner, announce, answer, agree } = await start();
  await expect(partner.buy(WINGTIP, { sku: BUSINESS_STANDARD, quantity: 1 })).rejects.toThrow(/13605/);

  const anna = { firstName: 'Anna', lastName: 'Bianchi', email: 'admin@wingtip.onmicrosoft.com' };
  const id = await announce({
    signatoryFirstName: anna.firstName,
    signatoryLastName: anna.lastName,
    signatoryEmail: anna.email,
  });
  await answer(id, { answer: 'accept', isSignatory: 'on' });
  expect((await agree(WINGTIP, id, anna)).status).toBe(201);
  await partner.buy(WINGTIP, { sku: BUSINESS_STANDARD, quantity: 1 });
});

test('an agreement names the signatory of its attestation', async () => {
  const { announce, answer, agree } = await start();
  const id = await announce();
  await answer(id, { answer: 'accept', isSignatory: 'on' });
  const other = await agree(NORTHWIND, id, { ...MARTA, lastName: 'Neri' });
  expect([other.status, other.at('data', 0)]).toEqual([400, 'primaryContact']);
});

async function start(startsAt = '2026-11-25T09:00:00Z') {
  const partner = await startTestSimulator({ startsAt });
  const headers = { Authorization: `Bearer ${await tokenFor(partner.url, 'client_credentials')}` };
  const announceReply = (given: object = {}) =>
    partner.call('POST', '/v1/attestations/enhanced', { ...SIGNATORY, ...given }, headers);
  const link = (id: string) => `${partner.url}/mca/?attestationid=${id}`;
  return {
    partner,
    announceReply,
    announce: async (given?: object) => (await announceReply(given)).text('attestationId'),
    state: async (id: string) =>
      (await partner.good('GET', `/v1/attestations/enhanced/${id}`, undefined, headers)).text('status'),
    open: async (id: string, more = '') => (await fetch(`${link(id)}${more}`)).text(),
    async answer(id: string, form: Record<string, string>) {
      const reply = await replyOf(await fetch(link(id), { method: 'POST', body: new URLSearchParams(form) }));
      expect(reply.status).toBe(200);
      return String(reply.body);
    },
    agree: (customerId: string, attestationId: string, primaryContact = MARTA) =>
      partner.call('POST', `/v1/customers/${customerId}/agreements`, {
        primaryContact,
        templateId: TEMPLATE_ID,
        dateAgreed: '2026-11-25T09:00:00Z',
        type: 'MicrosoftCustomerAgreement',
        attestationId,
      }),
  };
}
