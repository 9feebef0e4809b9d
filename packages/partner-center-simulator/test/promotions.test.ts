import { expect, test } from 'vitest';
import type { Fields } from '../src/json.ts';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

const E5 = ['CFQ7TTC0LFLZ', '0002'] as const;
const PREMIUM = ['CFQ7TTC0LCHC', '0002'] as const;
const TEN_SEATS = '39NFJQT20000:0002';

test('running promotions are listed, and found by id', async () => {
  const partner = await startTestSimulator();
  const promotions = await partner.good('GET', '/v1/productpromotions?country=IT&segment=commercial');
  expect(promotions.at('totalCount')).toBe(6);
  const one = await partner.good('GET', `/v1/productpromotions/${promotions.text('items', 0, 'id')}?country=IT`);
  expect(one.at('requiredProducts', 0, 'pricingPolicies', 0)).toEqual({ policyType: 'PercentDiscount', value: 15 });
  expect((await partner.call('GET', '/v1/productpromotions/39NFJQT20000:0004?country=IT')).status).toBe(404);
  expect((await partner.good('GET', '/v1/productpromotions?country=US')).at('totalCount')).toBe(0);
});

test('eligibilities list the promotions of a purchase, with the reasons against them', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, ...PREMIUM);
  const requested = async (item: Fields) => {
    const items = [{ id: 7, catalogItemId, quantity: 10, termDuration: 'P1Y', billingCycle: 'annual', ...item }];
    const answer = await partner.good('POST', `/v1/customers/${CONTOSO}/promotionEligibilities`, { items });
    expect(answer.at('items', 0, 'id')).toBe(7);
    return answer.at('items', 0, 'eligibilities', 0);
  };
  expect(await requested({})).toEqual({ promotionId: TEN_SEATS, isEligible: true, errors: [] });
  expect(await requested({ quantity: 9 })).toMatchObject({
    isEligible: false,
    errors: [{ type: 'SeatCount', minimumRequiredSeats: 10, maximumRequiredSeats: 300, availableSeats: 300 }],
  });
  expect(await requested({ billingCycle: 'monthly' })).toMatchObject({ errors: [{ type: 'Term' }] });
  expect(await requested({ promotionId: 'nothing' })).toMatchObject({ errors: [{ type: 'InvalidPromotion' }] });
  expect(await requested({ catalogItemId: 'a:b:c' })).toMatchObject({ errors: [{ type: 'InvalidCatalogItemId' }] });
});

test('seats that a customer has with a promotion count for its minimum, as for its maximum', async () => {
  const partner = await startTestSimulator();
  await partner.buy(CONTOSO, { sku: PREMIUM.join(':'), quantity: 10, extra: { promotionId: TEN_SEATS } });
  const catalogItemId = await partner.catalogItemId(CONTOSO, ...PREMIUM);
  const errorsOf = async (quantity: number) => {
    const item = {
      id: 0,
      catalogItemId,
      quantity,
      termDuration: 'P1Y',
      billingCycle: 'annual',
      promotionId: TEN_SEATS,
    };
    const answer = await partner.good('POST', `/v1/customers/${CONTOSO}/promotionEligibilities`, { items: [item] });
    return answer.at('items', 0, 'eligibilities', 0, 'errors');
  };
  expect(await errorsOf(1)).toEqual([]);
  expect(await errorsOf(290)).toEqual([]);
  expect(await errorsOf(291)).toMatchObject([{ type: 'SeatCount', availableSeats: 290 }]);
});

test('an auto-applicable or a named promotion lowers the price and stays with the subscription', async () => {
  const partner = await startTestSimulator();
  const priced = async (sku: readonly [string, string], quantity: number, extra: Fields = {}) => {
    const catalogItemId = await partner.catalogItemId(CONTOSO, ...sku);
    const line = { id: 0, catalogItemId, quantity, termDuration: 'P1Y', billingCycle: 'annual', ...extra };
    const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems: [line] });
    return (
      Number(cart.at('lineItems', 0, 'pricing', 'discountedPrice')) /
      Number(cart.at('lineItems', 0, 'pricing', 'listPrice'))
    );
  };
  expect(await priced(E5, 1)).toBeCloseTo(0.85, 4);
  expect(await priced(PREMIUM, 10)).toBe(1);
  expect(await priced(PREMIUM, 10, { promotionId: TEN_SEATS })).toBeCloseTo(0.9, 4);
  expect(await priced(PREMIUM, 9, { promotionId: TEN_SEATS })).toBe(1);

  const bought = await partner.buy(CONTOSO, { sku: E5.join(':'), quantity: 1 });
  expect(bought.at('promotionId')).toBe('39NFJQT20000:0001');
});

test('a promotion can require another product, be limited to one redemption, or be for new customers', async () => {
  const partner = await startTestSimulator();
  const errorsOf = async (promotionId: string, product: [string, string], billingCycle: string) => {
    const catalogItemId = await partner.catalogItemId(CONTOSO, ...product);
    const item = { id: 0, catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle, promotionId };
    const answer = await partner.good('POST', `/v1/customers/${CONTOSO}/promotionEligibilities`, { items: [item] });
    return answer.at('items', 0, 'eligibilities', 0, 'errors');
  };
  const visio: [string, string] = ['CFQ7TTC0HD32', '0002'];
  const [toE3, once, newcomers] = ['39NFJQT20000:0005', '39NFJQT20000:0006', '39NFJQT20000:0007'];
  expect(await errorsOf(toE3, visio, 'annual')).toMatchObject([{ type: 'PrerequisiteProductOwnership' }]);
  await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LFLX:0001', quantity: 1 });
  expect(await errorsOf(toE3, visio, 'annual')).toEqual([]);

  expect(await errorsOf(once, visio, 'monthly')).toEqual([]);
  const extra = { promotionId: once };
  const bought = await partner.buy(CONTOSO, { sku: visio.join(':'), quantity: 1, billing: 'monthly', extra });
  expect(bought.at('promotionId')).toBe(once);
  expect(await errorsOf(once, visio, 'monthly')).toMatchObject([
    { type: 'RedemptionLimit', maxPromotionRedemptionCount: 1, remainingPromotionRedemptionCount: 0 },
  ]);

  const powerBi: [string, string] = ['CFQ7TTC0LHSF', '0001'];
  expect(await errorsOf(newcomers, powerBi, 'annual')).toEqual([]);
  await partner.buy(CONTOSO, { sku: powerBi.join(':'), quantity: 1, term: 'P1M', billing: 'monthly' });
  expect(await errorsOf(newcomers, powerBi, 'annual')).toMatchObject([{ type: 'OfferPurchasedPreviously' }]);
});

test('a renewal keeps a promotion that is still running, and does not count against its limits', async () => {
  const partner = await startTestSimulator();
  const once = '39NFJQT20000:0006';
  const ten = await partner.buy(CONTOSO, { sku: PREMIUM.join(':'), quantity: 200, extra: { promotionId: TEN_SEATS } });
  const visio = { sku: 'CFQ7TTC0HD32:0002', quantity: 1, billing: 'monthly', extra: { promotionId: once } };
  const bought = await partner.buy(CONTOSO, visio);
  await partner.moveTo('2027-11-26T09:00:00Z');
  expect((await partner.subscription(CONTOSO, ten.text('id'))).at('promotionId')).toBe(TEN_SEATS);
  expect((await partner.subscription(CONTOSO, bought.text('id'))).at('promotionId')).toBe(once);
  await partner.moveTo('2028-11-26T09:00:00Z');
  expect((await partner.subscription(CONTOSO, ten.text('id'))).at('promotionId')).toBe('');
});

test('a trial becomes paid without promotions', async () => {
  const partner = await startTestSimulator();
  const trial = { sku: 'CFQ7TTC0HDB1:0004', quantity: 25, term: 'P1M', billing: 'none' };
  const id = (await partner.buy(CONTOSO, trial)).text('id');
  const product = { productId: 'CFQ7TTC0HDB1', skuId: '0002', termDuration: 'P1Y', billingCycle: 'monthly' };
  const promoted = { ...product, promotionId: '39NFJQT20000:0003' };
  await partner.patch(CONTOSO, id, { scheduledNextTermInstructions: { quantity: 25, product: promoted } });
  await partner.moveTo('2026-12-26T09:00:00Z');
  expect((await partner.subscription(CONTOSO, id)).body).toMatchObject({ isTrial: false, promotionId: '' });
});
