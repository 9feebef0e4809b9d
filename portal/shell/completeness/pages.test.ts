import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACCESSIBLE_PAGES } from '../../../e2e/accessible-pages.ts';
import routes from '../routes.ts';
import { accessibilityProblems, publicPages } from './page-checks.ts';

/** Pages for people who have not signed in, and the texts that pages fetch. */
const PUBLIC_PAGES: readonly string[] = [
  'activate',
  'calendar.ics',
  'confirm-address',
  'first-start',
  'impersonation/end',
  'language',
  'messages/:locale/:modules',
  'recover-password',
  'sign-in',
  'sign-in/second-step',
  'sign-in/set-up',
  'sign-out',
];

const TESTED = Object.keys(ACCESSIBLE_PAGES);
const readFile = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

test('every page needs sign-in unless it is listed', () => {
  expect(publicPages(routes).toSorted()).toEqual(PUBLIC_PAGES);
});

test('mutation: a page outside the layout of signed-in people is reported', () => {
  const page = { path: 'opened', file: '../features/orders/pages/orders-page.tsx' };
  expect(publicPages([...routes, page])).toContain('opened');
});

test('every page has an accessibility test', () => {
  expect(accessibilityProblems(routes, TESTED, readFile)).toEqual([]);
});

test('mutation: a page without an accessibility test, and a test without its page, are reported', () => {
  const page = { path: 'account/receipts', file: '../features/orders/pages/orders-page.tsx' };
  expect(accessibilityProblems([...routes, page], [...TESTED, 'account/closed'], readFile)).toEqual([
    '/account/receipts: it has no accessibility test',
    '/account/closed: tested, but no page has this path',
  ]);
});
