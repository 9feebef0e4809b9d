import { expectAccessible } from './axe.ts';
import type { Purchase } from './company.ts';
import { expect, test } from './fixtures.ts';
import { action, expectOrder, expectPage, navigation, openInNavigation } from './pages.ts';

test.use({ locale: 'en-GB' });

const EXCHANGE = 'Exchange Online (Plan 1)';
const ANNUAL: Purchase = { seatCount: 3, termDuration: 'P1Y', billingCycle: 'annual' };

test('S94 the sign-in page speaks English after its button was pressed', async ({ browser, demo }) => {
  const context = await browser.newContext({ baseURL: demo.url, locale: 'it-IT' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect(page.getByLabel('Nome di accesso')).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByLabel('Login name').fill('nobody');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The login name or the password is not correct');
  await expectAccessible(page);
  await context.close();
});

test('S94 the panel and its navigation are in English for a person who reads English', async ({ page, company }) => {
  await company.signIn(page);
  await expectPage(page, 'Dashboard');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
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
    await expect(navigation(page).getByRole('link', { name, exact: true })).toBeVisible();
  }
  await expectAccessible(page);
});

test('S94 the guide is in English', async ({ page, company }) => {
  await company.signIn(page);
  await openInNavigation(page, 'Guide');
  await expectPage(page, 'User guide');
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toContainText('Order management');
  await expectAccessible(page);
});

test('S94 a service is bought in English with a new Microsoft account, to the tile', async ({ page, company }) => {
  await company.signIn(page);
  await openInNavigation(page, 'Marketplace');
  await expect(page.getByRole('heading', { name: 'All services' })).toBeVisible();
  await page.getByRole('main').getByRole('searchbox').fill('exchange online plan 1');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await page.getByRole('main').getByRole('link', { name: EXCHANGE, exact: true }).click();
  await expectPage(page, EXCHANGE);
  await page.getByRole('radio', { name: /annual billing.*annual subscription period/i }).check();
  await page.getByRole('textbox', { name: 'Number of licences' }).fill('4');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await expectPage(page, 'Cart');
  await expect(page.getByRole('link', { name: 'Cart, 1 item' })).toBeVisible();
  await expectAccessible(page);
  await action(page, 'Next').click();

  await page.getByRole('radio', { name: 'Create new Microsoft CSP end customer account' }).check();
  const domain = page.getByRole('textbox', { name: /Microsoft domain name \(also called tenant name\)/ });
  await domain.fill('preso-da-altri');
  await page.getByRole('button', { name: 'Check availability' }).click();
  await expect(page.getByRole('main')).toContainText('preso-da-altri.onmicrosoft.com is already in use');
  await domain.fill(company.domain());
  await page.getByRole('button', { name: 'Check availability' }).click();
  await expect(page.getByRole('main')).toContainText(`${company.domain()}.onmicrosoft.com is available`);
  await page.getByRole('combobox', { name: 'Special qualifications' }).selectOption({ label: 'None' });
  await expectAccessible(page);
  await action(page, 'Next').click();

  await page.getByRole('textbox', { name: 'Phone' }).first().fill('+39 011 555 0142');
  await page.getByLabel('E-mail of the signatory').fill(company.login);
  await page.getByLabel('Language of the signatory').selectOption({ label: 'English' });
  await expectAccessible(page);
  await action(page, 'Next').click();
  await expectPage(page, 'Summary');
  await expectAccessible(page);
  await action(page, 'Next').click();

  await expectPage(page, 'Payment');
  await page.getByRole('radio', { name: 'By invoice' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Buy: €.* by invoice/ }).click();
  await page.getByRole('link', { name: 'Track order' }).click();
  await expect(page.getByRole('main')).toContainText('Waiting for Sara Costa to accept at Microsoft');
  await expectAccessible(page);
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: /Open Microsoft’s page, if you are Sara Costa/ }).click();
  const acceptance = await opened;
  await acceptance.getByRole('checkbox', { name: /I am Sara Costa, I may sign for/ }).check();
  await acceptance.getByRole('button', { name: 'I accept' }).click();
  await expect(acceptance.getByRole('status')).toContainText('Agreement accepted');
  await expectOrder(page, 'Completed');
  await expectAccessible(page);
  await page.goto('/');
  await page.getByRole('main').getByRole('article').getByRole('link', { name: EXCHANGE }).click();
  await expectPage(page, EXCHANGE);
  await expectAccessible(page);
});

test('S94 the mail of a finished order is in English', async ({ page, company, provider }) => {
  await company.buy(EXCHANGE, ANNUAL);
  const subjects = async () => {
    const { items } = await provider.call<{ items: { subject: string }[] }>('provider.listMails', {
      search: company.login,
    });
    return items.map(({ subject }) => subject).join('\n');
  };
  await expect.poll(subjects).toContain(`${EXCHANGE} is ready`);
  await company.signIn(page);
  await page.goto('/notifications');
  await expect(page.getByRole('main')).toContainText(`${EXCHANGE} is ready`);
});

test('S94 licences are added, renewal is turned off and a subscription is cancelled in English', async ({
  page,
  company,
}) => {
  await company.buy(EXCHANGE, ANNUAL);
  await company.signIn(page);
  const open = async () => {
    await openInNavigation(page, 'Subscriptions');
    await page.getByRole('main').getByRole('link', { name: EXCHANGE, exact: true }).click();
    await expectPage(page, EXCHANGE);
  };
  await open();
  await page.getByRole('button', { name: 'Change resource limits' }).click();
  await page.getByRole('textbox', { name: 'New number of licences' }).fill('5');
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Confirm: add 2 licences and pay €/ }).click();
  await expectOrder(page, 'Completed');

  await open();
  await page.getByRole('button', { name: 'Disable auto-renew' }).click();
  await expect(page.getByRole('main')).toContainText(
    'the manufacturer is also asked to end the subscription with its term',
  );
  await page.getByRole('button', { name: 'Confirm: disable auto-renew' }).click();
  await expectOrder(page, 'Completed');

  await open();
  await expect(page.getByRole('main')).toContainText('now disabled');
  await page.getByRole('button', { name: 'Cancel subscription' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Confirm: cancel the subscription, refund €/ }).click();
  await expectOrder(page, 'Completed');
  await openInNavigation(page, 'Subscriptions');
  await expect(page.getByRole('row').filter({ hasText: EXCHANGE })).toContainText('Cancelled');
});
