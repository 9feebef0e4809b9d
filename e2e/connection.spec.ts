import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { expectPage, openInNavigation, orderStatus, signIn, text } from './pages.ts';

const TITLE = 'Connessione a Partner Center';

test('the provider signs in at Microsoft, and every permission is tried with its result in words', async ({
  ownPage: page,
  ownDemo,
}) => {
  await openConnection(page, ownDemo.demo.url);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Accedi a Microsoft' }).click();
  await page.getByRole('button', { name: 'Sign in with the password only' }).click();
  await expectPage(page, 'Accesso a Partner Center non riuscito');
  await expect(page.getByRole('main')).toContainText('senza autenticazione a più fattori');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Torna alla connessione' }).click();
  await page.getByRole('button', { name: 'Accedi a Microsoft' }).click();
  await page.getByRole('button', { name: 'Sign in with a second factor' }).click();
  await expectPage(page, TITLE);
  await expect(page.getByRole('status').filter({ hasText: 'Accesso eseguito' })).toBeVisible();
  const signInFacts = page.getByRole('region', { name: 'Accesso della persona' });
  await expect(signInFacts).toContainText('admin.agent@partner.example');
  for (const name of ['Applicazione', 'Applicazione con persona', 'Listini prezzi', 'Ruoli presso i clienti'])
    await expect(permission(page, name)).toContainText('Riuscito');
  await expect(permission(page, 'Eventi')).toContainText('Nessun indirizzo è registrato');
  await expectAccessible(page);

  await page.getByRole('button', { name: text("Registra l'indirizzo") }).click();
  await expect(permission(page, 'Eventi')).toContainText('Riuscito');
  await page.getByRole('button', { name: 'Invia un evento di prova' }).click();
  await expect(page.getByRole('table', { name: 'Ultimi eventi ricevuti' })).toContainText('test-created');
});

test('a sign-in that Microsoft refuses is on the first page of the provider, and a new one ends it', async ({
  ownPage: page,
  ownDemo,
}) => {
  await openConnection(page, ownDemo.demo.url);
  const api = await apiAddress(page);
  await fetch(`${api}/control/sign-in`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ refreshTokens: 'AADSTS700082' }),
  });
  await page.getByRole('button', { name: 'Prova tutti i permessi' }).click();
  const person = permission(page, 'Applicazione con persona');
  await expect(person).toContainText('Non riuscito');
  await expect(person).toContainText('deve accedere di nuovo');
  await expect(person).toContainText('AADSTS700082');
  await expect(permission(page, 'Applicazione')).toContainText('Riuscito');
  await expectAccessible(page);

  await page.goto('/provider');
  await expect(page.getByText(text("L'accesso a Partner Center non funziona più"))).toBeVisible();
  await page.getByRole('link', { name: 'Apri la connessione' }).click();
  await page.getByRole('button', { name: 'Accedi a Microsoft' }).click();
  await page.getByRole('button', { name: 'Sign in with a second factor' }).click();
  await expectPage(page, TITLE);
  await expect(permission(page, 'Applicazione con persona')).toContainText('Riuscito');
  await page.goto('/provider');
  await expect(page.getByText(text("L'accesso a Partner Center non funziona più"))).toHaveCount(0);
});

test('a customer for whom Microsoft does not answer is shown with the time, and forgotten when it answers', async ({
  ownPage: page,
  ownDemo,
}) => {
  await openConnection(page, ownDemo.demo.url);
  const faults = `${await apiAddress(page)}/control/faults`;
  await fetch(faults, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ match: { path: '/customers/' }, times: 1000, fault: { kind: 'dropBefore' } }),
  });
  await page.goto('/provider');
  await page
    .getByRole('row')
    .filter({ hasText: 'In attesa di approvazione' })
    .getByRole('link', { name: /ORD-/ })
    .click();
  await page.getByRole('button', { name: text("Approva l'ordine") }).click();
  const order = page.url();

  const title = 'Partner Center non risponde per un cliente';
  await expect(async () => {
    await page.goto('/provider');
    await expect(page.getByText(title)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await page.getByRole('link', { name: 'Apri la connessione' }).click();
  await expectPage(page, TITLE);
  await expect(page.getByText(title)).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Studio Legale Conti e Associati' })).toBeVisible();
  await expectAccessible(page);

  await fetch(faults, { method: 'DELETE' });
  await page.goto(order);
  // The next try comes after a pause that has doubled meanwhile.
  await expect(orderStatus(page, 'Completato')).toBeVisible({ timeout: 150_000 });
  await page.goto('/provider');
  await expect(page.getByText(title)).toHaveCount(0);
});

/** The simulator's address, as the settings show it. */
async function apiAddress(page: Page): Promise<string> {
  const settings = page.getByRole('region', { name: 'Impostazioni' });
  return (
    (await settings
      .getByText(/^http:/)
      .first()
      .textContent()) ?? ''
  );
}

async function openConnection(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await signIn(page, 'fornitore');
  await openInNavigation(page, 'Partner Center');
  await expectPage(page, TITLE);
}

/** The row of a permission, by its name. */
function permission(page: Page, name: string): Locator {
  const table = page.getByRole('table', { name: 'Permessi' });
  return table.getByRole('row').filter({ has: page.getByRole('rowheader').getByText(name, { exact: true }) });
}
