import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import type { Company } from './company.ts';
import type { Demo } from './demo.ts';
import { expect, test } from './fixtures.ts';
import { expectPage, navigation, openInNavigation, signIn } from './pages.ts';

const SERVICE = 'Exchange Online (Plan 1)';

/** Waits until a page that is read again shows something. */
async function showsSoon(page: Page, text: string): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('main')).toContainText(text, { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
}

type UserAtMicrosoft = { licences: unknown[]; isSignInBlocked?: boolean };

/** What the simulator of Microsoft has stored of an account. */
function userAtMicrosoft({ dataFolder }: Demo, login: string): UserAtMicrosoft | undefined {
  const state = JSON.parse(readFileSync(join(dataFolder, 'simulator.json'), 'utf8')) as {
    customers: Record<string, { users: Record<string, UserAtMicrosoft & { resource: { userPrincipalName: string } }> }>;
  };
  return Object.values(state.customers)
    .flatMap(({ users }) => Object.values(users))
    .find(({ resource }) => resource.userPrincipalName === login);
}

/** A user who holds the company's only service and has a Microsoft account. */
async function userWithService(company: Company, page: Page) {
  await company.buy(SERVICE, { seatCount: 1, termDuration: 'P1M', billingCycle: 'monthly' });
  const { userId, login } = await company.addServiceUser('Bruno', 'Neri');
  await company.signIn(page);
  await page.goto(`/users/${userId}`);
  await page.getByRole('checkbox', { name: SERVICE }).check();
  await page.getByRole('button', { name: 'Assegna', exact: true }).click();
  await expect(page.getByText('Assegnazione')).not.toHaveCount(0);
  await page.getByRole('link', { name: 'Account Microsoft dell’utente' }).click();
  await expectPage(page, 'Account Microsoft di Bruno Neri');
  await page.getByRole('button', { name: 'Crea account Microsoft' }).click();
  await showsSoon(page, 'Mostra la password iniziale');
  await showsSoon(page, 'Assegnata');
  return { userId, login, loginAtMicrosoft: `bruno.neri@${company.domain()}.onmicrosoft.com` };
}

test('S36 S37 A29 a disabled user cannot sign in, and cannot use the assigned services in the portal or at Microsoft', async ({
  page,
  otherPage,
  company,
  demo,
}) => {
  const { userId, login, loginAtMicrosoft } = await userWithService(company, page);
  expect(userAtMicrosoft(demo, loginAtMicrosoft)?.licences).toHaveLength(1);
  await page.getByRole('button', { name: 'Mostra la password iniziale' }).click();
  await expect(page.getByText(`Password iniziale di ${loginAtMicrosoft}`)).toBeVisible();
  await expectAccessible(page);

  await signIn(otherPage, login, company.password);
  await navigation(otherPage).getByRole('link', { name: SERVICE }).click();
  await expectPage(otherPage, SERVICE);
  await expect(otherPage.getByRole('link', { name: `Apri ${SERVICE}` })).toBeVisible();
  const service = otherPage.url();

  await page.goto(`/users/${userId}`);
  await page.getByRole('button', { name: 'Disabilita' }).click();
  await expect(page.getByText('L’utente è disabilitato e non può più accedere.')).toBeVisible();
  await showsSoon(page, 'Accesso bloccato');
  expect(userAtMicrosoft(demo, loginAtMicrosoft)).toMatchObject({ isSignInBlocked: true, licences: [{}] });
  await openInNavigation(page, 'Utenti');
  await expect(page.getByRole('row').filter({ hasText: 'Bruno Neri' })).toContainText('Disabilitato');

  // The open page, its link and REST are closed; so is the way in.
  await otherPage.goto(service);
  await expect(otherPage).toHaveURL(/sign-in/);
  const byRest = await otherPage.request.get(`/api/v1/licences/list-my-services`);
  expect(byRest.status()).toBe(401);
  await otherPage.getByLabel('Nome di accesso').fill(login);
  await otherPage.getByLabel('Password', { exact: true }).fill(company.password);
  await otherPage.getByRole('button', { name: 'Accedi', exact: true }).click();
  await expect(otherPage.getByRole('alert').first()).toBeVisible();
  await expect(otherPage).toHaveURL(/sign-in/);

  await page.goto(`/users/${userId}`);
  await page.getByRole('button', { name: 'Abilita' }).click();
  await expect(async () => {
    expect(userAtMicrosoft(demo, loginAtMicrosoft)?.isSignInBlocked).toBe(false);
  }).toPass({ timeout: 20_000 });
  await signIn(otherPage, login, company.password);
  await navigation(otherPage).getByRole('link', { name: SERVICE }).click();
  await expectPage(otherPage, SERVICE);
});

type Free = { services: { freeCount: number }[] };

test('S21 where no licence is free, more are ordered with the number filled in, and the order leads back', async ({
  page,
  company,
}) => {
  await company.buy(SERVICE, { seatCount: 1, termDuration: 'P1M', billingCycle: 'monthly' });
  const bruno = await company.addServiceUser('Bruno', 'Neri');
  const chiara = await company.addServiceUser('Chiara', 'Esposito');
  const { services } = await company.rest.call<{ services: { serviceId: string }[] }>('users.getServices');
  const serviceIds = services.map(({ serviceId }) => serviceId);
  await company.rest.call('users.assignServices', { userId: bruno.userId, serviceIds });
  await company.signIn(page);
  await page.goto(`/users/${chiara.userId}`);
  await page.getByRole('link', { name: `Aggiungi licenze a ${SERVICE}` }).click();
  const count = page.getByRole('textbox', { name: 'Nuovo numero di licenze' });
  await expect(count).toHaveValue('2');
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await page.getByRole('button', { name: /^Conferma: aggiungi 1 licenza/ }).click();
  await expectPage(page, 'Chiara Esposito');
  await expect(page.getByText('Licenze ordinate')).toBeVisible();
  await expectAccessible(page);
  // The service for which the licence was ordered is ticked already.
  await expect(page.getByRole('checkbox', { name: SERVICE })).toBeChecked();
  await expect.poll(async () => (await company.rest.call<Free>('users.getServices')).services[0]?.freeCount).toBe(1);
  await page.getByRole('button', { name: 'Assegna', exact: true }).click();
  const held = page.getByRole('table', { name: 'Servizi e licenze' });
  await expect(held.getByRole('row').filter({ hasText: SERVICE })).toHaveCount(1);
});
