import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { price } from '#features/catalogue/tables.ts';
import { notification } from '#features/notifications/tables.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buyLicences } from '../builders.ts';
import { computeForecasts } from './compute-forecasts.pass.ts';

const SYSTEM = { kind: 'system' } as const;

async function noticesOf(world: World) {
  await runPass(world.app, computeForecasts, createMetrics());
  const rows = await world.db(SYSTEM, (tx) =>
    tx.select().from(notification).where(eq(notification.kind, 'renewalPriceChanges')),
  );
  return rows.map(({ facts }) => `${facts.afterWhole}.${facts.afterCents} < ${facts.beforeWhole}.${facts.beforeCents}`);
}

test('a customer whose next renewal changes price is notified once, with both prices', async () => {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const { offerId } = await buyLicences(world);
  expect(await noticesOf(world)).toEqual([]);

  await world.db(SYSTEM, (tx) =>
    tx
      .update(price)
      .set({ retailPricePerTerm: new Decimal('420') })
      .where(eq(price.offerId, offerId)),
  );
  expect(await noticesOf(world)).toEqual(['35.00 < 31.00']);
  expect(await noticesOf(world)).toEqual(['35.00 < 31.00']);
});

test('a price that begins on the day of the renewal is announced, one that ends before it is not', async () => {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const { offerId } = await buyLicences(world);
  await noticesOf(world);
  const [listed] = await world.db(SYSTEM, (tx) => tx.select().from(price).where(eq(price.offerId, offerId)));
  if (listed === undefined) throw new Error('nothing is sold');
  const add = (from: string, until: string, amount: string) => {
    const { id: _, ...plan } = { ...listed, termDuration: 'P1Y', billingCycle: 'monthly' };
    const effective = { effectiveFrom: Temporal.Instant.from(from), effectiveUntil: Temporal.Instant.from(until) };
    return world.db(SYSTEM, (tx) =>
      tx.insert(price).values({ ...plan, ...effective, retailPricePerTerm: new Decimal(amount) }),
    );
  };

  await add('2026-12-10T00:00:00Z', '2027-12-01T00:00:00Z', '600');
  expect(await noticesOf(world)).toEqual([]);
  await add('2027-12-02T00:00:00Z', '9999-12-31T00:00:00Z', '480');
  expect(await noticesOf(world)).toEqual(['40.00 < 31.00']);
});
