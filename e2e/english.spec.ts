import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, openInNavigation, signIn, test } from './demo.ts';

test.use({ walk: 'english', locale: 'en-GB' });

const PRODUCT = 'Microsoft 365 Business Premium';

const next = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('button', { name: 'Next' })
    .or(page.getByRole('main').getByRole('link', { name: 'Next' }))
    .click();

const status = (page: Page) => page.getByRole('heading', { level: 1 }).locator('..');

/** The page of the order that was just placed follows it by itself. */
async function expectCompleted(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: /Order ORD-/ })).toBeVisible();
  await expect(status(page)).toContainText('Completed', { timeout: 60_000 });
}

async function openSubscription(page: Page): Promise<void> {
  await openInNavigation(page, 'Subscriptions');
  await page.getByRole('main').getByRole('link', { name: PRODUCT, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: PRODUCT })).toBeVisible();
}

test('S94 S5 S51 S54 S56 S61 S62 S63 S64 S67 S68 S69 S71 S72 S73 buys in English with a new Microsoft account, to the mail and the tile', async ({
  page,
  demo,
}) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByLabel('Login name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The login name or the password is not correct');
  await expectAccessible(page);

  // The person's own language is kept with the person: the demo's administrator is Italian until they choose.
  await signIn(page, 'admin');
  await page.getByRole('button', { name: /Menu personale|Personal menu/ }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
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

  await openInNavigation(page, 'Marketplace');
  await expect(page.getByRole('heading', { name: 'All services' })).toBeVisible();
  await page.getByRole('main').getByRole('searchbox').fill('busines premum');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await page.getByRole('main').getByRole('link', { name: PRODUCT, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: PRODUCT })).toBeVisible();
  await expect(page.getByRole('radio', { name: /monthly billing.*1-year commitment/i })).toBeVisible();
  await expect(page.getByRole('radio', { name: /monthly billing.*monthly commitment/i })).toBeVisible();
  await page.getByRole('radio', { name: /annual billing.*annual subscription period/i }).check();
  await page.getByRole('textbox', { name: 'Number of licences' }).fill('4');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add to cart' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Cart' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Cart, 1 item' })).toBeVisible();
  await expectAccessible(page);
  await next(page);

  await page.getByRole('radio', { name: 'Create new Microsoft CSP end customer account' }).check();
  const domain = page.getByRole('textbox', { name: /Microsoft domain name \(also called tenant name\)/ });
  await domain.fill('preso-da-altri');
  await page.getByRole('button', { name: 'Check availability' }).click();
  await expect(page.getByRole('main')).toContainText('preso-da-altri.onmicrosoft.com is in use already');
  await domain.fill('stroll');
  await page.getByRole('button', { name: 'Check availability' }).click();
  await expect(page.getByRole('main')).toContainText('stroll.onmicrosoft.com is available');
  await page.getByRole('combobox', { name: 'Special qualifications' }).selectOption({ label: 'None' });
  await expectAccessible(page);
  await next(page);

  await page.getByRole('textbox', { name: 'Phone' }).first().fill('+39 011 555 0142');
  await page.getByRole('checkbox', { name: /I accept the Microsoft Customer Agreement/ }).check();
  await expectAccessible(page);
  await next(page);

  await expect(page).toHaveURL(/checkout\/payment/);
  await page.getByRole('radio', { name: /On account/ }).check();
  await expectAccessible(page);
  await next(page);

  await expect(page.getByRole('heading', { level: 1, name: 'Summary' })).toBeVisible();
  await expect(page.getByText('VAT').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Buy and pay €/ }).click();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Track order' }).click();
  await expectCompleted(page);
  await expectAccessible(page);

  await page.goto('/');
  await expect(navigation.getByRole('link', { name: PRODUCT })).toBeVisible();
  await page.getByRole('main').getByRole('article').getByRole('link', { name: PRODUCT }).click();
  await expect(page.getByRole('heading', { level: 1, name: PRODUCT })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/notifications');
  await expect(page.getByRole('main')).toContainText(`${PRODUCT} is ready`);
  await expectAccessible(page);

  const provider = await page.context().browser()?.newContext({ baseURL: demo.url, locale: 'en-GB' });
  if (provider === undefined) throw new Error('no browser');
  const outbox = await provider.newPage();
  await signIn(outbox, 'fornitore');
  await outbox.goto('/provider/outbox');
  await expect(outbox.getByRole('main')).toContainText(`${PRODUCT} is ready`);
  await provider.close();
});

test('S76 S79 S80 S81 S85 S86 S87 S92 A16 A17 A18 A19 A20 A21 A22 in English licences are added and given back, renewal goes off and on, and the subscription is cancelled in its window', async ({
  page,
}) => {
  await signIn(page, 'admin');
  await openSubscription(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Change resource limits' }).click();
  await page.getByRole('textbox', { name: 'New number of licences' }).fill('6');
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'What it costs' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Confirm: add 2 licences and pay €/ }).click();
  await expectCompleted(page);
  await openSubscription(page);
  await expect(page.getByRole('main')).toContainText('6 licences');

  await page.getByRole('button', { name: 'Disable auto-renew' }).click();
  await expect(page.getByRole('main')).toContainText('The vendor is asked to end the subscription with its term');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Confirm: disable auto-renew' }).click();
  await expectCompleted(page);
  await openSubscription(page);
  await expect(page.getByRole('main')).toContainText('now disabled');
  await page.getByRole('button', { name: 'Enable auto-renew' }).click();
  await page.getByRole('button', { name: 'Confirm: enable auto-renew' }).click();
  await expectCompleted(page);
  await openSubscription(page);
  await expect(page.getByRole('button', { name: 'Disable auto-renew' })).toBeVisible();

  await page.getByRole('button', { name: 'Cancel subscription' }).click();
  await expect(page.getByRole('main')).toContainText('refund €');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Confirm: cancel the subscription and get €.* back/ }).click();
  await expectCompleted(page);
  await openInNavigation(page, 'Subscriptions');
  await expect(page.getByRole('row').filter({ hasText: PRODUCT })).toContainText('Cancelled');

  // The one bought long ago can no longer be cancelled: the page says why, and what can be done instead.
  await page.getByRole('main').getByRole('link', { name: 'Microsoft 365 Business Standard', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel subscription' }).click();
  await expect(page.getByRole('main')).toContainText('The period for cancelling ended');
  await expect(page.getByRole('main')).toContainText('whole subscription period is charged');
  await expect(page.getByRole('button', { name: /^Confirm: cancel/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Disable auto-renew' })).toBeVisible();
});
