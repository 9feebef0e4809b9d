import { expect, test } from 'vitest';
import type { PossibleView, QuoteLine } from './quote/quote-view.ts';
import {
  columnOf,
  invoicedColumnOf,
  ORDER_TRANSITIONS,
  orderNumber,
  promiseOf,
  retryAfterSeconds,
  totalOf,
} from './rules.ts';
import { derivedRequestId } from './steps/step-context.ts';

test('IVA is on the sum of the net lines and rounded once', () => {
  // Each line alone would give 0.01 × 0.22 = 0.0022, nothing; together 0.03 × 0.22 = 0.0066, a cent.
  const { net, tax, gross } = totalOf(['0.01', '0.01', '0.01'], '0.22', 'EUR');
  expect([net.toFixed(), tax.toFixed(), gross.toFixed()]).toEqual(['0.03', '0.01', '0.04']);
});

test('a refund gives back the tax that was charged on it', () => {
  expect(totalOf(['-50.25'], '0.22', 'EUR').gross.toFixed()).toBe('-61.31');
  expect(totalOf(['50.25'], '0.22', 'EUR').gross.toFixed()).toBe('61.31');
});

test('two views are the same promise although the clock has moved; a cent or a day makes another', () => {
  const view = viewOf({ net: '10' });
  const later = {
    ...view,
    validUntil: '2026-11-27T00:00:00Z',
    undo: { until: '2026-12-03T10:00:00Z', refund: '10', periods: [] },
  };
  expect(promiseOf(later)).toBe(promiseOf(view));
  expect(promiseOf(Object.fromEntries(Object.entries(view).toReversed()) as PossibleView)).toBe(promiseOf(view));
  expect(promiseOf(viewOf({ net: '10.01' }))).not.toBe(promiseOf(view));
  expect(promiseOf({ ...view, undo: null })).not.toBe(promiseOf(view));
  expect(promiseOf({ ...view, commitment: { endsBefore: '2027-11-26', net: '10' } })).not.toBe(promiseOf(view));
});

test.for([
  [1, undefined, 2],
  [3, undefined, 8],
  [20, undefined, 600],
  [1, 57, 57],
  [8, 57, 256],
] as const)('after attempt %d, required to wait %s seconds, it waits %d', ([attempt, required, seconds]) => {
  expect(retryAfterSeconds(attempt, required)).toBe(seconds);
});

test('every status of an order is reached, and each that is not an end has a way out', () => {
  const reached = new Set(['awaitingApproval', 'running', ...Object.values(ORDER_TRANSITIONS).flat()]);
  expect([...reached].sort()).toEqual(Object.keys(ORDER_TRANSITIONS).sort());
  const ends = Object.entries(ORDER_TRANSITIONS).filter(([, next]) => next.length === 0);
  expect(ends.map(([status]) => status).sort()).toEqual(['cancelled', 'done', 'failed']);
});

test('a request of a step has an id of its own, always the same', () => {
  const stepId = 'c0000000-0000-4000-8000-000000000001';
  const id = derivedRequestId(stepId, 'cart');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(derivedRequestId(stepId, 'cart')).toBe(id);
  expect(derivedRequestId(stepId, 'checkout')).not.toBe(id);
});

test('order numbers sort as they were given', () => {
  expect(orderNumber(2026, 123)).toBe('ORD-2026-000123');
});

function viewOf({ net }: { net: string }): PossibleView {
  const line: QuoteLine = {
    key: '1.1',
    kind: 'charge',
    code: 'purchase',
    name: 'Office 365 E1',
    seatCount: 1,
    unitPricePerCycle: net,
    cycle: { startsOn: '2026-11-25', endsBefore: '2027-11-25' },
    billedDays: 365,
    cycleDays: 365,
    net,
  };
  const column = columnOf([line], '0.22', 'EUR');
  return {
    possible: true,
    kind: 'purchase',
    currency: 'EUR',
    taxRate: '0.22',
    items: [],
    columns: { today: column, nextCharge: { ...columnOf([], '0.22', 'EUR'), on: null }, untilTermEnd: column },
    undo: { until: '2026-12-02T10:00:00Z', refund: net, periods: [] },
    commitment: { endsBefore: '2027-11-25', net },
    sideEffects: [],
    validUntil: '2026-11-26T00:00:00Z',
  };
}

test('the tax until the end of the term is the sum of the taxes of the monthly invoices', () => {
  const line = (month: number) => ({
    key: `${month}`,
    kind: 'charge' as const,
    code: 'chargeCycle',
    name: 'Business Basic',
    seatCount: 1,
    unitPricePerCycle: '10.01',
    cycle: { startsOn: `2027-0${month}-05`, endsBefore: `2027-0${month + 1}-05` },
    billedDays: 28,
    cycleDays: 28,
    net: '10.01',
  });
  // 2.2022 is 2.20 on each of three invoices; on the sum it would be 6.61.
  expect(invoicedColumnOf([line(1), line(2), line(3)], '0.22', 'EUR')).toMatchObject({
    net: '30.03',
    tax: '6.6',
    gross: '36.63',
  });
  expect(columnOf([line(1), line(2), line(3)], '0.22', 'EUR').tax).toBe('6.61');
});
