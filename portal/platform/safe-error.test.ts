import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VendorFault } from './refusal.ts';
import { safeError, safeErrorText, safeText } from './safe-error.ts';

/** Values of a person and secrets, none of which may be left. */
const MARKS = [
  'Ludovica Marcati',
  "Nicolò D'Angelo",
  'ludovica.marcati@esempio.test',
  '+39 02 5550 1234',
  'IT01234567890',
  'Kx9mW2pQ7rT4vZ8nB3cD6fG1hJ5kL0aS',
] as const;
const MARK = MARKS[0];
const ROW = MARKS.join(', ');

test('a failed statement keeps its text and loses its parameters', () => {
  const cause = Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), {
    code: '22021',
    severity: 'ERROR',
    detail: `Failing row contains (${ROW}).`,
    where: `unnamed portal parameter $1 = '${MARK}'`,
    table: 'person',
  });
  const text = 'insert into "person" ("first_name", "kind") values ($1, \'Ludovica Marcati\')';
  const error = Object.assign(new Error(`Failed query: ${text}\nparams: ${ROW}`, { cause }), {
    query: text,
    params: [...MARKS],
  });
  const safe = safeError(error);
  expect(safe).toMatchObject({
    message: 'a statement failed',
    statement: 'insert into "person" ("first_name", "kind") values ($1, \'…\')',
    cause: { code: '22021', table: 'person' },
  });
  expectNoMark(safe);
});

test('a violated constraint is named, its row is not', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "person_by_login"'), {
    code: '23505',
    severity: 'ERROR',
    detail: `Key (login)=(${MARK}) already exists.`,
    constraint: 'person_by_login',
  });
  expect(safeError(error)).toMatchObject({
    code: '23505',
    constraint: 'person_by_login',
    message: 'duplicate key value violates unique constraint "person_by_login"',
  });
  expectNoMark(safeError(error));
});

test.each([
  ['what raise says', Object.assign(new Error(`refused: ${ROW}`), { code: 'P0001', severity: 'ERROR' })],
  ['a value of a wrong type', Object.assign(new Error(`uuid: "${ROW}"`), { code: '22P02', severity: 'ERROR' })],
  ['text that is no JSON', thrownBy(() => JSON.parse(`${MARK} {`))],
  ['JSON cut short', thrownBy(() => JSON.parse(`{"name": "${MARK}", "login": ${MARK}`))],
  ['a fault of a vendor', new VendorFault(`POST v1/customers: 400: ${ROW}`, { resend: 'same', requestId: 'r-1' })],
  [
    'a refusal of a mail server',
    Object.assign(new Error(`550 ${ROW} unknown`), {
      command: `RCPT TO:<${MARKS[2]}>`,
      responseCode: 550,
      rejected: [...MARKS],
    }),
  ],
  ['data of another shape', Object.assign(new Error(ROW), { issues: [{ path: ['name'], code: 'x', input: MARK }] })],
  ['another error', new Error(`cannot add "${ROW}" to '${MARK}', write to ${MARKS[2]} or ${MARKS[3]}`)],
  ['an error with fields', Object.assign(new Error('failed'), { config: { auth: MARK }, body: ROW })],
  ['an error of an error', new Error('outer', { cause: new Error('inner', { cause: new Error(`"${MARK}"`) }) })],
  ['a text', ROW],
  ['an object', { message: `"${ROW}"`, stack: `Error: ${ROW}\n    at f (file.ts:1:1)` }],
])('nothing of a person is left of %s', (_kind, error) => {
  expectNoMark(safeError(error));
  expectNoMark(safeErrorText(error));
});

test('the calls of a stack stay, its message does not', () => {
  const { stack } = safeError(new Error(`first line of ${MARK}\n${MARK} in a second line`));
  expect(stack).toMatch(/^\s+at .*safe-error\.test\.ts/);
  expectNoMark(stack);
});

test('a sentence of our own stays readable, with ids', () => {
  const sentence = 'no job is named orders.advance in 3f0c1d7e-8f43-4c52-9a4b-0a3f5f0f3b11';
  expect(safeErrorText(new Error(sentence))).toBe(`Error: ${sentence}`);
});

test('no text makes it fail, and no mail address passes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.emailAddress(), (text, address) => {
      expect(safeText(`${text} ${address} ${text}`)).not.toContain(address);
    }),
    { numRuns: 50 },
  );
});

function expectNoMark(value: unknown): void {
  const written = JSON.stringify(value);
  for (const mark of MARKS) expect(written).not.toContain(mark);
}

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
