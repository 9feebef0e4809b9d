import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, openInNavigation, signIn, test } from './demo.ts';

test.use({ walk: 'people' });

const NEW_PASSWORD = 'quattro sedie verdi in fila';

/** The link in the newest mail to an address, read where the provider reads it. */
async function linkInMailTo(page: Page, url: string, address: string): Promise<string> {
  const provider = await page.context().browser()?.newContext({ baseURL: url, locale: 'it-IT' });
  if (provider === undefined) throw new Error('no browser');
  const outbox = await provider.newPage();
  await signIn(outbox, 'fornitore');
  await outbox.goto('/provider/outbox');
  await outbox.getByRole('row').filter({ hasText: address }).first().getByRole('link').first().click();
  const text = await outbox
    .getByText(/http:\/\/[^\s]+activate\?token=/)
    .first()
    .textContent();
  await provider.close();
  const link = /http:\/\/\S+activate\?token=\S+/.exec(text ?? '')?.[0];
  if (link === undefined) throw new Error(`no link in the mail to ${address}:\n${text}`);
  return link;
}

test('S10 S13 S14 S32 S34 S36 A2 the list shows every user of the account with status', async ({ page }) => {
  await signIn(page, 'admin');
  await openInNavigation(page, 'Utenti');
  await expect(page.getByRole('heading', { level: 1, name: 'Utenti' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Marco Bianchi' })).toContainText('Pronto');
  await expect(page.getByRole('row').filter({ hasText: 'Davide Romano' })).toContainText('Non attivato');
  await expect(page.getByRole('row').filter({ hasText: 'Luca Marino' })).toContainText('Disabilitato');
  await expect(page.getByRole('row').filter({ hasText: 'Chiara Esposito' })).toContainText('password non impostata');
  await expect(page.getByText('Elena Conti')).toHaveCount(0);
  await expectAccessible(page);
});

test('S15 S17 S18 S19 S22 S23 S34 S35 S38 S39 S40 S41 S42 S43 S45 S46 A7 a user is invited, chooses a password and sees only what a service user may see', async ({
  page,
  demo,
}) => {
  await signIn(page, 'admin');
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Aggiungi nuovi utenti' }).click();
  await page.getByLabel('Nome', { exact: true }).fill('Anna');
  await page.getByLabel('Cognome').fill("D'Angelo <b>");
  await page.getByLabel('E-mail', { exact: true }).fill('anna.dangelo@rossiarredamenti.example');
  await page.getByRole('radio', { name: /Consenti all'utente di gestire solo i servizi assegnati/ }).check();
  await page.getByRole('checkbox', { name: 'Invia e-mail di attivazione' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Fine' }).click();
  await expect(page.getByText("D'Angelo <b>").first()).toBeVisible();
  await expect(page.getByText('Non attivato').first()).toBeVisible();

  const link = await linkInMailTo(page, demo.url, 'anna.dangelo@rossiarredamenti.example');
  const person = await page.context().browser()?.newContext({ baseURL: demo.url, locale: 'it-IT' });
  if (person === undefined) throw new Error('no browser');
  const own = await person.newPage();
  await own.goto(new URL(link).pathname + new URL(link).search);
  await expectAccessible(own);
  const passwords = own.getByLabel(/password/i);
  await own.locator('input[type=password]').nth(0).fill(NEW_PASSWORD);
  await own.locator('input[type=password]').nth(1).fill(NEW_PASSWORD);
  await expect(passwords.first()).toBeVisible();
  await own
    .locator('main')
    .getByRole('button', { name: /attiva|imposta|conferma|salva/i })
    .last()
    .click();
  await expect(own).not.toHaveURL(/activate/);
  // The link has signed in; the password does it too.
  await person.clearCookies();
  await signIn(own, 'anna.dangelo@rossiarredamenti.example', NEW_PASSWORD);
  const navigation = own.getByRole('navigation').first();
  await expect(navigation.getByRole('link', { name: 'Dashboard' })).toBeVisible();
  await expect(navigation.getByRole('link', { name: 'Marketplace' })).toHaveCount(0);
  await expect(navigation.getByRole('link', { name: 'Utenti' })).toHaveCount(0);
  const refused = await own.goto('/users');
  expect(refused?.status()).toBe(403);
  await expect(own.getByRole('heading', { name: "Non hai l'autorizzazione per questa pagina" })).toBeVisible();
  await expect(own.getByRole('navigation').first().getByRole('link', { name: 'Dashboard' })).toBeVisible();
  await expectAccessible(own);

  // The link works once.
  await person.clearCookies();
  await own.goto(new URL(link).pathname + new URL(link).search);
  await expect(own.locator('input[type=password]')).toHaveCount(0);
  await person.close();
});

test('S24 S44 A2 a user without activation mail is ready at once, but has no password yet', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/users/new');
  await page.getByLabel('Nome', { exact: true }).fill('Bruno');
  await page.getByLabel('Cognome').fill('Neri');
  await page.getByLabel('E-mail', { exact: true }).fill('bruno.neri@rossiarredamenti.example');
  await page.getByRole('radio', { name: /Assegna ruoli di membro del personale all'utente/ }).check();
  await page.getByRole('checkbox', { name: 'Invia e-mail di attivazione' }).uncheck();
  await page.getByRole('button', { name: 'Fine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bruno Neri' })).toBeVisible();
  await openInNavigation(page, 'Utenti');
  const row = page.getByRole('row').filter({ hasText: 'Bruno Neri' });
  await expect(row).toContainText('Pronto');
  await expect(row).toContainText('password non impostata');
  await expect(row).toContainText('Amministratore');
});

test('S25 S47 S48 S49 the login of a user is edited on their page', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/users');
  await page.getByRole('link', { name: 'Chiara Esposito' }).click();
  await page.getByRole('link', { name: 'Modifica', exact: true }).click();
  await page.getByLabel('Login').fill('chiara');
  await page.getByRole('button', { name: /Salva/ }).click();
  await expect(page.getByText('chiara', { exact: true }).first()).toBeVisible();
});

test('another account’s person is a page that does not exist', async ({ page, demo }) => {
  const other = await page.context().browser()?.newContext({ baseURL: demo.url, locale: 'it-IT' });
  if (other === undefined) throw new Error('no browser');
  const theirs = await other.newPage();
  await signIn(theirs, 'elena.conti');
  await theirs.goto('/users');
  await theirs.getByRole('main').getByRole('link', { name: 'Elena Conti' }).click();
  await expect(theirs.getByRole('heading', { level: 1, name: 'Elena Conti' })).toBeVisible();
  const address = new URL(theirs.url()).pathname;
  await other.close();

  await signIn(page, 'admin');
  const answer = await page.goto(address);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Questa pagina non esiste' })).toBeVisible();
});

test('a name of one long word widens neither the list nor the page of its user', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/users/new');
  await page.getByLabel('Nome', { exact: true }).fill('🦊 <b>Zoë</b>');
  await page.getByLabel('Cognome', { exact: true }).fill('Precipitevolissimevolmente'.repeat(3));
  await page.getByLabel('E-mail', { exact: true }).fill('un.indirizzo.che.non.finisce.mai@rossiarredamenti.example');
  await page.getByRole('button', { name: 'Fine' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<b>Zoë</b>');
  for (const address of [page.url(), '/users']) {
    await page.goto(address);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const content = () => page.evaluate(() => document.documentElement.scrollWidth);
      await expect.poll(content, `${address} at ${width}`).toBeLessThanOrEqual(width);
    }
  }
});
