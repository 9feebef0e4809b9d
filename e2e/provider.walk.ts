import { expectAccessible } from './axe.ts';
import { expect, signIn, test } from './demo.ts';

test.use({ walk: 'provider' });

test('S11 A16 A25 the provider sees customers, their orders with steps, the outbox and the price list', async ({
  page,
}) => {
  await signIn(page, 'fornitore');
  await page.goto('/provider');
  await expectAccessible(page);
  const navigation = page.getByRole('navigation').first();

  await navigation.getByRole('link', { name: 'Clienti', exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'Rossi Arredamenti S.r.l.' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Rossi Arredamenti S.r.l.' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Microsoft 365 Business Standard');
  await expectAccessible(page);

  await navigation.getByRole('link', { name: 'Ordini dei clienti' }).click();
  await expectAccessible(page);
  await page
    .getByRole('main')
    .getByRole('link', { name: /ORD-2026-/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /ORD-2026-/ })).toBeVisible();
  await expectAccessible(page);

  await navigation.getByRole('link', { name: 'Posta in uscita' }).click();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('row').nth(1).getByRole('link').first().click();
  await expectAccessible(page);

  await navigation.getByRole('link', { name: 'Listino', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('.csv');
  await expectAccessible(page);
});

test('A16 a price sheet is tried without importing, and a broken row is told with its line', async ({ page }) => {
  await signIn(page, 'fornitore');
  await page.goto('/provider/price-list');
  const sheet = [
    'ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment',
    'Prova,CFQ7TTC0LH99,1,Prova,P1Y,Annual,IT,EUR,80,2026-11-01T00:00:00.0000000Z,9999-11-30T00:00:00.0000000Z,License,100,Commercial',
    'Prova,CFQ7TTC0LH99,2,Prova 2,P1Y,Annual,IT,EUR,ottanta,2026-11-01T00:00:00.0000000Z,9999-11-30T00:00:00.0000000Z,License,100,Commercial',
  ].join('\r\n');
  await page
    .getByLabel('File del listino')
    .setInputFiles({ name: 'prova.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await page.getByRole('checkbox', { name: 'Prova senza importare' }).check();
  await page.getByRole('button', { name: 'Importa il listino' }).click();
  await expect(page.getByRole('main')).toContainText('3');
  await expect(page.getByRole('main')).toContainText(/riga 3|3\b/);
});
