import { Decimal, money, type SubscriptionState } from '@licence-portal/nce';
import { expect, test } from 'vitest';
import { pastCharge, spendOf } from './direct-spend.ts';

const eur = (amount: string) => money(amount, 'EUR');
const date = (text: string) => Temporal.PlainDate.from(text);

const january23 = Temporal.Instant.from('2027-01-23T09:00:00Z');

/** Ten seats for a year from 2 March 2026 at € 31 a month; a seat-day of a month of 31 days costs € 1. */
function held(differing: Partial<SubscriptionState> = {}) {
  const state: SubscriptionState = {
    status: 'active',
    isSuspended: false,
    isTrial: false,
    seatCount: 10,
    term: { startsOn: date('2026-03-02'), endsBefore: date('2027-03-02') },
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    unitPricePerCycle: eur('31'),
    purchasedOrRenewedAt: Temporal.Instant.from('2026-03-02T09:00:00Z'),
    autoRenewEnabled: true,
    refundable: 'unknown',
    refundOptions: [],
    scheduledActions: [],
    ...differing,
  };
  const prices = { nextTermUnitPricePerCycle: eur('32'), monthlyTermPrice: eur('40') };
  return { state, prices, readAt: january23, chargedUntil: date('2027-01-24') };
}

const charged = (net: string) => pastCharge({ net: new Decimal(net), currency: 'EUR' });

const brief = (spend: ReturnType<typeof spendOf>) => [
  spend.thisMonth.amount.toFixed(),
  ...spend.months.slice(0, 4).map(({ month, net }) => `${month} ${net.amount.toFixed()}`),
];

test('the terms that follow cost what they cost by the price list', () => {
  expect(brief(spendOf([held()], [charged('310')], january23, 'EUR'))).toEqual([
    '310',
    '2027-02 310',
    '2027-03 320',
    '2027-04 320',
    '2027-05 320',
  ]);
});

test('an extension month to month costs more, and an end costs nothing more', () => {
  expect(brief(spendOf([held({ autoRenewEnabled: false })], [charged('310')], january23, 'EUR'))).toEqual([
    '310',
    '2027-02 310',
    '2027-03 412', // 10 × 40 × 1.03
    '2027-04 412',
    '2027-05 412',
  ]);
  const ends = held({ scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] });
  expect(brief(spendOf([ends], [], january23, 'EUR')).slice(1, 3)).toEqual(['2027-02 310', '2027-03 0']);
});

test('what has begun is counted from the ledger, with its changes', () => {
  // Ten seats at € 31 on the 2nd, three more for ten days on the 23rd.
  const spend = spendOf([held({ seatCount: 13 })], [charged('310'), charged('30')], january23, 'EUR');
  expect(brief(spend).slice(0, 2)).toEqual(['340', '2027-02 403']);
});

test('a cycle that has begun and is not in the ledger yet is expected', () => {
  const late = { ...held(), chargedUntil: date('2027-01-02') };
  expect(brief(spendOf([late], [], january23, 'EUR')).slice(0, 2)).toEqual(['310', '2027-02 310']);
});
