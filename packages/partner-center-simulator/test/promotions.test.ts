import { expect, test } from 'vitest';
import type { Fields } from '../src/json.ts';
import { CONTOSO, simulatedPartner } from './simulated-partner.ts';

const E5 = ['CFQ7TTC0LFLZ', '0002'] as const;
const PREMIUM = ['CFQ7TTC0LCHC', '0002'] as const;
const TEN_SEATS = '39NFJQT20000:0002';

test('the promotions that run are listed, and found by their id', async () => {
  const partner = await simulatedPartner();
  const promotions = await partner.good('GET', '/v1/productpromotions?country=IT&segment=commercial');
  expect(promotions.at('totalCount')).toBe(3);
  const one = await partner.good('GET', `/v1/productpromotions/${promotions.text('items', 0, 'id')}?country=IT`);
  expect(one.at('requiredProducts', 0, 'pricingPolicies', 0)).toEqual({ policyType: 'PercentDiscount', value: 15 });
  expect((await partner.call('GET', '/v1/productpromotions/39NFJQT20000:0004?country=IT')).status).toBe(404);
  expect((await partner.good('GET', '/v1/productpromotions?country=US')).at('totalCount')).toBe(0);
});

test('eligibility says which promotion holds for a purchase, and what stands against it', async () => {
  const partner = await simulatedPartner();
  const catalogItemId = await partner.catalogItemId(CONTOSO, ...PREMIUM);
  const asked = async (item: Fields) => {
    const items = [{ id: 7, catalogItemId, quantity: 10, termDuration: 'P1Y', billingCycle: 'annual', ...item }];
    const answer = await partner.good('POST', `/v1/customers/${CONTOSO}/promotionEligibilities`, { items });
    expect(answer.at('items', 0, 'id')).toBe(7);
    return answer.at('items', 0, 'eligibilities', 0);
  };
  expect(await asked({})).toEqual({ promotionId: TEN_SEATS, isEligible: true, errors: [] });
  expect(await asked({ quantity: 9 })).toMatchObject({
    isEligible: false,
    errors: [{ type: 'SeatCount', minimumRequiredSeats: 10, maximumRequiredSeats: 300, availableSeats: 300 }],
  });
  expect(await asked({ billingCycle: 'monthly' })).toMatchObject({ errors: [{ type: 'Term' }] });
  expect(await asked({ promotionId: 'nothing' })).toMatchObject({ errors: [{ type: 'InvalidPromotion' }] });
  expect(await asked({ catalogItemId: 'a:b:c' })).toMatchObject({ errors: [{ type: 'InvalidCatalogItemId' }] });
});

test('a promotion lowers the price of the cart by itself or when it is named, and stays with the subscription', async () => {
  const partner = await simulatedPartner();
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
