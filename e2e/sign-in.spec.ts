import { expectAccessible } from './axe.ts';
import { DEMO_PASSWORD, expect, openInNavigation, signIn, test } from './demo.ts';

test.use({ walk: 'sign-in' });

test('S1 S5 an administrator signs in with name and password and sees the control panel', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText('CIC Portale delle licenze').first()).toBeVisible();
  await page.getByLabel('Nome di accesso').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Accedi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pannello di controllo' })).toBeVisible();
});

test('S5 a wrong password and an unknown name get the same answer, and the name stays typed', async ({ page }) => {
  const answers: string[] = [];
  for (const login of ['admin', 'nessuno']) {
    await page.goto('/sign-in');
    await page.getByLabel('Nome di accesso').fill(login);
    await page.getByLabel('Password', { exact: true }).fill('sbagliata davvero');
    await page.getByRole('button', { name: 'Accedi' }).click();
    const alert = page.getByRole('alert').first();
    await expect(alert).toBeVisible();
    answers.push((await alert.textContent()) ?? '');
    await expect(page.getByLabel('Nome di accesso')).toHaveValue(login);
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  }
  expect(answers[0]).toBe(answers[1]);
});

test('S5 the demo sign-ins fill the form', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^utente/ }).click();
  await expect(page.getByLabel('Nome di accesso')).toHaveValue('utente');
});

test('A24 an expired session leads to the sign-in page and back to where one was', async ({ page, context }) => {
  await signIn(page, 'admin');
  await context.clearCookies();
  await page.goto('/users');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fusers/);
  await page.getByLabel('Nome di accesso').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Accedi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Utenti' })).toBeVisible();
});

test('A24 signing out ends the session', async ({ page }) => {
  await signIn(page, 'admin');
  await page.getByRole('button', { name: /Menu personale/ }).click();
  await page.getByRole('button', { name: 'Esci' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('S94 the language is chosen once and sticks to the person', async ({ page }) => {
  await signIn(page, 'admin');
  await page.getByRole('button', { name: /Menu personale/ }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, 'admin');
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await page.getByRole('button', { name: /Personal menu/ }).click();
  await page.getByRole('button', { name: 'Italiano' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pannello di controllo' })).toBeVisible();
});

test('S2 S94 the guide opens in the panel, with its breadcrumb, in both languages', async ({ page }) => {
  await signIn(page, 'admin');
  await openInNavigation(page, 'Guida');
  await expect(page.getByRole('heading', { level: 1, name: "Guida per l'utente" })).toBeVisible();
  const crumbs = page.getByRole('navigation', { name: 'Percorso' });
  await expect(crumbs).toContainText('Home');
  await expect(crumbs).toContainText('Gestione degli ordini');
  await expect(crumbs).toContainText('CIC Portale delle licenze - Guida utente');
  await expectAccessible(page);
});

test('S93 A30 support is a mail address from the settings', async ({ page }) => {
  await signIn(page, 'admin');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Supporto' })).toHaveAttribute(
    'href',
    'mailto:TechnicalSupport.uk@colt.net',
  );
});
