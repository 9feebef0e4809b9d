import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { offer } from '#features/catalogue/catalogue.ts';
import { startWorld } from '#shell/testing/world.ts';
import { BUSINESS_BASIC, BUSINESS_PREMIUM, BUSINESS_PREMIUM_TRIAL, buyLicences } from '../builders.ts';
import { subscriptionState } from '../subscription-state.ts';
import { subscription } from '../tables.ts';
import { listNextTermPrices } from './next-term-prices.ts';

const NOW = '2026-12-02T09:00:00Z';

test('each of several subscriptions has the prices that it needs, by the price list of the instant', async () => {
  const world = await startWorld({ now: NOW });
  await buyLicences(world, { sold: [BUSINESS_BASIC, BUSINESS_PREMIUM, BUSINESS_PREMIUM_TRIAL] });
  const prices = await world.db({ kind: 'system' }, async (tx) => {
    const [row] = await tx.select().from(subscription);
    const offers = await tx.select().from(offer);
    if (row === undefined) throw new Error('nothing was bought');
    const offerOf = (sku: string) => offers.find(({ vendorSkuId }) => vendorSkuId === sku)?.id ?? null;
    const state = subscriptionState(row, undefined);
    const trial = { ...state, isTrial: true, termDuration: 'P1M', billingCycle: 'none' } as const;
    return listNextTermPrices(
      tx,
      [
        { accountId: row.accountId, offerId: row.offerId, state, following: ['renews'] },
        { accountId: row.accountId, offerId: row.offerId, state, following: ['extendsMonthly'] },
        { accountId: row.accountId, offerId: row.offerId, state, following: [] },
        { accountId: row.accountId, offerId: null, state, following: ['renews'] },
        {
          accountId: row.accountId,
          offerId: offerOf(BUSINESS_PREMIUM_TRIAL.vendorSkuId),
          state: trial,
          following: ['renews'],
        },
      ],
      world.clock.now(),
    );
  });
  const amounts = prices.map(({ nextTermUnitPricePerCycle, monthlyTermPrice, annualTermPrice }) =>
    [nextTermUnitPricePerCycle, monthlyTermPrice, annualTermPrice].map((price) => price?.amount.toFixed() ?? null),
  );
  expect(amounts).toEqual([
    ['31', null, null],
    [null, '31', '365'],
    [null, null, null],
    [null, null, null],
    ['20', null, null],
  ]);
});

test('the price list is read as often for fifty subscriptions as for one', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world);
  const readings = (count: number) =>
    world.db({ kind: 'system' }, async (tx) => {
      const [row] = await tx.select().from(subscription).where(eq(subscription.id, subscriptionId));
      if (row === undefined) throw new Error('nothing was bought');
      const held = { accountId: row.accountId, offerId: row.offerId, state: subscriptionState(row, undefined) };
      const select = vi.spyOn(tx, 'select');
      await listNextTermPrices(tx, Array(count).fill({ ...held, following: ['renews'] }), world.clock.now());
      return select.mock.calls.length;
    });
  expect(await readings(50)).toBe(await readings(1));
});
