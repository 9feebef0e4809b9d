import { expect, test } from 'vitest';
import { sheetFile } from '#features/catalogue/builders.ts';
import { importPriceSheet } from '#features/catalogue/catalogue.ts';
import { listTouchedRenewals } from '#features/catalogue/import/list-touched-renewals.ts';
import { buildProvider } from '#features/orders/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { BUSINESS_BASIC, buyLicences } from '../builders.ts';

test('a draft says whose renewals it touches, what they pay now and what they would pay', async () => {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const { accountId, subscriptionId } = await buyLicences(world);
  const provider = world.as(await buildProvider(world));
  const { vendorProductId: ProductId, vendorSkuId: SkuId, title } = BUSINESS_BASIC;
  const touchedBy = async (changed: Parameters<typeof sheetFile>[0][number], holdsOn?: string) => {
    const texts = { ProductId, SkuId, ProductTitle: title, SkuTitle: title };
    const row = { TermDuration: 'P1Y', BillingPlan: 'Monthly', UnitPrice: '300', 'ERP Price': '420', ...changed };
    const { importId } = await provider.call(importPriceSheet, {
      file: sheetFile([{ ...texts, ...row }]),
      isComplete: false,
      isDraft: true,
      ...(holdsOn && { holdsOn }),
    });
    return provider.call(listTouchedRenewals, { importId: importId ?? ('' as never) });
  };

  expect(await touchedBy({})).toMatchObject({
    total: 1,
    items: [{ accountId, subscriptionId, seatCount: 10, renewsOn: '2027-12-02', priceBefore: '31', priceAfter: '35' }],
  });
  expect(await touchedBy({}, '2027-12-03')).toMatchObject({ total: 0 });
  expect(await touchedBy({ BillingPlan: 'Annual', 'ERP Price': '400' })).toMatchObject({ total: 0 });
});
