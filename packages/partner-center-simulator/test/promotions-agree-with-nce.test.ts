/**
 * The promotions of the simulator, and as the rules of New Commerce read them from what the client gets: over random
 * plans, days and seats both must give the same price, and both a promotion or neither.
 */
import { answerPromotion, discounted, money, promotionsFromPartnerCenter } from '@licence-portal/nce';
import { createPartnerCenterClient } from '@licence-portal/partner-center';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCatalogue } from '../src/catalogue.ts';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID } from '../src/partner-center-simulator.ts';
import { isRunning, PROMOTIONS, priceOf } from '../src/promotions.ts';
import type { CustomerRecord } from '../src/state.ts';
import { startTestSimulator } from './test-simulator.ts';

/** Those that are listed, and depend on nothing else that the customer has bought. */
const COMPARED = PROMOTIONS.filter(
  (known) =>
    isRunning(known, Temporal.Instant.from('2026-11-25T09:00:00Z')) &&
    !(known.redemptionCountMax || known.ownedSku || known.isForNewCustomers),
);

const anyCase = fc.record({
  known: fc.constantFrom(...COMPARED),
  termDuration: fc.constantFrom('P1Y', 'P1Y', 'P1Y', 'P1M', 'P3Y'),
  billingCycle: fc.constantFrom('monthly', 'annual'),
  on: fc.integer({ min: -500, max: 1500 }).map((days) => Temporal.PlainDate.from('2026-01-01').add({ days })),
  seats: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 290, max: 310 })),
  owned: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 })),
  cents: fc.integer({ min: 1, max: 1_000_000 }),
});

test('the price with a promotion is the same, and so is whether it applies', async () => {
  const { url } = await startTestSimulator();
  const client = createPartnerCenterClient({
    ...{ baseUrl: url, loginUrl: url, partnerTenantId: DEMO_PARTNER_TENANT_ID },
    credentials: { appOnly: DEMO_APPLICATION },
  });
  const { items } = await client.promotions.list({ country: 'IT' });
  const applied = new Set<boolean>();
  fc.assert(
    fc.property(anyCase, ({ known, termDuration, billingCycle, on, seats, owned, cents }) => {
      const [productId = '', skuId = ''] = known.sku.split(':');
      const sku = readCatalogue().skuById.get(known.sku);
      if (sku === undefined) throw new Error(`${known.sku} is not in the catalogue`);
      const listPrice = new Decimal(cents).div(100);
      const resource = { promotionId: known.id, status: 'active', quantity: owned };
      const held = owned === 0 ? {} : { held: { resource, history: [], sku: known.sku } };
      const { unitPrice, promotionId } = priceOf(
        { subscriptions: held } as unknown as CustomerRecord,
        sku,
        { termDuration, billingCycle, unitPrice: listPrice },
        { quantity: seats, termDuration, billingCycle, promotionId: known.id },
        on.toZonedDateTime('UTC').toInstant(),
      );

      const read = items.filter(({ id }) => id === known.id);
      const [promotion] = read.flatMap((one) => promotionsFromPartnerCenter(one, { productId, skuId }));
      if (promotion === undefined) throw new Error(`${known.id} is not read`);
      const answer = answerPromotion(promotion, { on, termDuration, billingCycle, seatCount: seats + owned });
      applied.add(answer.applies);
      expect(promotionId).toBe(answer.applies ? known.id : undefined);
      const list = money(listPrice.toFixed(), 'EUR');
      const expected = answer.applies ? discounted(list, answer.percentOff) : list;
      expect(unitPrice.toFixed()).toBe(expected.amount.toFixed());
    }),
    { numRuns: 2000 },
  );
  expect(applied).toEqual(new Set([true, false]));
});
