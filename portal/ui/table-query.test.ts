import { expect, test } from 'vitest';
import { readTableQuery, withParameters } from './table-query.ts';

const declared = { sortKeys: ['name', 'renewsOn'], filterNames: ['status'] } as const;

test('an address without parameters asks for the first page of the default', () => {
  expect(readTableQuery(new URLSearchParams(), declared)).toEqual({
    search: '',
    filters: {},
    sortKey: 'name',
    descending: false,
    page: 1,
    pageSize: 25,
  });
});

test('search, filters, sort and page are read', () => {
  const parameters = new URLSearchParams('q=+rossi+&status=ready&status=locked&sort=-renewsOn&page=3&rows=50');
  expect(readTableQuery(parameters, declared)).toEqual({
    search: 'rossi',
    filters: { status: ['ready', 'locked'] },
    sortKey: 'renewsOn',
    descending: true,
    page: 3,
    pageSize: 50,
  });
});

test.each(['sort=password', 'sort=-', 'page=0', 'page=-1', 'page=1.5', 'page=x', 'rows=1000', 'tenant=1'])(
  'an undeclared column, filter or order is ignored: %s',
  (text) => {
    expect(readTableQuery(new URLSearchParams(text), declared)).toEqual(
      readTableQuery(new URLSearchParams(), declared),
    );
  },
);

test('a change of filter starts again on the first page', () => {
  const parameters = new URLSearchParams('q=rossi&page=4');
  expect(withParameters(parameters, { status: ['ready', 'locked'] })).toBe('?q=rossi&status=ready&status=locked');
  expect(withParameters(parameters, { page: '5' })).toBe('?q=rossi&page=5');
  expect(withParameters(parameters, { q: null })).toBe('?');
});
