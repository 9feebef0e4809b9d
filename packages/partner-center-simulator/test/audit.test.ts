import { expect, test } from 'vitest';
import { CONTOSO, FABRIKAM, startTestSimulator } from './test-simulator.ts';

async function partnerWithHistory() {
  const partner = await startTestSimulator();
  const users = `/v1/customers/${CONTOSO}/users`;
  const person = {
    userPrincipalName: 'luca@contoso.onmicrosoft.com',
    displayName: 'Luca',
    usageLocation: 'IT',
    passwordProfile: { password: 'Segreto-123', forceChangePassword: true },
  };
  const user = await partner.good('POST', users, person);
  await partner.good('DELETE', `${users}/${user.text('id')}`);
  await partner.good('PATCH', `${users}/${user.text('id')}`, { state: 'active' });
  await partner.call('POST', users, { displayName: 'nobody' });
  return partner;
}

test('actions of the partner are recorded, newest first, without passwords; refused ones are not', async () => {
  const partner = await partnerWithHistory();
  const records = await partner.good('GET', '/v1/auditrecords?startDate=2026-11-25');
  expect([0, 1, 2].map((index) => records.at('items', index, 'operationType'))).toEqual([
    'restore_customer_user',
    'delete_customer_user',
    'create_customer_user',
  ]);
  expect(records.at('totalCount')).toBe(3);
  expect(records.at('items', 0)).toMatchObject({
    customerId: CONTOSO,
    customerName: 'Contoso S.r.l.',
    resourceType: 'customer_user',
    operationStatus: 'succeeded',
    operationDate: '2026-11-25T09:00:00Z',
  });
  expect(JSON.stringify(records.body)).not.toContain('Segreto');
});

test('the next link is followed as it is, and records that are added meanwhile move nothing', async () => {
  const partner = await partnerWithHistory();
  const filter = encodeURIComponent(JSON.stringify({ Field: 'CustomerId', Value: CONTOSO, Operator: 'equals' }));
  const found: unknown[] = [];
  let page = await partner.good('GET', `/v1/auditrecords?startDate=2026-11-25&size=1&filter=${filter}`);
  for (;;) {
    found.push(page.at('items', 0, 'operationType'));
    const token = page.at('links', 'next', 'headers', 0, 'value');
    if (typeof token !== 'string') break;
    await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LDPB:0001', quantity: 1 });
    const headers = { 'MS-ContinuationToken': token };
    page = await partner.good('GET', `/v1${page.text('links', 'next', 'uri')}`, undefined, headers);
  }
  expect(found).toEqual(['restore_customer_user', 'delete_customer_user', 'create_customer_user']);
});

test('records are found by day, customer, name and kind, page by page, for ninety days', async () => {
  const partner = await partnerWithHistory();
  const count = async (query: string) => (await partner.good('GET', `/v1/auditrecords?${query}`)).at('totalCount');
  const filter = (Field: string, Value: string, Operator = 'equals') =>
    `startDate=2026-11-25&filter=${encodeURIComponent(JSON.stringify({ Field, Value, Operator }))}`;
  expect(await count('startDate=2026-11-25&endDate=2026-11-25')).toBe(3);
  expect(await count('startDate=2026-11-20&endDate=2026-11-24')).toBe(0);
  expect(await count(filter('CustomerId', FABRIKAM))).toBe(0);
  expect(await count(filter('CompanyName', 'contoso', 'substring'))).toBe(3);
  expect(await count(filter('ResourceType', 'customer_user'))).toBe(3);
  const page = await partner.good('GET', '/v1/auditrecords?startDate=2026-11-25&size=2');
  const token = page.text('links', 'next', 'headers', 0, 'value');
  const rest = await partner.good('GET', `/v1${page.text('links', 'next', 'uri')}`, undefined, {
    'MS-ContinuationToken': token,
  });
  expect([page.at('totalCount'), rest.at('totalCount'), rest.at('items', 0, 'operationType')]).toEqual([
    2,
    1,
    'create_customer_user',
  ]);
  // As Microsoft's own SDK writes dates.
  const inTheUnitedStates = (text: string) => count(`startDate=${encodeURIComponent(text)}`);
  expect(await inTheUnitedStates('11/25/2026 9:00:00 AM')).toBe(3);
  expect(await inTheUnitedStates('11/25/2026 9:00:01 PM')).toBe(0);
  expect(await inTheUnitedStates('11/25/2026')).toBe(3);
  expect((await partner.call('GET', '/v1/auditrecords?startDate=13/45/2026')).at('code')).toBe(800002);
  expect((await partner.call('GET', '/v1/auditrecords')).at('code')).toBe(800002);
  expect((await partner.call('GET', '/v1/auditrecords?startDate=2026-01-01')).at('code')).toBe(800002);
  await partner.advance('P91D');
  await partner.good('PUT', '/control/limits', {});
  const users = await partner.good('GET', `/v1/customers/${CONTOSO}/users`);
  await partner.good('DELETE', `/v1/customers/${CONTOSO}/users/${users.text('items', 0, 'id')}`);
  expect(partner.running.simulator.world.state.audit).toHaveLength(1);
});
