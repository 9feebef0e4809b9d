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
  return { subscriptionId: 's', state, prices, readAt: january23 };
}

const charged = (code: string, seatCount: number, cycleStartsOn: string, net: string) =>
  pastCharge({
    subscriptionId: 's',
    code,
    seatCount,
    cycleStartsOn: date(cycleStartsOn),
    net: new Decimal(net),
    currency: 'EUR',
  });

const brief = (spend: ReturnType<typeof spendOf>) => [
  spend.thisMonth.amount.toFixed(),
  ...spend.months.slice(0, 4).map(({ month, net }) => `${month} ${net.amount.toFixed()}`),
];

test('the terms that follow cost what they cost by the price list', () => {
  expect(brief(spendOf([held()], [], january23, 'EUR'))).toEqual([
    '310',
    '2027-02 310',
    '2027-03 320',
    '2027-04 320',
    '2027-05 320',
  ]);
});

test('an extension month to month costs more, and an end costs nothing more', () => {
  expect(brief(spendOf([held({ autoRenewEnabled: false })], [], january23, 'EUR'))).toEqual([
    '310',
    '2027-02 310',
    '2027-03 412', // 10 × 40 × 1.03
    '2027-04 412',
    '2027-05 412',
  ]);
  const ends = held({ scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] });
  expect(brief(spendOf([ends], [], january23, 'EUR')).slice(1, 3)).toEqual(['2027-02 310', '2027-03 0']);
});

test('seats added in a renewed cycle are charged once: for the days from the change on', () => {
  // Ten seats at € 31 on the 2nd, three more for ten days on the 23rd.
  const spend = spendOf([held({ seatCount: 13 })], [charged('seatsAdded', 3, '2027-01-02', '30')], january23, 'EUR');
  expect(brief(spend).slice(0, 2)).toEqual(['340', '2027-02 403']);
});

test('seats returned in a renewed cycle were charged with it', () => {
  const spend = spendOf([held({ seatCount: 8 })], [charged('seatsRemoved', 2, '2027-01-02', '-20')], january23, 'EUR');
  expect(brief(spend).slice(0, 2)).toEqual(['290', '2027-02 248']);
});

test('a cycle that was bought this month is counted from the ledger alone', () => {
  const bought = held({ term: { startsOn: date('2027-01-23'), endsBefore: date('2028-01-23') } });
  const spend = spendOf([bought], [charged('purchase', 10, '2027-01-23', '310')], january23, 'EUR');
  expect(brief(spend).slice(0, 2)).toEqual(['310', '2027-02 310']);
});
