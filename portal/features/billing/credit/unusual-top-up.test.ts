import { Decimal } from '@licence-portal/nce';
import { expect, test } from 'vitest';
import { warningsOf } from './unusual-top-up.ts';

const NOW = Temporal.Instant.from('2026-12-02T09:00:00Z');

function earlier(amount: string, daysAgo: number) {
  return { amount: new Decimal(amount), createdAt: NOW.subtract({ hours: daysAgo * 24 }) };
}

test.each([
  ['an amount as before', '1200', [earlier('1000', 30)], []],
  ['the same amount within a week', '1000', [earlier('1000', 7)], ['sameAmountRecently']],
  ['the same amount a week and a day later', '1000', [earlier('1000', 8)], []],
  ['ten times the greatest before', '10000', [earlier('1000', 30), earlier('20', 2)], []],
  ['a cent more than that', '10000.01', [earlier('1000', 30), earlier('20', 2)], ['muchMoreThanBefore']],
  ['a usual first amount', '10000', [], []],
  ['a million at first', '1000000', [], ['largeFirst']],
])('%s', (_what, amount, before, warnings) => {
  expect(warningsOf(new Decimal(amount), before, NOW)).toEqual(warnings);
});
