import { addPasskeyDevice, appCodeOf, typeAppCode } from './authenticator.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { expectPage } from './pages.ts';

test('a person sets up an authenticator app, signs in with its code, then with a recovery code', async ({
  page,
  otherPage,
  company,
}) => {
  await company.signIn(page);
  await page.goto('/profile');
  await page.getByRole('link', { name: 'Attiva la verifica in due passaggi' }).click();
  await expectPage(page, 'Verifica in due passaggi');
  await page.getByRole('link', { name: 'Configura l’app' }).click();
  await page.getByLabel('Password attuale').fill(company.password);
  await page.getByRole('button', { name: 'Continua' }).click();
  await expect(page.getByRole('img', { name: 'Codice QR per l’app di autenticazione' })).toBeVisible();
  await expectAccessible(page);
  const key = await typeAppCode(page);
  const codes = page.getByRole('list', { name: 'I tuoi codici di recupero' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recoveryCode = await codes.first().textContent();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Scarica' }).click();
  expect((await download).suggestedFilename()).toBe('codici-di-recupero.txt');
  await page.getByRole('link', { name: 'Ho conservato i codici' }).click();
  await expect(page.getByRole('main')).toContainText('Restano 10 codici da usare');

  await company.enterPassword(otherPage);
  await otherPage.goto('/users');
  await expect(otherPage).toHaveURL(/\/sign-in\?next=/);
  await company.enterPassword(otherPage);
  await otherPage.getByLabel('Codice').fill('000000');
  await otherPage.getByRole('button', { name: 'Verifica e accedi' }).click();
  await expect(otherPage.getByRole('alert')).toContainText('Il codice non è corretto');
  await otherPage.getByLabel('Codice').fill(appCodeOf(key, 1));
  await otherPage.getByRole('button', { name: 'Verifica e accedi' }).click();
  await expectPage(otherPage, 'Pannello di controllo');

  await otherPage.context().clearCookies();
  await company.enterPassword(otherPage);
  await otherPage.getByLabel('Codice').fill(recoveryCode ?? '');
  await otherPage.getByRole('button', { name: 'Verifica e accedi' }).click();
  await expectPage(otherPage, 'Pannello di controllo');
  await otherPage.goto('/profile');
  await expect(otherPage.getByRole('main')).toContainText('Restano 9 codici da usare');
});

test('a passkey is added, signs in without a password and after one, and is removed', async ({ page, company }) => {
  await addPasskeyDevice(page);
  await page.goto('/sign-in?next=%2Fprofile%2Fsecond-factor');
  await page.getByLabel('Nome di accesso').fill(company.login);
  await page.getByLabel('Password', { exact: true }).fill(company.password);
  await page.getByRole('button', { name: 'Accedi', exact: true }).click();
  await page.getByRole('link', { name: 'Aggiungi una passkey' }).click();
  await page.getByLabel('Nome della passkey').fill('Portatile');
  await page.getByLabel('Password attuale').fill('sbagliata');
  await page.getByRole('button', { name: 'Aggiungi una passkey' }).click();
  await expect(page.getByRole('alert')).toHaveText('La password attuale non è corretta.');
  await page.getByLabel('Password attuale').fill(company.password);
  await page.getByRole('button', { name: 'Aggiungi una passkey' }).click();
  await expect(page.getByRole('list', { name: 'I tuoi codici di recupero' }).getByRole('listitem')).toHaveCount(10);
  const recoveryCode = await page.locator('ol code').first().textContent();

  await page.context().clearCookies();
  await page.goto('/sign-in?next=%2Fprofile%2Fsecond-factor');
  await page.getByRole('button', { name: 'Usa una passkey' }).click();
  await expectPage(page, 'Verifica in due passaggi');
  const passkeys = page.getByRole('list', { name: 'Passkey' });
  await expect(passkeys).toContainText('Portatile');
  await expect(passkeys).not.toContainText('Mai');

  await page.context().clearCookies();
  await page.goto('/sign-in?next=%2Fprofile%2Fsecond-factor');
  await page.getByLabel('Nome di accesso').fill(company.login);
  await page.getByLabel('Password', { exact: true }).fill(company.password);
  await page.getByRole('button', { name: 'Accedi', exact: true }).click();
  await page.getByRole('button', { name: 'Usa una passkey' }).click();
  await expectPage(page, 'Verifica in due passaggi');

  await page.getByRole('link', { name: 'Rimuovi Portatile' }).click();
  await expect(page.getByRole('main')).toContainText('È l’ultimo metodo');
  await page.getByLabel('Password attuale').fill(company.password);
  await page.getByLabel('Codice').fill(recoveryCode ?? '');
  await page.getByRole('button', { name: 'Rimuovi Portatile' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Passkey rimossa.' })).toBeVisible();
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Usa una passkey' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'L’accesso con la passkey non è riuscito' })).toBeVisible();
});

test('a device that does not recognise its person adds no passkey', async ({ page, company }) => {
  await addPasskeyDevice(page, { isVerified: false });
  await page.goto('/sign-in?next=%2Fprofile%2Fsecond-factor%3Fform%3Dpasskey');
  await page.getByLabel('Nome di accesso').fill(company.login);
  await page.getByLabel('Password', { exact: true }).fill(company.password);
  await page.getByRole('button', { name: 'Accedi', exact: true }).click();
  await page.getByLabel('Nome della passkey').fill('Portatile');
  await page.getByLabel('Password attuale').fill(company.password);
  await page.getByRole('button', { name: 'Aggiungi una passkey' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'annullata o il tempo è scaduto' })).toBeVisible();
});

test('an administrator requires a second factor of everybody, and resets that of a colleague', async ({
  page,
  otherPage,
  company,
}) => {
  const { login } = await company.addServiceUser('Ugo', 'Neri');
  await company.signIn(page);
  await page.goto('/account/security');
  const require = page.getByRole('button', { name: 'Richiedi la verifica in due passaggi a tutti gli utenti' });
  await require.click();
  await expect(page.getByRole('alert')).toContainText('Configura prima la tua verifica in due passaggi');
  await company.addApp();
  await company.signIn(page);
  await page.goto('/account/security');
  await require.click();
  await expect(page.getByRole('main')).toContainText('Obbligatoria per tutti');

  await company.enterPassword(otherPage, login);
  await otherPage.goto('/profile');
  await expectPage(otherPage, 'Configura la verifica in due passaggi');
  await otherPage.getByRole('link', { name: 'Configura l’app' }).click();
  await otherPage.getByLabel('Password attuale').fill(company.password);
  await otherPage.getByRole('button', { name: 'Continua' }).click();
  await typeAppCode(otherPage);
  await otherPage.getByRole('link', { name: 'Vai al portale' }).click();
  await expectPage(otherPage, 'Il tuo profilo');

  await page.goto('/users');
  await page.getByRole('link', { name: 'Ugo Neri' }).click();
  await page.getByRole('button', { name: 'Azzera la verifica in due passaggi' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'è stata azzerata' })).toBeVisible();
  await otherPage.reload();
  await expect(otherPage).toHaveURL(/\/sign-in\?/);
});
