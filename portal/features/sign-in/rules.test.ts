import { expect, test } from 'vitest';
import { answerBeforePassword, isMainlyNames, lockAfterFailure, namesIn } from './rules.ts';
import { safeReturnPath } from './session/return-path.ts';

const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
const open = { disabled: false, hasPassword: true, lockedUntil: null };

test.each([
  ['an unknown login', undefined, 'unknownLogin'],
  ['a person who may sign in', open, 'askPassword'],
  ['disabled, even when locked', { ...open, disabled: true, lockedUntil: now.add({ hours: 1 }) }, 'disabled'],
  ['locked until later', { ...open, lockedUntil: now.add({ seconds: 1 }) }, 'locked'],
  ['locked until now', { ...open, lockedUntil: now }, 'askPassword'],
  ['without a password', { ...open, hasPassword: false }, 'noPassword'],
] as const)('before the password: %s', (_who, facts, answer) => {
  expect(answerBeforePassword(facts, now)).toBe(answer);
});

test.each([
  ['nine from a network', { fromNetwork: 9, everywhere: 9 }, false, undefined],
  ['ten from a network', { fromNetwork: 10, everywhere: 10 }, false, 'network'],
  ['ten in a session', { fromNetwork: 10, everywhere: 10 }, true, 'everywhere'],
  ['nine in a session', { fromNetwork: 9, everywhere: 9 }, true, undefined],
  ['29 from many networks', { fromNetwork: 1, everywhere: 29 }, false, undefined],
  ['30 from many networks', { fromNetwork: 1, everywhere: 30 }, false, 'everywhere'],
] as const)('A4 where failures lock: %s', (_what, counts, inSession, where) => {
  expect(lockAfterFailure(counts, { inSession })).toBe(where);
});

test('names are texts and their words, without accents, signs and what is too short', () => {
  expect(namesIn(['Niccolò', 'Caffè Blu S.r.l.'])).toEqual([
    'niccolo',
    'caffeblusrl',
    'caffe',
    ...['office', 'licenze', 'licences', 'portale', 'portal'],
  ]);
});

test.each([
  ['bianchi1234567', true],
  ['bianchi12345678', false],
  ['B-i-a-n-c-h-i 2026', true],
  ['Bianchi Bianchi Bianchi', true],
  ['i bianchi mangiano il gelato', false],
  ['quattro', false],
])('the password "%s" is mainly a name: %s', (password, isName) => {
  expect(isMainlyNames(password, namesIn(['Bianchi']))).toBe(isName);
});

test.each([
  ['/users?page=2', '/users?page=2'],
  [null, '/'],
  ['', '/'],
  ['https://elsewhere.example', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/\t/elsewhere.example', '/'],
  ['/\n/elsewhere.example', '/'],
  ['/\r\n//elsewhere.example', '/'],
  ['/users\r\nSet-Cookie: a=b', '/'],
  ['/\0/elsewhere.example', '/'],
  [' //elsewhere.example', '/'],
  ['\t//elsewhere.example', '/'],
  ['/.//elsewhere.example', '/'],
  ['/users/..//elsewhere.example', '/'],
  ['/%2e//elsewhere.example', '/'],
  ['/users\\..\\..\\\\elsewhere.example', '/'],
  ['///elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  ['elsewhere.example', '/'],
  ['@elsewhere.example', '/'],
  ['/@elsewhere.example', '/@elsewhere.example'],
  ['/%09/elsewhere.example', '/%09/elsewhere.example'],
  ['/products?search=a%20b#prices', '/products?search=a%20b#prices'],
])('returns to %s only within the portal', (next, path) => {
  expect(safeReturnPath(next)).toBe(path);
});
