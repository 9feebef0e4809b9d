import { expectAccessible } from './axe.ts';
import { DEMO_PASSWORD } from './demo.ts';
import { expect, test } from './fixtures.ts';
import { action, expectPage, navigation, openInNavigation, signIn } from './pages.ts';

test('S1 S3 the sign-in page and the panel carry the name of the product', async ({ page, signInAs }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('banner')).toContainText(/CIC Portale delle licenze/i);
  await signInAs('admin');
  await expectPage(page, 'Pannello di controllo');
  await expect(page.getByRole('banner')).toContainText(/CIC Portale delle licenze/i);
});

test('S4 S5 an administrator signs in with name and password and sees the control panel', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Nome di accesso').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Accedi' }).click();
  await expectPage(page, 'Pannello di controllo');
  const overview = page.getByRole('main');
  await expect(overview).toContainText(/\d+ assegnate, in \d+ abbonamenti/);
  await expect(overview).toContainText(/\d+ amministratori/);
});

test('S5 a wrong password and an unknown name get the same answer, and the name stays typed', async ({
  page,
  company,
}) => {
  const answers: (string | null)[] = [];
  for (const login of [company.login, 'nessuno']) {
    await page.goto('/sign-in');
    await page.getByLabel('Nome di accesso').fill(login);
    await page.getByLabel('Password', { exact: true }).fill('sbagliata davvero');
    await page.getByRole('button', { name: 'Accedi' }).click();
    const alert = page.getByRole('alert').first();
    await expect(alert).toContainText('Il nome di accesso o la password non sono corretti');
    answers.push(await alert.textContent());
    await expect(page.getByLabel('Nome di accesso')).toHaveValue(login);
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  }
  expect(answers[0]).toBe(answers[1]);
});

test('the demo sign-ins fill the form', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByLabel('Nome di accesso')).toHaveValue('');
  await page.getByRole('button', { name: /^utente/ }).click();
  await expect(page.getByLabel('Nome di accesso')).toHaveValue('utente');
});

test('A24 an expired session leads to the sign-in page and back to the page that was wanted', async ({
  page,
  context,
}) => {
  await signIn(page, 'admin');
  await context.clearCookies();
  await page.goto('/users');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fusers/);
  await page.getByLabel('Nome di accesso').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Accedi' }).click();
  await expectPage(page, 'Utenti');
});

test('A24 signing out ends the session', async ({ page, context }) => {
  await signIn(page, 'admin');
  const cookies = await context.cookies();
  await page.getByRole('button', { name: /Menu personale/ }).click();
  await page.getByRole('button', { name: 'Esci' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  // A copy of the cookie, as somebody else may have it, is worth nothing any more.
  await context.addCookies(cookies);
  await page.goto('/users');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('S94 the language is chosen once and stays with the person', async ({ page, company }) => {
  await company.signIn(page);
  await expectPage(page, 'Pannello di controllo');
  await page.getByRole('button', { name: /Menu personale/ }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await expectPage(page, 'Dashboard');
  await page.context().clearCookies();
  await signIn(page, company.login, company.password);
  await expectPage(page, 'Dashboard');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('S2 the guide opens in the panel, with its breadcrumb', async ({ page, signInAs }) => {
  await signInAs('admin');
  await openInNavigation(page, 'Guida');
  await expectPage(page, 'Guida per l’utente');
  const crumbs = page.getByRole('navigation', { name: 'Percorso' }).getByRole('listitem');
  await expect(crumbs).toHaveText([/Home/, /Gestione degli ordini/, /CIC Portale delle licenze - Guida utente/]);
  await expectAccessible(page);
});

test('S93 A30 support is a mail address from the settings', async ({ page, signInAs }) => {
  await signInAs('admin');
  const support = navigation(page).getByRole('link', { name: 'Supporto' });
  await expect(support).toHaveAttribute('href', 'mailto:TechnicalSupport.uk@colt.net');
});

test('S38 a page that is not permitted to a user says so beside the navigation', async ({ page, signInAs }) => {
  await signInAs('utente');
  const answer = await page.goto('/users');
  expect(answer?.status()).toBe(403);
  await expectPage(page, 'Non hai l’autorizzazione per questa pagina');
  await expect(navigation(page).getByRole('link', { name: 'Pannello di controllo' })).toBeVisible();
  await expect(action(page, 'Aggiungi nuovi utenti')).toHaveCount(0);
  await expectAccessible(page);
});
