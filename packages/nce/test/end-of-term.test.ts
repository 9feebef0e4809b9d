import { expect, test } from 'vitest';
import { scheduledChange } from '../src/internals.ts';
import { endOfTerm, extendedServiceTermUnitPrice } from '../src/nce.ts';
import { date, eur, subscription, textOf } from './builders.ts';

const atTermEnd = (actionType: string) => ({ scheduleType: 'TermEnd', actionType });

test.each([
  { name: 'auto-renew on', given: {}, outcome: 'renews', isExplicit: false },
  { name: 'auto-renew off alone', given: { autoRenewEnabled: false }, outcome: 'extendsMonthly', isExplicit: false },
  {
    name: 'auto-renew off with a cancellation',
    given: { autoRenewEnabled: false, scheduledActions: [atTermEnd('Cancel')] },
    outcome: 'ends',
    isExplicit: true,
  },
  {
    name: 'auto-renew off with an extension',
    given: { autoRenewEnabled: false, scheduledActions: [atTermEnd('RenewToExtendedServiceTerm')] },
    outcome: 'extendsMonthly',
    isExplicit: true,
  },
  {
    name: 'a scheduled renewal',
    given: { scheduledActions: [atTermEnd('RenewToNewTerm')] },
    outcome: 'renews',
    isExplicit: true,
  },
  {
    name: 'a scheduled upgrade',
    given: { scheduledActions: [atTermEnd('Transition')] },
    outcome: 'renews',
    isExplicit: true,
  },
  {
    name: 'an unknown action',
    given: { scheduledActions: [atTermEnd('Hibernate')] },
    outcome: 'unknown',
    isExplicit: true,
  },
  {
    name: 'a cancellation on a custom date before the end of the term',
    given: { scheduledActions: [{ scheduleType: 'CustomDate', actionType: 'Cancel' }] },
    outcome: 'renews',
    isExplicit: false,
  },
  {
    name: 'a trial with auto-renew off',
    given: { isTrial: true, autoRenewEnabled: false },
    outcome: 'ends',
    isExplicit: false,
  },
  { name: 'suspended', given: { status: 'suspended', isSuspended: true }, outcome: 'ends', isExplicit: false },
])('A18 with $name the subscription $outcome', ({ given, outcome, isExplicit }) => {
  expect(endOfTerm(subscription(given))).toMatchObject({ outcome, isExplicit, on: date('2027-03-01'), seatCount: 10 });
});

test('A18 a term that ended before May 2026 ended without an extension', () => {
  const endingOn = (endsBefore: string) =>
    endOfTerm(
      subscription({ autoRenewEnabled: false, term: { startsOn: date('2025-05-03'), endsBefore: date(endsBefore) } }),
    )?.outcome;
  expect(endingOn('2026-05-03')).toBe('ends');
  expect(endingOn('2026-05-04')).toBe('extendsMonthly');
});

test.each(['expired', 'disabled', 'deleted'])('a subscription that is %s has no end of term', (status) => {
  expect(endOfTerm(subscription({ status }))).toBeUndefined();
});

test('the end of the term shows the instructions for the next term', () => {
  const scheduled = subscription({ scheduledNextTerm: { seatCount: 7, termDuration: 'P3Y', billingCycle: 'annual' } });
  expect(endOfTerm(scheduled)).toMatchObject({ seatCount: 7, termDuration: 'P3Y', billingCycle: 'annual' });
});

test('a scheduled action takes precedence over scheduled instructions', () => {
  const both = subscription({
    scheduledNextTerm: { seatCount: 7 },
    scheduledActions: [{ ...atTermEnd('RenewToNewTerm'), instructions: { seatCount: 8 } }],
  });
  expect(endOfTerm(both)?.seatCount).toBe(8);
  expect(scheduledChange(both)).toEqual({ seatCount: 8 });
});

test('a trial converts to a year billed monthly', () => {
  const trial = subscription({ isTrial: true, termDuration: 'P1M', billingCycle: 'none' });
  expect(endOfTerm(trial)).toMatchObject({ outcome: 'renews', termDuration: 'P1Y', billingCycle: 'monthly' });
});

test('instructions that match the current plan are no scheduled change', () => {
  expect(scheduledChange(subscription())).toBeUndefined();
  expect(scheduledChange(subscription({ scheduledNextTerm: { seatCount: 10, termDuration: 'P1Y' } }))).toBeUndefined();
  expect(scheduledChange(subscription({ scheduledNextTerm: { skuId: '0002' } }))).toEqual({ skuId: '0002' });
});

test("the price list's own row for the extended service term comes before the calculated price", () => {
  const own = { extendedTermPrice: eur('9.99'), monthlyTermPrice: eur('10'), annualTermPrice: eur('100') };
  expect(extendedServiceTermUnitPrice(own)).toEqual(eur('9.99'));
});

test('the extended service term costs 3 % more than a monthly term, or 23 % more than a twelfth of a year', () => {
  const price = (prices: Parameters<typeof extendedServiceTermUnitPrice>[0]) => {
    const found = extendedServiceTermUnitPrice(prices);
    return found && textOf(found);
  };
  expect(price({ monthlyTermPrice: eur('96'), annualTermPrice: eur('960') })).toBe('EUR 98.88');
  expect(price({ annualTermPrice: eur('960') })).toBe('EUR 98.4');
  expect(price({})).toBeUndefined();
});

test.each([
  [{}, 'ends', false],
  [{ autoRenewEnabled: false }, 'extendsMonthly', false],
  [{ scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm' }] }, 'ends', false],
  [{ scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] }, 'ends', true],
  [{ scheduledNextTerm: { seatCount: 3 } }, 'ends', false],
  [{ scheduledNextTerm: { productId: 'CFQ7TTC0LCHC', skuId: '0002' } }, 'renews', false],
])('an add-on without its base, with %o, %s', (overrides, outcome, isExplicit) => {
  const alone = subscription({ ...overrides, isPrerequisiteMissing: true });
  expect(endOfTerm(alone)).toMatchObject({ outcome, isExplicit });
  expect(endOfTerm(subscription(overrides))?.outcome).toBe(outcome === 'ends' && !isExplicit ? 'renews' : outcome);
});

test('a subscription that was extended renews for the duration of the term before the extension', () => {
  const extended = { termDuration: 'P1M', renewalTermDuration: 'P1Y', isExtendedServiceTerm: true };
  expect(endOfTerm(subscription(extended))).toMatchObject({ outcome: 'renews', termDuration: 'P1Y' });
  const again = subscription({ ...extended, autoRenewEnabled: false });
  expect(endOfTerm(again)).toMatchObject({ outcome: 'extendsMonthly', termDuration: 'P1M' });
});
