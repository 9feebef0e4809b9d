import { endOfTerm } from '@licence-portal/nce';
import type { Subscription } from '@licence-portal/partner-center';
import { expect, test } from 'vitest';
import { unpricedState } from '#features/subscriptions/subscriptions.ts';
import { readingOfSubscription } from './subscription-reading.ts';

const PLAIN: Subscription = {
  id: '3f0c8a52-7a8e-4b0d-9f13-2f6f2b8c1a01',
  offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
  offerName: 'Microsoft 365 Business Basic',
  friendlyName: 'Ufficio di Verona',
  quantity: 10,
  effectiveStartDate: '2026-03-02T09:15:30.1234567Z',
  commitmentEndDate: '2027-03-01T00:00:00Z',
  cancellationAllowedUntilDate: '2026-03-09T09:15:30Z',
  status: 'active',
  autoRenewEnabled: true,
  isTrial: false,
  billingCycle: 'Monthly',
  termDuration: 'P1Y',
  refundOptions: [{ type: 'Partial', expiresAt: '2026-03-09T09:15:30Z' }],
  refundableQuantity: {
    totalQuantity: 10,
    details: [{ quantity: 10, allowedUntilDateTime: '2026-03-09T09:15:30Z' }],
  },
};

test('the inclusive last day becomes the first day after, and seats keep their window', () => {
  const reading = readingOfSubscription(PLAIN);
  expect(reading).toMatchObject({
    name: 'Ufficio di Verona',
    vendorOffer: { vendorProductId: 'CFQ7TTC0LH18', vendorSkuId: '0001' },
    seatCount: 10,
    billingCycle: 'monthly',
    isSuspended: false,
    isExtended: false,
  });
  expect(`${reading.term.startsOn} ${reading.term.endsBefore}`).toBe('2026-03-02 2027-03-02');
  expect(String(reading.cancellationAllowedUntil)).toBe('2026-03-09T09:15:30Z');
  expect(reading.refundable === 'unknown' ? [] : reading.refundable.map((batch) => batch.seatCount)).toEqual([10]);
});

test('absent refundable seats are unknown, not zero', () => {
  const { refundableQuantity: _, ...without } = PLAIN;
  expect(readingOfSubscription(without).refundable).toBe('unknown');
});

test('an unknown status is kept', () => {
  expect(readingOfSubscription({ ...PLAIN, status: 'hibernated' }).status).toBe('hibernated');
});

test('a start that is still that of the purchase is counted back from the end of the renewed term', () => {
  const renewed = readingOfSubscription({ ...PLAIN, commitmentEndDate: '2028-03-01T00:00:00Z' });
  expect(String(renewed.term.startsOn)).toBe('2027-03-02');
  expect(String(renewed.purchasedOrRenewedAt)).toBe('2027-03-02T00:00:00Z');
});

test('a first term that a custom end cuts short starts when it was bought', () => {
  const aligned = readingOfSubscription({ ...PLAIN, commitmentEndDate: '2026-09-30T00:00:00Z' });
  expect(`${aligned.term.startsOn} ${aligned.term.endsBefore}`).toBe('2026-03-02 2026-10-01');
});

test('a month that can be cancelled to its last day and is extended again is one of the extended service term', () => {
  const month: Subscription = {
    ...PLAIN,
    termDuration: 'P1M',
    autoRenewEnabled: false,
    effectiveStartDate: '2027-03-02T00:00:00Z',
    commitmentEndDate: '2027-04-01T00:00:00Z',
    cancellationAllowedUntilDate: '2027-04-02T00:00:00Z',
    scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }],
  };
  expect(readingOfSubscription(month).isExtended).toBe(true);
  const bought = { ...month, cancellationAllowedUntilDate: '2027-03-09T00:00:00Z' };
  expect(readingOfSubscription(bought).isExtended).toBe(false);
});

test('software has no extension month to month: without a renewal it ends', () => {
  expect(readingOfSubscription(PLAIN).neverExtends).toBe(false);
  const software = { ...PLAIN, offerId: 'DG7GMGF0D5SL:0003:DG7GMGF0D4VW', autoRenewEnabled: false };
  const reading = readingOfSubscription(software);
  expect(reading.neverExtends).toBe(true);
  const outcomes = [true, false].map((neverExtends) => endOfTerm(unpricedState({ ...reading, neverExtends }))?.outcome);
  expect(outcomes).toEqual(['ends', 'extendsMonthly']);
});

test('a billing cycle that starts with the next charge is read, the present one is not', () => {
  const billed = (billingCycle: string) =>
    readingOfSubscription({ ...PLAIN, nextChargeInstructions: { product: { billingCycle }, quantity: 10 } });
  expect(readingOfSubscription(PLAIN).nextBillingCycle).toBeNull();
  expect(billed('Annual').nextBillingCycle).toBe('annual');
  expect(billed('Monthly').nextBillingCycle).toBeNull();
});
