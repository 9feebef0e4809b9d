import { describe, expect, test } from 'vitest';
import {
  answerPromotion,
  calculateChangeQuote,
  calculatePurchaseQuote,
  Decimal,
  discounted,
  newCommercePolicy,
  type PartnerCenterPromotion,
  type Promotion,
  type Purchase,
  promotionsFromPartnerCenter,
  type QuotePrices,
  type SubscriptionChange,
} from '../src/nce.ts';
import { date, eur, instant, possible, subscription, textOf } from './builders.ts';

const promotion: Promotion = {
  promotionId: '39NFJQT1Q5FX:0002:39NFJQT1Q5KW',
  startsOn: date('2026-03-01'),
  endsBefore: date('2026-07-01'),
  termDuration: 'P1Y',
  billingCycle: 'annual',
  percentOff: 15,
  seatCountMin: 10,
  seatCountMax: 300,
};
const bought = { on: date('2026-03-15'), termDuration: 'P1Y', billingCycle: 'annual', seatCount: 20 };

test.each([
  [{}, { applies: true, percentOff: 15 }],
  [{ on: date('2026-02-28') }, { applies: false, reason: 'notYet', facts: {} }],
  [{ on: date('2026-03-01') }, { applies: true, percentOff: 15 }],
  [{ on: date('2026-06-30') }, { applies: true, percentOff: 15 }],
  [{ on: date('2026-07-01') }, { applies: false, reason: 'over', facts: {} }],
  [{ termDuration: 'P3Y' }, { applies: false, reason: 'otherTerm', facts: {} }],
  [{ billingCycle: 'monthly' }, { applies: false, reason: 'otherBilling', facts: {} }],
  [{ seatCount: 9 }, { applies: false, reason: 'tooFewSeats', facts: { seatCountMin: 10 } }],
  [{ seatCount: 10 }, { applies: true, percentOff: 15 }],
  [{ seatCount: 300 }, { applies: true, percentOff: 15 }],
  [{ seatCount: 301 }, { applies: false, reason: 'tooManySeats', facts: { seatCountMax: 300 } }],
])('a purchase with %o gets the answer %o', (overrides, expected) => {
  expect(answerPromotion(promotion, { ...bought, ...overrides })).toEqual(expected);
});

test('a promotion without an end and without bounds applies to any date and seat count', () => {
  const { endsBefore: _, seatCountMin: __, seatCountMax: ___, ...open } = promotion;
  expect(answerPromotion(open, { ...bought, on: date('2036-01-01'), seatCount: 1 }).applies).toBe(true);
});

test.each([
  ['31', 15, '26.35'],
  ['31', 0, '31'],
  ['31', 100, '0'],
  ['10.08', '33.3', '6.72336'],
])('%s less %s %% is %s, not rounded', (price, percentOff, expected) => {
  expect(textOf(discounted(eur(price), percentOff))).toBe(`EUR ${expected}`);
});

test.each([-1, 100.01])('a discount of %s %% is refused as a bug of the caller', (percentOff) => {
  expect(() => discounted(eur('31'), percentOff)).toThrow(`percentOff is ${percentOff}`);
});

describe('in quotes', () => {
  const at = instant('2026-06-10T09:00:00Z');
  const purchase: Purchase = {
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    seatCount: 10,
    wholeTermPrice: eur('120'),
    policy: newCommercePolicy(),
    promotion: {
      promotionId: '39NFJQT20000:0001',
      startsOn: date('2026-06-01'),
      endsBefore: date('2026-07-01'),
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      percentOff: 15,
      seatCountMin: 10,
      seatCountMax: 50,
    },
  };
  const bought = (overrides: Partial<Purchase> = {}) =>
    possible(calculatePurchaseQuote({ ...purchase, ...overrides }, at));

  test('a purchase has the reduced price for the whole term, and says which promotion', () => {
    const quote = bought();
    expect(quote.untilTermEnd.map((line) => textOf(line.net))).toEqual(Array(12).fill('EUR 85'));
    expect(quote.promotion).toEqual({
      promotionId: '39NFJQT20000:0001',
      answer: { applies: true, percentOff: 15 },
      listUnitPricePerCycle: eur('10'),
    });
  });

  test.each<[string, Partial<Purchase>, string]>([
    ['too few seats', { seatCount: 9 }, 'tooFewSeats'],
    ['too many with those that the customer has', { ownedSeatCount: 41 }, 'tooManySeats'],
    ['another billing', { billingCycle: 'annual' }, 'otherBilling'],
    ['another term', { termDuration: 'P3Y' }, 'otherTerm'],
  ])('without the conditions (%s) the list price holds and the reason is given', (_, overrides, reason) => {
    const quote = bought(overrides);
    expect(quote.promotion?.answer).toMatchObject({ applies: false, reason });
    expect(quote.after.unitPricePerCycle).toEqual(quote.promotion?.listUnitPricePerCycle);
  });

  test('a monthly renewal has it only while it runs', () => {
    const month = { ...purchase.promotion, termDuration: 'P1M' } as Promotion;
    const renewalOf = (endsBefore: string) =>
      bought({
        termDuration: 'P1M',
        wholeTermPrice: eur('10'),
        promotion: { ...month, endsBefore: date(endsBefore) },
      }).nextCharge?.lines.map((line) => textOf(line.net));
    expect(renewalOf('2026-07-01')).toEqual(['EUR 100']);
    expect(renewalOf('2026-07-11')).toEqual(['EUR 85']);
  });

  const renewal: SubscriptionChange = { kind: 'renewal', outcome: 'renews' };
  const ending = { autoRenewEnabled: false, scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] };
  const prices = (endsBefore: string): QuotePrices => ({
    nextTermUnitPricePerCycle: eur('10'),
    changedUnitPricePerCycle: eur('10'),
    nextTermPromotion: { ...purchase.promotion, endsBefore: date(endsBefore) } as Promotion,
    changedPromotion: { ...purchase.promotion, startsOn: date('2026-01-01') } as Promotion,
  });
  const march22 = instant('2026-03-22T10:00:00Z');

  test('a renewal has the promotion that runs on its day', () => {
    const next = (endsBefore: string) =>
      possible(calculateChangeQuote(subscription(ending), renewal, prices(endsBefore), march22));
    expect(textOf(next('2027-03-02').untilTermEnd[0]?.net ?? eur('0'))).toBe('EUR 85');
    expect(next('2027-03-01').promotion?.answer).toMatchObject({ applies: false, reason: 'over' });
    expect(textOf(next('2027-03-01').untilTermEnd[0]?.net ?? eur('0'))).toBe('EUR 100');
  });

  test('an upgrade has one, the conversion of a trial has none', () => {
    const to = {
      eligibility: { isEligible: true },
      transfersLicences: true,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
    } as const;
    const upgraded = calculateChangeQuote(
      subscription(),
      { kind: 'upgrade', seatCount: 10, to },
      prices('2026-07-01'),
      march22,
    );
    expect(possible(upgraded).after.unitPricePerCycle).toEqual(eur('8.5'));
    const converted = calculateChangeQuote(
      subscription({ isTrial: true, seatCount: 25 }),
      { kind: 'convertTrial', seatCount: 25, when: 'now', to },
      prices('2026-07-01'),
      march22,
    );
    expect(possible(converted).after.unitPricePerCycle).toEqual(eur('10'));
    expect(possible(converted).promotion).toBeUndefined();
  });
});

describe('from Microsoft’s resource', () => {
  const sku = { productId: 'CFQ7TTC0LFLZ', skuId: '0002' };
  const term = { duration: 'P1Y', billingCycle: 'Annual' };
  const resource: PartnerCenterPromotion = {
    id: '39NFJQT1Q5FX:0002:39NFJQT1Q5KW',
    startDate: '2026-03-01T00:00:00Z',
    endDate: '2026-06-30T23:59:59.9999999Z',
    requiredProducts: [{ ...sku, term, pricingPolicies: [{ policyType: 'PercentDiscount', value: '15' }] }],
    constraints: [{ type: 'SeatCount', minimum: 10, maximum: 300 }],
  };
  const read = (changed: Partial<PartnerCenterPromotion> = {}) =>
    promotionsFromPartnerCenter({ ...resource, ...changed }, { productId: 'cfq7ttc0lflz', skuId: '0002' });

  test('percent, days, plan and bounds of the seats are read; the last day belongs to it', () => {
    expect(read()).toEqual([{ ...promotion, percentOff: new Decimal(15) }]);
    expect(read({ endDate: '2026-07-01T00:00:00Z' })).toEqual(read());
    const open = read({ endDate: undefined, constraints: undefined });
    expect(open[0]).toMatchObject({ endsBefore: undefined, seatCountMin: undefined, seatCountMax: undefined });
  });

  test('each plan has a discount of its own; the newer spelling of its kind is read', () => {
    const monthly = { ...sku, term: { duration: 'P1Y', billingCycle: 'Monthly' } };
    const both = read({
      requiredProducts: [
        ...resource.requiredProducts,
        { ...monthly, pricingPolicies: [{ type: 'PercentDiscount', value: 7.5 }] },
      ],
    });
    expect(both.map(({ billingCycle, percentOff }) => `${billingCycle} ${percentOff}`)).toEqual([
      'annual 15',
      'monthly 7.5',
    ]);
  });

  test.each<[string, Partial<PartnerCenterPromotion['requiredProducts'][number]>]>([
    ['another SKU', { skuId: '0003' }],
    ['a flat discount', { pricingPolicies: [{ policyType: 'FlatRate', value: '5' }] }],
    ['no value', { pricingPolicies: [{ policyType: 'PercentDiscount' }] }],
    ['no billing cycle', { term: { duration: 'P1Y' } }],
  ])('%s is left out', (_, changed) => {
    expect(read({ requiredProducts: resource.requiredProducts.map((one) => ({ ...one, ...changed })) })).toEqual([]);
  });
});
