import { ROUTES } from '@licence-portal/partner-center';
import { expect, test } from 'vitest';
import { routes } from '../src/routes.ts';
import { clientFixtures } from './client-fixtures.ts';
import { answerProblems, sourceProblems } from './route-checks.ts';

const CALLS = Object.entries(ROUTES).map(([name, { method, path }]) => ({ name, method, path: `/${path}` }));

test('every route names the page of the documentation that it imitates', () => {
  expect(sourceProblems(routes)).toEqual([]);
});

test('every call of the client and every documented request has a route', () => {
  const documented = clientFixtures().map(({ name, request: { method, path } }) => ({ name, method, path }));
  expect(answerProblems([...CALLS, ...documented], routes)).toEqual([]);
});

test('mutation: a route without a source is reported', () => {
  const mutated = routes.map((route) => (route.path === '/v1/agreements' ? { ...route, source: ' ' } : route));
  expect(sourceProblems(mutated)).toEqual(['GET /v1/agreements: it names no page of the documentation']);
});

test('mutation: calls are reported whose route is missing, has another method or another path', () => {
  const mutated = routes
    .filter(({ path }) => path !== '/v1/agreements')
    .map((route) => (route.path === '/v1/domains/:domain' ? { ...route, method: 'GET' as const } : route))
    .map((route) => (route.path === '/v1/invoices/:invoiceId' ? { ...route, path: '/v1/bills/:invoiceId' } : route));
  expect(answerProblems(CALLS, mutated)).toEqual([
    'checkDomain: no route answers HEAD /v1/domains/{domain}',
    'listAgreementTemplates: no route answers GET /v1/agreements',
    'getInvoice: no route answers GET /v1/invoices/{invoiceId}',
  ]);
});
