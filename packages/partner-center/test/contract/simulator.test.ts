import { routes } from '@licence-portal/partner-center-simulator';
import { describe, expect, test } from 'vitest';
import { ROUTES } from '../../src/partner-center.ts';
import { contract } from './contract.ts';
import { simulatorTarget, type Target } from './targets.ts';

test('the simulator has every route of the client, for the same kind of token', () => {
  const imitated = routes.map(({ method, path, token }) => [method, shapeOf(path.slice(1)), token].join(' '));
  const lost = Object.values(ROUTES)
    .map(({ method, path, token }) => [method, shapeOf(path), token === 'any' ? 'appOrUser' : token].join(' '))
    .filter((route) => !imitated.includes(route));
  expect(lost).toEqual([]);
});

const starts = ['2026-11-25T09:00:00Z', '2026-11-30T09:00:00Z', '2026-12-31T09:00:00Z', '2028-02-29T09:00:00Z'];

describe.each(starts)('the contract holds on the simulator from %s', (startsAt) => {
  let target: Target | undefined;
  contract(async () => {
    target = await simulatorTarget(Temporal.Instant.from(startsAt));
    return target;
  });

  test('and it covers every route', () => {
    const all = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
    expect(all.filter((route) => target?.called.has(route) !== true)).toEqual([]);
  });
});

/** Without the names of its variable parts, and without case. */
function shapeOf(path: string): string {
  return path
    .split('/')
    .map((part) => (/^:|[{(]/.test(part) ? '*' : part.toLowerCase()))
    .join('/');
}
