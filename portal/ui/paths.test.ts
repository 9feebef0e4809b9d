import { expect, test } from 'vitest';
import { paths } from './paths.ts';

test.each([
  ['01a22b91-768d-7112-a6f6-463f1b990f99', '01a22b91-768d-7112-a6f6-463f1b990f99'],
  ['\u2028', '%E2%80%A8'],
  ['a/../b?c#d', 'a%2F..%2Fb%3Fc%23d'],
  ['\ud800', '%EF%BF%BD'],
])('the id %j is one segment of a path that a header can carry', (id, segment) => {
  expect(paths.user(id)).toBe(`/users/${segment}`);
  expect(paths.changeRenewal(id)).toBe(`/account/subscriptions/${segment}/renewal`);
  expect(() => new Headers({ location: paths.order(id) })).not.toThrow();
});
