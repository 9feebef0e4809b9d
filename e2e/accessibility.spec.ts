import type { Page } from '@playwright/test';
import { ACCESSIBLE_PAGES, type AccessiblePage, type Opener } from './accessible-pages.ts';
import { typeAppCode } from './authenticator.ts';
import { expectAccessible } from './axe.ts';
import type { Company } from './company.ts';
import { expect, test } from './fixtures.ts';
import { action, expectPage } from './pages.ts';

const ID = '[0-9a-f]{8}-[0-9a-f-]{27}';

for (const [path, given] of pagesOf('admin', 'fornitore')) {
  test(`the page /${path} is accessible`, async ({ page, signInAs }) => {
    await signInAs(given.opener);
    await expectPageAccessible(page, path, await addressOf(page, path, given), given.name);
  });
}

for (const [path] of pagesOf('buyer')) {
  test(`the page /${path} is accessible`, async ({ page, company }) => {
    await fillCart(company);
    await company.signIn(page);
    await expectPageAccessible(page, path, `/${path}`);
  });
}

for (const [path] of pagesOf('paying')) {
  test(`the page /${path} is accessible`, async ({ page, company }) => {
    await fillCart(company);
    await company.signIn(page);
    await page.goto('/checkout/summary');
    await action(page, 'Avanti').click();
    await expectPage(page, 'Pagamento');
    await expectPageAccessible(page, path, page.url());
  });
}

for (const [path] of pagesOf('nobody')) {
  test(`the page /${path} is accessible`, async ({ page }) => {
    await expectPageAccessible(page, path, `/${path}`);
  });
}

for (const [path] of pagesOf('invited')) {
  test(`the page /${path} is accessible`, async ({ page, company }) => {
    const email = company.address('luca.ferri');
    const person = { firstName: 'Luca', lastName: 'Ferri', email, roles: ['serviceUser'], sendActivationMail: true };
    await company.rest.call('users.createUser', person);
    await expectPageAccessible(page, path, await company.activationLink(email));
    await expect(page.getByLabel(/password/i).first()).toBeVisible();
  });
}

for (const [path] of pagesOf('halfway')) {
  test(`the page /${path} is accessible`, async ({ page, company }) => {
    await company.addApp();
    await company.enterPassword(page);
    await expectPageAccessible(page, path, `/${path}`);
  });
}

for (const [path] of pagesOf('enrolling')) {
  test(`the page /${path} is accessible, with the QR code and with the recovery codes`, async ({ page, company }) => {
    await company.addApp();
    await company.rest.call('signIn.setSecondFactorRule', { isRequired: true });
    const { login } = await company.addServiceUser('Ugo', 'Neri');
    await company.enterPassword(page, login);
    await expectPageAccessible(page, path, `/${path}`);
    await page.getByRole('link', { name: 'Configura l’app' }).click();
    await page.getByLabel('Password attuale').fill(company.password);
    await page.getByRole('button', { name: 'Continua' }).click();
    await expect(page.getByRole('img', { name: 'Codice QR per l’app di autenticazione' })).toBeVisible();
    await expectAccessible(page);
    await typeAppCode(page);
    await expect(page.getByRole('list', { name: 'I tuoi codici di recupero' })).toBeVisible();
    await expectAccessible(page);
  });
}

for (const [path] of pagesOf('confirming')) {
  test(`the page /${path} is accessible`, async ({ page, company }) => {
    const { userId } = await company.addServiceUser('Luca', 'Ferri');
    const email = company.address('luca.nuovo');
    await company.rest.call('users.editUser', { userId, email });
    await expectPageAccessible(page, path, await company.confirmationLink(email));
    await expect(page.getByRole('button', { name: 'Conferma' })).toBeVisible();
  });
}

function pagesOf<Who extends Opener>(...openers: Who[]) {
  return Object.entries(ACCESSIBLE_PAGES).filter((entry): entry is [string, AccessiblePage & { opener: Who }] =>
    openers.some((opener) => opener === entry[1].opener),
  );
}

/** Opens an address, makes sure that it is the page of the path and no other, and checks it. */
async function expectPageAccessible(page: Page, path: string, address: string, name = ID): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status()).toBe(path === '*' ? 404 : 200);
  if (path !== '*') expect(new URL(page.url()).pathname).toMatch(new RegExp(`^/${path.replaceAll(/:\w+/g, name)}$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
}

/** The address of a page; ids are those of the first link that a list has. */
async function addressOf(page: Page, path: string, given: AccessiblePage): Promise<string> {
  const { linkedFrom, link = path, name } = given;
  if (path === '*') return '/no-such-page';
  if (name !== undefined) return `/${path.replace(/:\w+/, name)}`;
  if (linkedFrom === undefined) return `/${path}`;
  const from = ACCESSIBLE_PAGES[linkedFrom];
  if (linkedFrom.includes(':') && from !== undefined) {
    await page.goto(await addressOf(page, linkedFrom, from));
    const whole = page.getByRole('main').locator(`a[href^="${new URL(page.url()).pathname}"]`);
    await expect(whole.first()).toBeVisible();
    const found = await whole.evaluateAll((links) => links.map((one) => one.getAttribute('href') ?? ''));
    const address = found.find((one) => new RegExp(`^/${path.replaceAll(/:\w+/g, ID)}$`).test(one));
    expect(address, `a link from /${linkedFrom} to /${path}`).toBeDefined();
    return address ?? '';
  }
  await page.goto(`/${linkedFrom}`);
  const parent = link.slice(0, link.lastIndexOf(':'));
  const links = page.getByRole('main').locator(`a[href^="/${parent}"]`);
  await expect(links.first()).toBeVisible();
  const addresses = await links.evaluateAll((found) => found.map((one) => one.getAttribute('href') ?? ''));
  const id = addresses.map((address) => new RegExp(`^/${parent}(${ID})`).exec(address)?.[1]).find(Boolean);
  expect(id, `a link from /${linkedFrom} to /${link}`).toBeDefined();
  return `/${path.replace(/:\w+/, id ?? '')}`;
}

/** A cart with everything that the pages of the checkout ask for. */
async function fillCart(company: Company): Promise<void> {
  await company.addToCart('Exchange Online (Plan 1)', { seatCount: 2, termDuration: 'P1Y', billingCycle: 'annual' });
  await company.rest.call('purchasing.chooseTenant', { tenantId: await company.describeTenant() });
  await company.rest.call('purchasing.choosePayment', { paymentMethod: 'onAccount', ownReference: '' });
}
