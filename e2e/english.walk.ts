import { expectAccessible } from './axe.ts';
import { expect, signIn, test } from './demo.ts';

test.use({ walk: 'english', locale: 'en-GB' });

test('S94 the main job in English: buy, resize, renewal off, cancel', async ({ page }) => {
  await signIn(page, 'admin');
  await page.getByRole('button', { name: /Menu personale|Personal menu/ }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Control panel' })).toBeVisible();
  await expectAccessible(page);

  const navigation = page.getByRole('navigation').first();
  for (const name of [
    'Dashboard',
    'Marketplace',
    'Users',
    'Account',
    'Subscriptions',
    'Orders',
    'Account details',
    'Guide',
    'Support',
  ]) {
    await expect(navigation.getByRole('link', { name, exact: true })).toBeVisible();
  }
  await navigation.getByRole('link', { name: 'Marketplace' }).click();
  await page.getByRole('main').getByRole('searchbox').fill('office 365 e1');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/[?&]q=/);
  await page.getByRole('main').getByRole('link', { name: 'Office 365 E1', exact: true }).click();
  await page.getByRole('radio', { name: /monthly billing.*monthly commitment/i }).check();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cart' })).toBeVisible();
  const next = () =>
    page
      .getByRole('main')
      .getByRole('button', { name: 'Next' })
      .or(page.getByRole('main').getByRole('link', { name: 'Next' }))
      .click();
  await next();
  await expect(page.getByRole('radio', { name: /Create new Microsoft CSP end customer account/ })).toBeVisible();
  await expect(page.getByRole('radio', { name: /Use existing Microsoft CSP end customer account/ })).toBeVisible();
  await page.getByRole('radio', { name: /rossiarredamenti\.onmicrosoft\.com/ }).check();
  await next();
  await expect(page).toHaveURL(/checkout\/payment/);
  await page.getByRole('radio', { name: /on account/i }).check();
  await next();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Buy/ }).click();
  await page.getByRole('link', { name: 'Track order' }).click();
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText(/Completed|Done/, {
    timeout: 60_000,
  });

  await navigation.getByRole('link', { name: 'Subscriptions' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Office 365 E1', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Disable auto-renew' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel subscription' })).toBeVisible();
  await page.getByRole('button', { name: 'Change resource limits' }).click();
  await page.getByRole('textbox', { name: /New number of licences/i }).fill('3');
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Confirm/ })).toBeVisible();
  await expectAccessible(page);
});
