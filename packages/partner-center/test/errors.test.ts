import { describe, expect, test } from 'vitest';
import en from '../messages/en.json' with { type: 'json' };
import it from '../messages/it.json' with { type: 'json' };
import { findErrorInSuccess, readErrorBody } from '../src/error-body.ts';
import { categoryOf, ERROR_CODES } from '../src/error-codes.ts';
import { DOCUMENTED_CODES } from './documented-codes.ts';
import { fixtureOf } from './fixtures.ts';
import { customerId, startTestClient } from './test-client.ts';

const CUSTOMER = `/v1/customers/${customerId}`;

describe('every documented shape of an error body is read', () => {
  const rows: [name: string, text: string, expected: object][] = [
    [
      'common',
      '{"code":60012,"description":"No licences left.","data":["LicenseQuotaExceededException"],"source":"PartnerFD"}',
      { code: 60012, description: 'No licences left.', data: ['LicenseQuotaExceededException'] },
    ],
    ['code as text', '{"code":"2055","description":"Etag is no longer valid"}', { code: 2055 }],
    [
      'customer service',
      '{"code":600061,"message":"Already there.","description":"It exists.",' +
        '"errorName":"PartnerConfirmedAgreementAlreadyExists","isRetryable":false,"parameters":{}}',
      { code: 600061, description: 'It exists.', isRetryable: false },
    ],
    [
      'throttle',
      '{"statusCode":429,"message":"Rate limit is exceeded. Try again in 57 seconds."}',
      { code: undefined, description: 'Rate limit is exceeded. Try again in 57 seconds.' },
    ],
    [
      'sign-in',
      '{"error":"invalid_grant","error_description":"The refresh token has expired.","error_codes":[700082]}',
      { code: 'invalid_grant', description: 'The refresh token has expired.' },
    ],
    ['nested', '{"error":{"code":"NotFound","message":"No sheet."}}', { code: 'NotFound', description: 'No sheet.' }],
    ['capitals', '{"Code":2002,"Description":"Quantity."}', { code: 2002, description: 'Quantity.' }],
    ['HTML', '<html><body>502 Bad Gateway</body></html>', { code: undefined, description: 'the answer is not JSON' }],
    ['empty', '', { code: undefined, description: 'the answer is empty' }],
    ['cut off', '{"code":2002,"descr', { code: undefined, description: 'the answer is not JSON' }],
    ['a list', '[1,2]', { code: undefined, description: 'the answer is not JSON' }],
    ['nothing in it', '{}', { code: undefined, description: 'the answer has no description' }],
  ];
  test.each(rows)('%s', (_name, text, expected) => {
    expect(readErrorBody(text)).toMatchObject(expected);
  });
});

test('an error inside a success is distinguished from a resource', () => {
  expect(findErrorInSuccess({ code: 400072, description: "This item isn't available." })?.code).toBe(400072);
  expect(findErrorInSuccess({ id: 'x', code: 1, description: 'a resource with a code' })).toBeUndefined();
  expect(findErrorInSuccess({ items: [], code: 1, description: 'x' })).toBeUndefined();
  expect(findErrorInSuccess([{ code: 1, description: 'x' }])).toBeUndefined();
});

test('a code decides the category; without one the status does', () => {
  const unknown = { code: undefined, isRetryable: undefined };
  expect(categoryOf({ status: 400, code: 2055, isRetryable: undefined })).toBe('reRead');
  expect(categoryOf({ status: 403, code: 13605, isRetryable: undefined })).toBe('customerMustAct');
  expect(categoryOf({ status: 400, code: 900117, isRetryable: undefined })).toBe('never');
  expect(categoryOf({ status: 400, code: 123456789, isRetryable: undefined })).toBe('fixInput');
  expect(categoryOf({ status: 400, code: 123456789, isRetryable: true })).toBe('retry');
  const statuses = [400, 401, 403, 404, 409, 412, 415, 429, 500, 501, 503];
  expect(statuses.map((status) => categoryOf({ ...unknown, status }))).toEqual([
    'fixInput',
    'providerMustAct',
    'providerMustAct',
    'reRead',
    'reRead',
    'reRead',
    'never',
    'retry',
    'retry',
    'never',
    'retry',
  ]);
});

test('the important codes are known', () => {
  const important = [
    2001, 800091, 2002, 900275, 2011, 2055, 13605, 20000, 20003, 20002, 60002, 60003, 60012, 400013, 400018, 400019,
    400030, 400036, 400041, 400072, 600002, 600049, 600050, 600051, 600061, 800008, 800009, 800065, 800018, 800020,
    2085, 800023, 800025, 900121, 800060, 800064, 800082, 800066, 800067, 800088, 800089, 800069, 800073, 800074,
    800075, 800070, 800090, 900214, 900257, 900117, 900213, 800093, 800107, 800121, 800122, 900126, 900203, 900206,
    900236, 900258, 900259, 900260, 900261, 900267, 900268, 900269, 900270, 900242, 900244, 900245, 900246, 900277,
    900279, 900280, 900278, 900311, 900308, 900309, 900316, 900329, 900416, 900419, 900420,
  ];
  expect(important.filter((code) => !ERROR_CODES.has(code))).toEqual([]);
});

test('a refusal carries status, code, category and ids', async () => {
  const { client, server } = await startTestClient();
  const body = {
    code: 800090,
    description: 'Subscription quantity cannot be decreased.',
    data: [],
    source: 'PartnerFD',
  };
  const headers = { 'MS-CorrelationId': 'correlation-of-the-server' };
  server.reply('GET', CUSTOMER, { status: 400, headers, body });
  await expect(client.customers.get(customerId, { requestId: 'r-1' })).rejects.toMatchObject({
    name: 'PartnerCenterHttpError',
    message: 'GET v1/customers/{customerId}: 400 code 800090: Subscription quantity cannot be decreased.',
    status: 400,
    code: 800090,
    category: 'never',
    requestId: 'r-1',
    correlationId: 'correlation-of-the-server',
  });
});

test('HTTP 200 with an error code is an error', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', CUSTOMER, { body: { code: 400072, description: "This item isn't available." } });
  await expect(client.customers.get(customerId)).rejects.toMatchObject({
    status: 200,
    code: 400072,
    category: 'reRead',
  });
});

describe('a success that cannot be read says why', () => {
  const half = JSON.stringify(fixtureOf('getCustomer').response.body).slice(0, 100);
  const rows: [name: string, text: string, expected: object][] = [
    ['empty', '', { reason: 'empty' }],
    ['HTML', '<html>Maintenance</html>', { reason: 'notJson' }],
    ['half of it', half, { reason: 'notJson' }],
    [
      'another shape',
      '{"id":7}',
      { reason: 'wrongShape', details: [expect.stringMatching(/^id: /), expect.stringMatching(/^companyProfile: /)] },
    ],
    ['not even an object', '"hello"', { reason: 'wrongShape' }],
  ];
  test.each(rows)('%s', async (_name, text, expected) => {
    const { client, server } = await startTestClient();
    server.reply('GET', CUSTOMER, { text });
    await expect(client.customers.get(customerId)).rejects.toMatchObject({
      name: 'PartnerCenterUnreadable',
      ...expected,
    });
  });
});

test('a body may begin with a byte order mark', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', CUSTOMER, { text: `\uFEFF${JSON.stringify(fixtureOf('getCustomer').response.body)}` });
  expect((await client.customers.get(customerId)).id).toBe(customerId);
});

test('the error of an unreadable answer shows no values', async () => {
  const { client, server } = await startTestClient();
  server.reply('POST', '/v1/customers', { status: 201, body: { id: 1, companyProfile: 'pass-word-1' } });
  const customer = {
    companyProfile: { domain: 'x' },
    billingProfile: Object(fixtureOf('createCustomer').request.body).billingProfile,
  };
  const error: unknown = await client.customers.create(customer).catch((reason: unknown) => reason);
  expect(String(error)).toContain('companyProfile: ');
  expect(String(error)).not.toContain('pass-word-1');
});

test('every documented code has a category, and every meaning a sentence in both languages', () => {
  expect(DOCUMENTED_CODES.filter((code) => !ERROR_CODES.has(code))).toEqual([]);
  const keys = [...new Set([...ERROR_CODES.values()].map(({ message }) => message))].sort();
  for (const messages of [it, en]) {
    expect(Object.keys(messages).sort()).toEqual(keys);
    expect(Object.values(messages).filter((sentence) => !/^\p{Lu}.{10,}\.$/u.test(sentence))).toEqual([]);
  }
});

test("the errors of a cart's lines are known too", () => {
  const codes = [10000, 10001, 10002, 10003, 10009, 10010, 10012, 10015];
  expect(codes.filter((code) => !ERROR_CODES.has(code))).toEqual([]);
});

test('an error names its sentence; an unknown code has none', async () => {
  const { client, server } = await startTestClient({ maxAttempts: 1 });
  const body = (code: number) => ({ status: 400, body: { code, description: 'no' } });
  server.reply('GET', CUSTOMER, body(900213), body(987654321));
  await expect(client.customers.get(customerId)).rejects.toMatchObject({ messageKey: 'cancellationWindowPassed' });
  await expect(client.customers.get(customerId)).rejects.toMatchObject({ messageKey: undefined, category: 'fixInput' });
});
