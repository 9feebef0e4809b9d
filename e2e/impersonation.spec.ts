import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import type { Company } from './company.ts';
import { expect, test } from './fixtures.ts';
import { action, expectPage, navigation, openInNavigation } from './pages.ts';

const REASON = 'Non trova le sue licenze';
const banner = (page: Page) => page.getByRole('region', { name: 'Accesso come utente' });

/** From the list of users to the page that asks for the reason. */
async function openFor(page: Page, name: string): Promise<void> {
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name }).click();
  await page.getByRole('link', { name: 'Accedi come utente' }).click();
  await expectPage(page, `Accedi come ${name}`);
}

async function startAs(page: Page, name: string): Promise<void> {
  await page.getByLabel('Motivo').fill(REASON);
  await page.getByRole('button', { name: `Accedi come ${name}` }).click();
  await expect(banner(page)).toContainText(`stai usando il portale come ${name}`);
}

/** The provider opens the page of a customer, and there the one to act as a person. */
async function openAsProvider(page: Page, company: Company, name: string): Promise<void> {
  await page.goto(`/provider/customers/${company.accountId}`);
  await page.getByRole('link', { name: `Accedi come utente ${name}` }).click();
  await expectPage(page, `Accedi come ${name}`);
}

test('S28 an administrator logs in as a user, sees what the user sees, and returns by the banner of every page', async ({
  page,
  company,
}) => {
  await company.addServiceUser('Bruno', 'Neri');
  await company.signIn(page);
  await openFor(page, 'Bruno Neri');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Accedi come Bruno Neri' }).click();
  await expect(page.getByRole('alert').first()).toContainText('Campo obbligatorio');
  await startAs(page, 'Bruno Neri');
  await expect(banner(page)).toContainText('in sola lettura');
  await expect(navigation(page).getByRole('link', { name: 'Utenti', exact: true })).toHaveCount(0);
  await expectAccessible(page);
  for (const path of ['/notifications', '/guide', '/users']) {
    await page.goto(path);
    await expect(banner(page), path).toContainText('Bruno Neri');
  }
  await page.goto('/impersonation/end');
  await expectPage(page, 'Stai usando il portale come Bruno Neri');
  await expectAccessible(page);
  await page.goto('/');
  await banner(page).getByRole('button', { name: 'Torna al tuo utente' }).click();
  await expectPage(page, 'Bruno Neri');
  await expect(banner(page)).toHaveCount(0);
  const history = page.getByRole('table', { name: 'Cronologia degli accessi' });
  await expect(history.getByRole('row').filter({ hasText: 'Accesso come utente da parte di Sara Costa' })).toHaveCount(
    1,
  );
});

test('S28 the user is told by mail who logged in and why, and the security page lists it', async ({
  page,
  otherPage,
  company,
  provider,
}) => {
  const { login } = await company.addServiceUser('Bruno', 'Neri');
  // Before: afterwards the session of the company's first administrator acts as Bruno by REST, too.
  await company.addAdministrator('Piero', 'Rossi', otherPage);
  await company.signIn(page);
  await openFor(page, 'Bruno Neri');
  await startAs(page, 'Bruno Neri');
  const { items } = await provider.call<{ items: { id: string; subject: string }[] }>('provider.listMails', {
    search: login,
  });
  expect(items.map(({ subject }) => subject)).toContainEqual(expect.stringContaining('Sara Costa sta usando'));
  await otherPage.goto('/account/security');
  const list = otherPage.getByRole('table', { name: 'Accessi come utente' });
  const row = list.getByRole('row').filter({ hasText: 'Bruno Neri' });
  await expect(row).toContainText('Sara Costa');
  await expect(row).toContainText(REASON);
  await expect(row).toContainText('In corso');
});

test('S28 read-only changes nothing, every page of an administrator opens, and the profile stays closed', async ({
  page,
  otherPage,
  company,
}) => {
  await company.addAdministrator('Piero', 'Rossi', otherPage);
  await company.signIn(page);
  await openFor(page, 'Piero Rossi');
  await startAs(page, 'Piero Rossi');
  const pages = ['/', '/marketplace', '/cart', '/users', '/users/new', '/account', '/account/details'];
  for (const path of [...pages, '/account/orders', '/account/subscriptions', '/account/microsoft-accounts']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    await expect(banner(page), path).toBeVisible();
  }
  await page.goto('/account/details');
  await page.getByLabel(/^Telefono/).fill('02 1234567');
  await action(page, 'Salva').click();
  await expect(page.getByRole('alert').first()).toContainText('in sola lettura: non è stato modificato nulla');
  expect((await page.goto('/profile'))?.status()).toBe(403);
  await expect(banner(page)).toBeVisible();
});

test('S28 with changes allowed an order can be prepared, but a user’s login and role stay closed', async ({
  page,
  otherPage,
  company,
}) => {
  await company.addAdministrator('Piero', 'Rossi', otherPage);
  await company.signIn(page);
  await openFor(page, 'Piero Rossi');
  await page.getByRole('checkbox', { name: 'Consenti modifiche' }).check();
  await startAs(page, 'Piero Rossi');
  await expect(banner(page)).toContainText('puoi fare modifiche');
  await page.goto('/account/details');
  await page.getByLabel(/^Telefono/).fill('02 1234567');
  await action(page, 'Salva').click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('02 1234567').or(page.locator('input[value="02 1234567"]')).first()).toBeVisible();
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Sara Costa' }).click();
  await page.getByRole('button', { name: 'Disabilita' }).click();
  await expect(page.getByRole('alert').first()).toContainText('riguarda solo l’utente stesso');
});

test('S28 a form that another tab had opened as the user is not sent as oneself', async ({ page, company }) => {
  await company.addServiceUser('Bruno', 'Neri');
  await company.signIn(page);
  await page.goto('/account/details');
  const second = await page.context().newPage();
  await second.goto('/users');
  await openFor(second, 'Bruno Neri');
  await startAs(second, 'Bruno Neri');
  await page.getByLabel(/^Telefono/).fill('02 1234567');
  await action(page, 'Salva').click();
  await expect(page.getByRole('alert').first()).toContainText('era stata aperta come un altro utente');
  await page.reload();
  await expect(banner(page)).toBeVisible();
  await second.goto('/');
  await banner(second).getByRole('button', { name: 'Torna al tuo utente' }).click();
  await expectPage(second, 'Bruno Neri');
  await second.goBack();
  await expect(banner(second)).toHaveCount(0);
});

test('S28 the provider logs in as a customer’s user and returns to the customer’s page', async ({
  page,
  company,
  signInAs,
}) => {
  await signInAs('fornitore');
  await openAsProvider(page, company, 'Sara Costa');
  await expectAccessible(page);
  await startAs(page, 'Sara Costa');
  await expectPage(page, 'Pannello di controllo');
  await expect(navigation(page).getByRole('link', { name: 'Abbonamenti' })).toBeVisible();
  await banner(page).getByRole('button', { name: 'Torna al tuo utente' }).click();
  await expectPage(page, company.name);
});

test('S28 an account agrees to each log-in of the provider, or switches it off', async ({
  page,
  otherPage,
  company,
  signInAs,
}) => {
  await company.signIn(page);
  await page.goto('/account/security');
  await page.getByRole('radio', { name: 'Solo con la tua autorizzazione' }).check();
  await page.getByRole('button', { name: 'Salva la scelta' }).click();
  await signInAs('fornitore', otherPage);
  await openAsProvider(otherPage, company, 'Sara Costa');
  await otherPage.getByLabel('Motivo').fill(REASON);
  await otherPage.getByRole('button', { name: 'Chiedi l’autorizzazione' }).click();
  await expect(otherPage.getByText('Abbiamo inviato la richiesta agli amministratori')).toBeVisible();

  await page.goto('/account/security');
  await expect(page.getByText(`Motivo: ${REASON}. Chiede la sola lettura.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Autorizza' }).click();
  const row = page.getByRole('table', { name: 'Accessi come utente' }).getByRole('row').filter({ hasText: REASON });
  await expect(row).toContainText('Autorizzato');
  await otherPage.reload();
  await expect(otherPage.getByText('ha dato l’autorizzazione')).toBeVisible();
  await startAs(otherPage, 'Sara Costa');

  await page.getByRole('radio', { name: 'No', exact: true }).check();
  await page.getByRole('button', { name: 'Salva la scelta' }).click();
  await expect(row).toContainText('Terminato');
  await otherPage.goto('/');
  await expect(banner(otherPage)).toHaveCount(0);
  await openAsProvider(otherPage, company, 'Sara Costa');
  await expect(otherPage.getByText('non consente al fornitore di accedere')).toBeVisible();
});

test.describe('in English', () => {
  test.use({ locale: 'en-GB' });
  test('S28 S94 the log-in as a user reads in English', async ({ page, company }) => {
    await company.addServiceUser('Bruno', 'Neri');
    await company.signIn(page);
    await openInNavigation(page, 'Users');
    await page.getByRole('link', { name: 'Bruno Neri' }).click();
    await page.getByRole('link', { name: 'Log in as user' }).click();
    await page.getByLabel('Reason').fill('Cannot find the licences');
    await page.getByRole('button', { name: 'Log in as Bruno Neri' }).click();
    const region = page.getByRole('region', { name: /Logged in as a user|Accesso come utente/ });
    await region.getByRole('button').click();
    await expectPage(page, 'Bruno Neri');
  });
});
