/**
 * The rows that Microsoft documents, as the simulator bills them. Source of all: Partner Center, "Common billing
 * scenarios". An event is written here as the simulator records it.
 */
import { expect, test } from 'vitest';
import { alignedTerm } from '../src/aligned-term-ends.ts';
import { billedLines } from '../src/billing-history.ts';
import { wholeTerm } from '../src/calendar.ts';
import { cyclesOf } from '../src/charge-cycles.ts';
import type { BillingEvent, SubscriptionRecord } from '../src/state.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

type Event = Partial<BillingEvent> & Pick<BillingEvent, 'kind' | 'at'>;

/** Lines as: charge type, seats, first and last day, sum. The events are those of a monthly term of 2021. */
function rowsOf(events: readonly Event[], before: string): string[] {
  const history = events.map((event) => ({ ...JUNE, ...event }));
  return billedLines({ history } as unknown as SubscriptionRecord, day(before)).map(
    ({ chargeType, seatCount, startsOn, endsBefore, subtotal }) =>
      `${chargeType} ${seatCount} ${startsOn}–${endsBefore.subtract({ days: 1 })} ${subtotal.toFixed(2)}`,
  );
}

const JUNE: BillingEvent = {
  ...{ at: '2021-06-18T00:00:00Z', kind: 'new', opens: false, sku: 'A:0001', quantity: 300, unitPrice: '10.08' },
  ...{ termDuration: 'P1M', billingCycle: 'monthly', termStartsOn: '2021-06-18', termEndsBefore: '2021-07-18' },
  ...{ promotionId: '', orderId: 'order' },
};
const BOUGHT: Event = { kind: 'new', at: '2021-06-18T09:00:00Z', opens: true };

test('a purchase', () => {
  expect(rowsOf([{ ...BOUGHT, quantity: 10 }], '2021-07-18')).toEqual(['new 10 2021-06-18–2021-07-17 100.80']);
});

test('seats that are added: the old number refunded, the new one charged, for 28 of 30 days', () => {
  const added: Event = { kind: 'addQuantity', at: '2021-06-20T09:00:00Z', quantity: 12 };
  expect(rowsOf([{ ...BOUGHT, quantity: 10 }, added], '2021-07-18')).toEqual([
    'new 10 2021-06-18–2021-07-17 100.80',
    'addQuantity 10 2021-06-20–2021-07-17 -94.08',
    'addQuantity 12 2021-06-20–2021-07-17 112.89',
  ]);
});

test('seats that are removed again on the same day', () => {
  const added: Event = { kind: 'addQuantity', at: '2021-06-20T09:00:00Z', quantity: 12 };
  const removed: Event = { kind: 'removeQuantity', at: '2021-06-20T10:00:00Z', quantity: 8 };
  expect(rowsOf([{ ...BOUGHT, quantity: 10 }, added, removed], '2021-07-18').slice(-2)).toEqual([
    'removeQuantity 12 2021-06-20–2021-07-17 -112.89',
    'removeQuantity 8 2021-06-20–2021-07-17 75.26',
  ]);
});

test('a cancellation on the third day of 31', () => {
  const july = { termStartsOn: '2021-07-15', termEndsBefore: '2021-08-15', quantity: 10 };
  const cancelled: Event = { ...july, kind: 'cancelImmediate', at: '2021-07-17T12:00:00Z', quantity: 0 };
  const bought: Event = { ...BOUGHT, ...july, at: '2021-07-15T09:00:00Z' };
  expect(rowsOf([bought, cancelled], '2021-09-01')).toEqual([
    'new 10 2021-07-15–2021-08-14 100.80',
    'cancelImmediate 10 2021-07-17–2021-08-14 -94.20',
  ]);
  const atOnce = { ...cancelled, at: '2021-07-16T08:59:00Z' };
  expect(rowsOf([bought, atOnce], '2021-09-01').at(-1)).toBe('cancelImmediate 10 2021-07-16–2021-08-14 -100.80');
});

test('an upgrade of all seats and one of a hundred, with 23 of 30 days left', () => {
  const upgraded: Event = { kind: 'convert', at: '2021-06-25T09:00:00Z', sku: 'B:0001', unitPrice: '6.43' };
  expect(rowsOf([BOUGHT, upgraded], '2021-07-18')).toEqual([
    'new 300 2021-06-18–2021-07-17 3024.00',
    'convert 300 2021-06-25–2021-07-17 -2316.00',
    'convert 300 2021-06-25–2021-07-17 1476.00',
  ]);
  const left: Event = { kind: 'moveQuantity', chargeType: 'convert', at: upgraded.at, quantity: 200 };
  expect(rowsOf([BOUGHT, left], '2021-07-18').at(-1)).toBe('convert 100 2021-06-25–2021-07-17 -772.00');
  expect(rowsOf([{ ...upgraded, quantity: 100 }], '2021-07-18')).toEqual(['convert 100 2021-06-25–2021-07-17 492.00']);
});

test('a trial that becomes paid on its first day', () => {
  const june = { termStartsOn: '2021-06-25', termEndsBefore: '2021-07-25', quantity: 25 };
  const trial: Event = { ...BOUGHT, ...june, at: '2021-06-25T09:00:00Z', unitPrice: '0' };
  const paid: Event = { ...june, kind: 'convert', at: '2021-06-25T10:00:00Z', unitPrice: '52.61', opens: true };
  expect(rowsOf([trial, paid], '2021-07-25')).toEqual(['convert 25 2021-06-25–2021-07-24 1315.25']);
});

test('another billing plan is charged by the months that are left: eleven of twelve, each price rounded down', () => {
  const term = { termDuration: 'P1Y', termStartsOn: '2021-09-20', termEndsBefore: '2022-09-20', quantity: 10 };
  const bought: Event = { ...BOUGHT, ...term, at: '2021-09-20T09:00:00Z', unitPrice: '240' };
  const changed: Event = {
    ...{ ...term, kind: 'changeBillingPlan', at: '2021-10-20T00:00:00Z' },
    ...{ unitPrice: '250', billingCycle: 'annual' },
  };
  expect(rowsOf([bought, changed], '2022-09-20')).toEqual([
    'new 10 2021-09-20–2021-10-19 200.00',
    'changeBillingPlan 10 2021-10-20–2022-09-19 2291.60',
  ]);
});

test.each([
  ['2021-01-31', '2021-02-27'],
  ['2021-02-28', '2021-03-27'],
  ['2021-05-31', '2021-06-29'],
  ['2021-06-30', '2021-07-29'],
  ['2021-07-31', '2021-08-30'],
  ['2021-01-30', '2021-02-27'],
  ['2021-02-27', '2021-03-26'],
  ['2021-05-30', '2021-06-29'],
  ['2021-06-29', '2021-07-28'],
  ['2021-07-30', '2021-08-29'],
])('a monthly term that begins on %s ends on %s', (startsOn, lastDay) => {
  const term = wholeTerm(day(startsOn), 'P1M');
  expect(term.endsBefore.subtract({ days: 1 }).toString()).toBe(lastDay);
});

test('a year that begins on 31 January, billed monthly, is charged on the last day of each month', () => {
  const cycles = cyclesOf({ ...wholeTerm(day('2021-01-31'), 'P1Y'), termDuration: 'P1Y', billingCycle: 'monthly' });
  expect(cycles.map(({ startsOn }) => startsOn.toString().slice(5)).join(' ')).toBe(
    '01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31',
  );
  expect(cycles.every(({ startsOn, endsBefore, wholeDays }) => startsOn.until(endsBefore).days === wholeDays)).toBe(
    true,
  );
});

test('a monthly term is one charge, also after a short month: a year of ten seats costs twelve times 100.00', () => {
  const events: Event[] = [];
  let startsOn = day('2027-01-31');
  for (let month = 0; month < 12; month += 1) {
    const { endsBefore } = wholeTerm(startsOn, 'P1M', 31);
    const term = { termStartsOn: startsOn.toString(), termEndsBefore: endsBefore.toString() };
    const kind = month === 0 ? 'new' : 'renew';
    events.push({ ...term, kind, at: `${startsOn}T00:00:00Z`, opens: true, quantity: 10, unitPrice: '10.00' });
    startsOn = endsBefore;
  }
  const rows = rowsOf(events, '2028-01-31');
  expect(rows.map((row) => row.split(' ').at(-1))).toEqual(Array(12).fill('100.00'));
  expect(rows[1]).toBe('renew 10 2027-02-28–2027-03-30 100.00');
});

test('the first charge of a co-terminous term is the short one, and the others end on the aligned day', () => {
  const term = alignedTerm(day('2023-02-04'), '2024-01-31');
  const cycles = cyclesOf({ ...term, termDuration: 'P1Y', billingCycle: 'monthly' });
  expect(cycles.map(({ startsOn }) => startsOn.toString()).slice(0, 3)).toEqual([
    '2023-02-04',
    '2023-03-01',
    '2023-04-01',
  ]);
  const shares = cycles.map(({ startsOn, endsBefore, wholeDays }) => `${startsOn.until(endsBefore).days}/${wholeDays}`);
  expect([shares[0], ...new Set(shares.slice(1))]).toEqual(['25/28', '31/31', '30/30']);
});
