import { expect, test } from 'vitest';
import { namesIn } from '../rules.ts';
import { judgePassword } from './judge-password.server.ts';

const NAMES = namesIn([
  'anna.bianchi',
  'anna.bianchi@rossiarredamenti.it',
  'Anna',
  'Bianchi',
  'Rossi Arredamenti S.r.l.',
  'CIC Portale delle licenze',
  'microsoft',
]);

test.each([
  'quattro sedie verdi',
  'correct horse staple',
  'i bianchi mangiano il gelato',
  'kX93!vbQ2p',
  'trenino rosso',
  'øøøzgwqtyvb',
])('the password "%s" is accepted', async (password) => {
  expect(await judgePassword(password, NAMES)).toBeUndefined();
});

test.each([
  'password1234',
  'Password!2345',
  'P@$$w0rd2026',
  'PÀSSWORDPASSWORD',
  'abcdefghijklm',
  '123456789012',
  '210987654321',
  'xyxyxyxyxyxy',
  'Qwerty123456!',
  'Primavera2026',
  'Benvenuto2026!',
  'forzajuve2026',
  'amministratore',
  'letmeinplease',
])('the password "%s" is too easy to guess', async (password) => {
  expect(await judgePassword(password, NAMES)).toBe('passwordCommon');
});

test.each([
  ['the person', 'annabianchi1'],
  ['the person', 'bianchi202611'],
  ['the person', 'anna.bianchi@rossiarredamenti.it'],
  ['the company', 'RossiArredamenti1!'],
  ['the company', 'rossi arredamenti srl'],
  ['the portal', 'cicportale2026'],
  ['the product', 'Microsoft365!'],
])('a password that is mainly the name of %s is refused: "%s"', async (_whose, password) => {
  expect(await judgePassword(password, NAMES)).toBe('passwordHasName');
});

test('four of the longest passwords, made to be slow, take a second of the processor each', async () => {
  await judgePassword('quattro sedie verdi', NAMES);
  const before = process.cpuUsage();
  for (const piece of ['p4$$w0rd', '@4a', '1qaz2wsx', 'ab12!|$5s'])
    await judgePassword(piece.repeat(43).slice(0, 128), NAMES);
  expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(4);
});
