import { expect, test } from 'vitest';
import {
  addressProblem,
  isDirectSignatureTried,
  isLinkOver,
  isPersonName,
  isValidAcceptance,
  nextReadAfterSeconds,
  partnerDomainsOf,
} from './rules.ts';

const at = (text: string) => Temporal.Instant.from(text);

test.for([
  ['2023-03-31T23:59:59Z', null, false],
  ['2023-04-01T00:00:00Z', null, true],
  ['2026-11-20T09:00:00Z', '2026-11-25T09:00:00Z', false],
  ['2026-11-25T09:00:00Z', '2026-11-25T09:00:00Z', false],
  ['2026-11-25T09:00:01Z', '2026-11-25T09:00:00Z', true],
] as const)('accepted %s, refused %s: valid is %s', ([acceptedAt, refusedAt, isValid]) => {
  expect(isValidAcceptance(at(acceptedAt), refusedAt === null ? null : at(refusedAt))).toBe(isValid);
});

test('a signature given directly to Microsoft is tried again an hour after a refusal', () => {
  const refusedAt = at('2026-11-25T09:00:00Z');
  expect(isDirectSignatureTried(null, refusedAt)).toBe(true);
  expect(isDirectSignatureTried(refusedAt, at('2026-11-25T09:59:59Z'))).toBe(false);
  expect(isDirectSignatureTried(refusedAt, at('2026-11-25T10:00:00Z'))).toBe(true);
});

test('the state is read often at first, and at last every quarter of an hour', () => {
  expect([0, 1, 4, 7, 20, 42, 43, 1000].map(nextReadAfterSeconds)).toEqual([5, 6, 13, 30, 205, 887, 900, 900]);
});

test('only the link of an open request can be over', () => {
  const now = at('2026-11-25T09:00:00Z');
  expect(isLinkOver({ status: 'pending', linkExpiresAt: now }, now)).toBe(true);
  expect(isLinkOver({ status: 'pending', linkExpiresAt: now.add({ seconds: 1 }) }, now)).toBe(false);
  expect(isLinkOver({ status: 'pending', linkExpiresAt: null }, now)).toBe(false);
  expect(isLinkOver({ status: 'accepted', linkExpiresAt: now }, now)).toBe(false);
});

test.for([
  ['Anna', true],
  ['Li', true],
  ["D'", false],
  ['D’Angelo', true],
  ['Al.', true],
  ['A', false],
  ['A.', false],
  ['--', false],
  ['12', false],
  ['Ümit', true],
] as const)('the name %s is taken: %s', ([name, isTaken]) => {
  expect(isPersonName(name)).toBe(isTaken);
});

const partnerDomains = partnerDomainsOf(['CIC <noreply@licenze.cic.example>', 'Aiuto@CIC.example', 'cic@gmail.com']);

test.for([
  ['anna@rossi.example', undefined],
  ['anna@rossi.onmicrosoft.com', 'input.addressOfNewTenant'],
  ['anna@ROSSI.onmicrosoft.com', 'input.addressOfNewTenant'],
  ['anna@bianchi.onmicrosoft.com', undefined],
  ['paola@cic.example', 'input.addressOfPartner'],
  ['paola@it.cic.example', 'input.addressOfPartner'],
  ['paola@notcic.example', undefined],
  ['anna@gmail.com', undefined],
] as const)('the address %s: %s', ([email, problem]) => {
  expect(addressProblem(email, { newDomain: 'rossi.onmicrosoft.com', partnerDomains })).toBe(problem);
});
