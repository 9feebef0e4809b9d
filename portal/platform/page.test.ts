import { RouterContextProvider } from 'react-router';
import { expect, test } from 'vitest';
import { ANONYMOUS } from './actor.ts';
import { type Caller, setCaller } from './caller.server.ts';
import { answerForm, answerPage, numberIn } from './page.server.ts';
import { Refusal } from './refusal.ts';

test('a refused form keeps what was typed, but never a password', async () => {
  const form = { login: 'anna', password: 'a secret', repeatedPassword: 'a secret', newPassword: 'a secret', note: '' };
  const answer = await answerForm(submitted(form), async () => {
    throw new Refusal('users.loginTaken', { login: 'anna' });
  });
  expect(answer).toMatchObject({
    data: {
      refusal: { code: 'users.loginTaken', errors: [{ message: 'users.loginTaken' }] },
      typed: { login: 'anna', note: '' },
    },
    init: { status: 422 },
  });
  expect(JSON.stringify(answer)).not.toContain('a secret');
});

test('a form gives its result, and an error that is no refusal stays an error', async () => {
  expect(await answerForm(submitted({ login: 'anna' }), async (_, form) => form.get('login'))).toBe('anna');
  const failing = answerForm(submitted({}), () => Promise.reject(new Error('a bug')));
  await expect(failing).rejects.toThrow('a bug');
});

test.each([
  ['12', 12],
  [' 12 ', 12],
  ['-3', -3],
  ['2.5', 2.5],
  ['2,5', 2.5],
  ['1.000', 1000],
  ['1,000', 1000],
  ['12.345.678', 12_345_678],
  ['1\u00A0000', 1000],
  ["1'000", 1000],
  ['-1.000', -1000],
  ['0.500', 0.5],
])('the number in "%s" is %d', (typed, number) => {
  expect(numberIn(formOf({ seatCount: typed }), 'seatCount')).toBe(number);
});

test.each([
  ['', 'input.required'],
  ['  ', 'input.required'],
  ['ten', 'input.invalidValue'],
  ['12 seats', 'input.invalidValue'],
  ['1.000,5', 'input.invalidValue'],
  ['1.00.000', 'input.invalidValue'],
  ['1e3', 'input.invalidValue'],
  ['0x10', 'input.invalidValue'],
  ['Infinity', 'input.invalidValue'],
])('"%s" in the field of a number is refused as %s', (typed, code) => {
  const read = () => numberIn(formOf({ seatCount: typed }), 'seatCount');
  expect(read).toThrow(expect.objectContaining({ fields: [{ path: 'seatCount', code }] }));
});

test('a field of a number that is missing is refused as empty', () => {
  const fields = [{ path: 'seatCount', code: 'input.required' }];
  expect(() => numberIn(formOf({}), 'seatCount')).toThrow(expect.objectContaining({ fields }));
});

test.each([
  ['orders.notFound', 404],
  ['input.invalid', 404],
  ['permission.denied', 403],
  ['orders.quoteMoved', 422],
])('a page whose reads are refused with %s has the status %d', async (code, status) => {
  const reading = answerPage(submitted({}), () => Promise.reject(new Refusal(code)));
  await expect(reading).rejects.toMatchObject({ data: { refusal: { code } }, init: { status } });
});

/** The arguments of an action for a form, sent by a caller who reads the codes of refusals. */
function submitted(fields: Record<string, string>) {
  const caller: Caller = {
    actor: ANONYMOUS,
    signedIn: null,
    sessionEnded: false,
    locale: 'it',
    nonce: 'nonce',
    requestId: 'request',
    site: {
      brandName: 'Portale',
      accent: '#000000',
      supportEmail: 'support@portal.example',
      mode: 'real',
      databaseKind: 'embedded',
      now: '2026-03-02T09:00:00Z',
      clockMoved: false,
    },
    call: () => Promise.reject(new Error('no operation is called here')),
    explain: ({ code }) => [{ message: code }],
    report: () => {},
  };
  const context = new RouterContextProvider();
  setCaller(context, caller);
  const request = new Request('http://portal.test/users/new', { method: 'POST', body: formOf(fields) });
  return { request, context };
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}
