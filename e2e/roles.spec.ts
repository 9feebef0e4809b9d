import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import type { Company } from './company.ts';
import { expect, test } from './fixtures.ts';
import { action, expectPage, navigation, openInNavigation, signIn } from './pages.ts';

const STAFF = /Assegna ruoli di membro del personale all['’]utente/;

/** Every page of the panel, by the name of its link. */
const PAGES = [
  'Marketplace',
  'Utenti',
  'Abbonamenti',
  'Ordini',
  'Fatture',
  'Pagamenti',
  'Registro attività',
  'Sicurezza',
];

const VISIBLE: Readonly<Record<string, readonly string[]>> = {
  purchaser: ['Marketplace', 'Abbonamenti', 'Ordini', 'Fatture', 'Pagamenti'],
  subscriptionManager: ['Abbonamenti', 'Ordini', 'Fatture', 'Pagamenti'],
  userManager: ['Utenti'],
  costViewer: ['Abbonamenti', 'Ordini', 'Fatture', 'Pagamenti'],
};

async function signInWith(page: Page, company: Company, roles: readonly string[]): Promise<void> {
  const { login } = await company.addUser('Bruno', 'Neri', roles);
  await signIn(page, login, company.password);
}

for (const [role, visible] of Object.entries(VISIBLE))
  test(`A5 a user with the role ${role} has the pages of the role, and a start page that works`, async ({
    page,
    company,
  }) => {
    await signInWith(page, company, [role]);
    await expectPage(page, 'Pannello di controllo');
    for (const name of PAGES)
      await expect(navigation(page).getByRole('link', { name, exact: true }), name).toHaveCount(
        visible.includes(name) ? 1 : 0,
      );
    for (const name of visible) await openInNavigation(page, name);
    await expectAccessible(page);
  });

test('A5 S44 several roles are chosen behind the second access right, and add up', async ({
  page,
  otherPage,
  company,
}) => {
  await company.signIn(page);
  await page.goto('/users/new');
  await page.getByLabel('Nome', { exact: true }).fill('Bruno');
  await page.getByLabel('Cognome').fill('Neri');
  await page.getByLabel('E-mail', { exact: true }).fill(company.address('bruno'));
  await page.getByRole('radio', { name: STAFF }).check();
  const roles = page.getByRole('group', { name: 'Ruoli di membro del personale' });
  await expect(roles.getByRole('checkbox')).toHaveCount(5);
  await expect(roles.getByRole('checkbox', { name: 'Amministratore dell’account' })).toBeChecked();
  await expectAccessible(page);
  await roles.getByRole('checkbox', { name: 'Amministratore dell’account' }).uncheck();
  await roles.getByRole('checkbox', { name: 'Acquisti' }).check();
  await roles.getByRole('checkbox', { name: 'Gestione degli utenti' }).check();
  await page.getByRole('checkbox', { name: 'Invia e-mail di attivazione' }).uncheck();
  await page.getByRole('button', { name: 'Fine' }).click();
  await expectPage(page, 'Bruno Neri');
  await expect(page.getByRole('main')).toContainText('Gestione degli utenti, Acquisti');
  await page.getByLabel('Nuova password', { exact: true }).fill(company.password);
  await page.getByRole('button', { name: 'Imposta password' }).click();
  await expect(page.getByRole('main')).toContainText('Password impostata');

  await signIn(otherPage, company.address('bruno'), company.password);
  await openInNavigation(otherPage, 'Marketplace');
  await openInNavigation(otherPage, 'Utenti');
});

test('A5 a user manager makes nobody an administrator and changes no administrator', async ({ page, company }) => {
  await signInWith(page, company, ['userManager']);
  await page.goto('/users/new');
  await page.getByRole('radio', { name: STAFF }).check();
  const roles = page.getByRole('group', { name: 'Ruoli di membro del personale' });
  await expect(roles.getByRole('checkbox', { name: 'Amministratore dell’account' })).toBeDisabled();
  await expect(roles.getByRole('checkbox', { name: 'Gestione degli utenti' })).toBeEnabled();
  await expect(roles).toContainText('Può assegnarlo solo chi ha le stesse autorizzazioni');

  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Sara Costa' }).click();
  await expectPage(page, 'Sara Costa');
  await expect(page.getByRole('main')).toContainText(
    'solo un amministratore dell’account può modificare questo utente',
  );
  for (const name of ['Modifica', 'Imposta password', 'Accedi come utente', 'Cambia i ruoli', 'Elimina utente'])
    await expect(action(page, name), name).toHaveCount(0);
});

test('A5 what a role forbids stays visible, disabled and with the reason', async ({ page, company }) => {
  await company.buy('Exchange Online (Plan 1)', { seatCount: 2, termDuration: 'P1M', billingCycle: 'monthly' });
  await signInWith(page, company, ['costViewer']);
  await openInNavigation(page, 'Abbonamenti');
  await page.getByRole('main').getByRole('link', { name: 'Exchange Online (Plan 1)', exact: true }).click();
  await expectPage(page, 'Exchange Online (Plan 1)');
  for (const name of ['Modifica limiti risorse', 'Annullare l’abbonamento', 'Disattiva rinnovo automatico'])
    await expect(page.getByRole('button', { name: new RegExp(name.replace('’', "['’]"), 'i') }), name).toBeDisabled();
  await expect(page.getByRole('main')).toContainText('te le può assegnare un amministratore dell’account');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Vedi i ruoli' }).click();
  await expectPage(page, 'Ruoli');
});

test('A5 the page of roles is the table of rights, in words', async ({ page, signInAs }) => {
  await signInAs('admin');
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Ruoli', exact: true }).click();
  await expectPage(page, 'Ruoli');
  const row = page.getByRole('row').filter({ hasText: 'Riempire il carrello e acquistare' });
  await expect(row.getByRole('cell')).toHaveText(['Sì', 'Sì', /No/, /No/, /No/, /No/]);
  await expectAccessible(page);
});

test('the activity log says who did what and from where, is filtered and exported', async ({ page, company }) => {
  await company.signIn(page);
  await company.addServiceUser('Bruno', 'Neri');
  await openInNavigation(page, 'Registro attività');
  await expectPage(page, 'Registro attività');
  const row = page.getByRole('row').filter({ hasText: 'Utente aggiunto: Bruno Neri' });
  await expect(row).toContainText('Sara Costa');
  await expect(row).toContainText(/127\.0\.0\.1|::1/);
  await expectAccessible(page);
  await page.getByLabel('Tipo').selectOption({ label: 'Fatture e pagamenti' });
  await page.getByRole('button', { name: 'Applica' }).click();
  await expect(page.getByText('Nessuna attività corrisponde ai filtri scelti.')).toBeVisible();
  await page.getByRole('link', { name: 'Azzera i filtri' }).click();
  await expect(page).toHaveURL(/\/activity$/);
  await page.getByLabel('Nome, ordine o attività').fill('utente aggiunto bruno');
  await page.getByRole('button', { name: 'Applica' }).click();
  await expect(page).toHaveURL(/q=utente/);
  await expect(page.getByRole('row').filter({ hasText: 'Utente aggiunto' })).toHaveCount(1);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Esporta CSV' }).click();
  expect((await download).suggestedFilename()).toBe('activity.csv');
});
