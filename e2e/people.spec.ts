import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { expectPage, navigation, openInNavigation, signIn } from './pages.ts';

const NEW_PASSWORD = 'tre tazzine sul bancone';

test('S10 S13 S14 S32 S33 S34 S36 A2 the list shows every user of the account with their status', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await openInNavigation(page, 'Utenti');
  await expectPage(page, 'Utenti');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await expect(row('Marco Bianchi')).toContainText('Pronto');
  await expect(row('Davide Romano')).toContainText('Non attivato');
  await expect(row('Luca Marino')).toContainText('Disabilitato');
  await expect(row('Elena Marini')).toContainText('Bloccato');
  await expect(row('Chiara Esposito')).toContainText('password non impostata');
  await expect(row('Elena Conti')).toHaveCount(0);
  await expectAccessible(page);
});

test('S15 S18 S19 S22 S23 S34 S38 S39 S40 S41 S42 S43 S45 S46 A7 an administrator adds a user, who is invited by mail', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Aggiungi nuovi utenti' }).click();
  await page.getByLabel('Nome', { exact: true }).fill('Anna');
  await page.getByLabel('Cognome').fill("D'Angelo <b>");
  await page.getByLabel('E-mail', { exact: true }).fill(company.address('anna'));
  await page.getByLabel('E-mail per le notifiche').fill(company.address('anna.notifiche'));
  const rights = page.getByRole('group', { name: 'Per le autorizzazioni' });
  await expect(rights.getByRole('radio')).toHaveCount(2);
  await rights.getByRole('radio', { name: /Consenti all['’]utente di gestire solo i servizi assegnati/ }).check();
  await page.getByRole('checkbox', { name: 'Invia e-mail di attivazione' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Fine' }).click();

  await expectPage(page, "Anna D'Angelo <b>");
  await expect(page.getByRole('main')).toContainText(company.address('anna.notifiche'));
  await openInNavigation(page, 'Utenti');
  const row = page.getByRole('row').filter({ hasText: "Anna D'Angelo <b>" });
  await expect(row).toContainText('Non attivato');
  await expect(row).toContainText('Utente');
  expect(await company.activationLink(company.address('anna'))).toContain('/activate?token=');
});

test('S23 the password that is chosen by the invitation signs in, and the user is ready', async ({
  page,
  otherPage,
  company,
}) => {
  const login = company.address('anna');
  await company.rest.call('users.createUser', {
    ...{ firstName: 'Anna', lastName: 'Villa', email: login, roles: ['serviceUser'] },
    sendActivationMail: true,
  });
  const link = await company.activationLink(login);
  await otherPage.goto(link);
  await expectAccessible(otherPage);
  await otherPage.getByLabel('Nuova password', { exact: true }).fill(NEW_PASSWORD);
  await otherPage.getByLabel('Ripeti la nuova password').fill(NEW_PASSWORD);
  await otherPage.getByRole('button', { name: 'Attiva e accedi' }).click();
  await expect(navigation(otherPage).getByRole('link', { name: 'Pannello di controllo' })).toBeVisible();

  await otherPage.context().clearCookies();
  await signIn(otherPage, login, NEW_PASSWORD);
  await expect(navigation(otherPage).getByRole('link', { name: 'Pannello di controllo' })).toBeVisible();
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  const row = page.getByRole('row').filter({ hasText: 'Anna Villa' });
  await expect(row).toContainText('Pronto');
  await expect(row).not.toContainText('password non impostata');
});

test('the link of an invitation works once', async ({ page, company }) => {
  const login = company.address('anna');
  await company.rest.call('users.createUser', {
    ...{ firstName: 'Anna', lastName: 'Villa', email: login, roles: ['serviceUser'] },
    sendActivationMail: true,
  });
  const link = await company.activationLink(login);
  await page.goto(link);
  await expect(page.getByLabel('Nuova password', { exact: true })).toBeVisible();
  await page.getByLabel('Nuova password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel('Ripeti la nuova password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Attiva e accedi' }).click();
  await expect(page).not.toHaveURL(/activate/);
  await page.context().clearCookies();
  await page.goto(link);
  await expectPage(page, 'Questo link non funziona');
  await expect(page.getByLabel('Nuova password', { exact: true })).toHaveCount(0);
});

test('S43 a user who manages only assigned services sees neither marketplace nor users', async ({ page, company }) => {
  const { login } = await company.addServiceUser('Bruno', 'Neri');
  await signIn(page, login, company.password);
  await expect(navigation(page).getByRole('link', { name: 'Pannello di controllo' })).toBeVisible();
  for (const name of ['Marketplace', 'Utenti', 'Account', 'Abbonamenti'])
    await expect(navigation(page).getByRole('link', { name, exact: true }), name).toHaveCount(0);
});

test('S17 S24 S44 A2 a user without activation mail is ready at once, but has no password yet', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await page.goto('/users/new');
  await page.getByLabel('Nome', { exact: true }).fill('Bruno');
  await page.getByLabel('Cognome').fill('Neri');
  await page.getByLabel('E-mail', { exact: true }).fill(company.address('bruno'));
  await page.getByRole('radio', { name: /Assegna ruoli di membro del personale all['’]utente/ }).check();
  await page.getByRole('checkbox', { name: 'Invia e-mail di attivazione' }).uncheck();
  await page.getByRole('button', { name: 'Fine' }).click();
  await expectPage(page, 'Bruno Neri');
  await openInNavigation(page, 'Utenti');
  const row = page.getByRole('row').filter({ hasText: 'Bruno Neri' });
  await expect(row).toContainText('Pronto');
  await expect(row).toContainText('password non impostata');
  await expect(row).toContainText('Amministratore');
});

test('S47 S48 S49 the login of a user is changed on their page, and signs in', async ({ page, otherPage, company }) => {
  await company.addServiceUser('Chiara', 'Esposito');
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Chiara Esposito' }).click();
  await page.getByRole('link', { name: 'Modifica', exact: true }).click();
  await page.getByLabel('Login').fill(company.domain('chiara'));
  await page.getByRole('button', { name: 'Salva' }).click();
  await expectPage(page, 'Chiara Esposito');
  await signIn(otherPage, company.domain('chiara'), company.password);
  await expect(navigation(otherPage).getByRole('link', { name: 'Pannello di controllo' })).toBeVisible();
});

test('S49 A8 a login that is another address waits until the link in the mail to it was followed', async ({
  page,
  otherPage,
  company,
}) => {
  const { userId } = await company.addServiceUser('Chiara', 'Esposito');
  const address = company.address('chiara');
  await company.signIn(page);
  await page.goto(`/users/${userId}/edit`);
  await page.getByLabel('Login').fill(address);
  await page.getByRole('button', { name: 'Salva' }).click();
  await expectPage(page, 'Chiara Esposito');
  await expect(page.getByText(`In attesa di conferma: ${address}`)).toBeVisible();
  await page.getByRole('button', { name: 'Annulla il cambio' }).click();
  await expect(page.getByText(`In attesa di conferma: ${address}`)).toHaveCount(0);

  await page.goto(`/users/${userId}/edit`);
  await page.getByLabel('Login').fill(address);
  await page.getByRole('button', { name: 'Salva' }).click();
  await page.getByRole('button', { name: 'Invia di nuovo il link' }).click();
  await expect(page.getByText('Il link di conferma sarà inviato a breve.')).toBeVisible();
  await expectAccessible(page);
  await otherPage.goto(await company.confirmationLink(address));
  await otherPage.getByRole('button', { name: 'Conferma' }).click();
  await expectPage(otherPage, 'Indirizzo confermato');
  await signIn(otherPage, address, company.password);
  await expect(navigation(otherPage).getByRole('link', { name: 'Pannello di controllo' })).toBeVisible();
});

test('S25 the postal address of a user is changed on their page', async ({ page, company }) => {
  await company.addServiceUser('Chiara', 'Esposito');
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Chiara Esposito' }).click();
  await expect(page.getByRole('main')).not.toContainText('Corso Francia 20');
  await page.getByRole('link', { name: 'Modifica', exact: true }).click();
  await page.getByRole('textbox', { name: /^Indirizzo/ }).fill('Corso Francia 20');
  await page.getByRole('textbox', { name: /^Comune/ }).fill('Rivoli');
  await page.getByRole('button', { name: 'Salva' }).click();
  await expectPage(page, 'Chiara Esposito');
  await expect(page.getByRole('main')).toContainText('Corso Francia 20');
});

test('S26 an administrator sets the password of a user', async ({ page, otherPage, company }) => {
  const { login } = await company.addServiceUser('Chiara', 'Esposito');
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Chiara Esposito' }).click();
  await page.getByLabel('Nuova password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Imposta password' }).click();
  await expect(page.getByText('Password impostata.')).toBeVisible();
  await signIn(otherPage, login, NEW_PASSWORD);
  await expect(navigation(otherPage).getByRole('link', { name: 'Pannello di controllo' })).toBeVisible();
});

test('S27 the history of sign-ins shows failures and successes of a user', async ({ page, otherPage, company }) => {
  const { login } = await company.addServiceUser('Chiara', 'Esposito');
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Chiara Esposito' }).click();
  await expect(page.getByRole('main')).toContainText('Nessun accesso finora');
  await signIn(otherPage, login, company.password);
  await page.reload();
  const history = page.getByRole('table', { name: 'Cronologia degli accessi' });
  await expect(history.getByRole('row').filter({ hasText: 'Accesso riuscito' })).toHaveCount(1);
});

test('S30 a disabled user cannot sign in', async ({ page, otherPage, company }) => {
  const { login } = await company.addServiceUser('Chiara', 'Esposito');
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Chiara Esposito' }).click();
  await page.getByRole('button', { name: 'Disabilita' }).click();
  await expect(page.getByRole('button', { name: 'Abilita', exact: true })).toBeVisible();
  await otherPage.goto('/sign-in');
  await otherPage.getByLabel('Nome di accesso').fill(login);
  await otherPage.getByLabel('Password', { exact: true }).fill(company.password);
  await otherPage.getByRole('button', { name: 'Accedi' }).click();
  await expect(otherPage.getByRole('alert').first()).toContainText('non sono corretti');
});

test('another account’s person is a page that does not exist', async ({ page, otherPage, signInAs }) => {
  await signInAs('elena.conti', otherPage);
  await openInNavigation(otherPage, 'Utenti');
  await otherPage.getByRole('main').getByRole('link', { name: 'Elena Conti' }).click();
  await expectPage(otherPage, 'Elena Conti');
  await signInAs('admin');
  const answer = await page.goto(new URL(otherPage.url()).pathname);
  expect(answer?.status()).toBe(404);
  await expectPage(page, 'Questa pagina non esiste');
});

test('a name of one long word widens neither the list nor the page of its user', async ({ page, company }) => {
  await company.signIn(page);
  await page.goto('/users/new');
  await page.getByLabel('Nome', { exact: true }).fill('🦊 <b>Zoë</b>');
  await page.getByLabel('Cognome', { exact: true }).fill('Precipitevolissimevolmente'.repeat(3));
  await page.getByLabel('E-mail', { exact: true }).fill(company.address('un.indirizzo.che.non.finisce.mai'));
  await page.getByRole('radio', { name: /Consenti all['’]utente/ }).check();
  await page.getByRole('button', { name: 'Fine' }).click();
  await expectPage(page, /<b>Zoë<\/b>/);
  for (const address of [page.url(), '/users']) {
    await page.goto(address);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const content = () => page.evaluate(() => document.documentElement.scrollWidth);
      await expect.poll(content, `${address} at ${width}`).toBeLessThanOrEqual(width);
    }
  }
});

test('S20 A6 a user is added with a service, whose free seats are counted down', async ({ page, company }) => {
  await company.buy('Exchange Online (Plan 1)', { seatCount: 2, termDuration: 'P1M', billingCycle: 'monthly' });
  await company.signIn(page);
  await page.goto('/users/new');
  await page.getByLabel('Nome', { exact: true }).fill('Ida');
  await page.getByLabel('Cognome', { exact: true }).fill('Blu');
  await page.getByLabel('E-mail', { exact: true }).fill(company.address('ida'));
  const services = page.getByRole('group', { name: 'Servizi da assegnare' });
  await expect(services).toContainText('2 licenze libere su 2');
  await services.getByRole('checkbox', { name: 'Exchange Online (Plan 1)' }).check();
  await expect(services).toContainText('1 licenza libera su 2');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Fine' }).click();
  await expectPage(page, 'Ida Blu');
  const held = page.getByRole('table', { name: 'Servizi e licenze' });
  await expect(held.getByRole('row').filter({ hasText: 'Exchange Online (Plan 1)' })).toHaveCount(1);
});

test('S21 A6 A28 services are reassigned on the page of a user, and handed over when the user is deleted', async ({
  page,
  company,
}) => {
  await company.buy('Exchange Online (Plan 1)', { seatCount: 1, termDuration: 'P1M', billingCycle: 'monthly' });
  await company.addServiceUser('Bruno', 'Neri');
  await company.addServiceUser('Chiara', 'Esposito');
  await company.signIn(page);
  const held = page.getByRole('table', { name: 'Servizi e licenze' });
  const open = async (name: string) => {
    await openInNavigation(page, 'Utenti');
    await page.getByRole('link', { name }).click();
    await expectPage(page, name);
  };
  const assign = async () => {
    await page.getByRole('checkbox', { name: 'Exchange Online (Plan 1)' }).check();
    await page.getByRole('button', { name: 'Assegna', exact: true }).click();
    await expect(held.getByRole('row').filter({ hasText: 'Exchange Online' })).toHaveCount(1);
  };
  await open('Bruno Neri');
  await assign();
  await expectAccessible(page);
  await open('Chiara Esposito');
  await expect(page.getByRole('checkbox', { name: 'Exchange Online (Plan 1)' })).toBeDisabled();
  await expect(page.getByRole('link', { name: 'Aggiungi licenze a Exchange Online (Plan 1)' })).toBeVisible();
  await open('Bruno Neri');
  await page.getByRole('button', { name: 'Revoca Exchange Online (Plan 1)' }).click();
  await expect(page.getByText('Licenza revocata: ora è libera.')).toBeVisible();
  await assign();

  await page.getByRole('radio', { name: 'Passa a un altro utente' }).check();
  await page.getByRole('combobox', { name: 'Utente che le riceve' }).fill('Chiara');
  await page.getByRole('option', { name: /Chiara Esposito/ }).click();
  await page.getByRole('checkbox', { name: 'Confermo di voler eliminare Bruno Neri' }).check();
  await page.getByRole('button', { name: 'Elimina utente' }).click();
  await expect(page.getByText('L’utente è stato eliminato.')).toBeVisible();
  await open('Chiara Esposito');
  await expect(held.getByRole('row').filter({ hasText: 'Exchange Online' })).toHaveCount(1);
});

test('S29 A28 the licence of a deleted user is free again', async ({ page, company }) => {
  await company.buy('Exchange Online (Plan 1)', { seatCount: 1, termDuration: 'P1M', billingCycle: 'monthly' });
  const { userId } = await company.addServiceUser('Bruno', 'Neri');
  const { services } = await company.rest.call<{ services: { serviceId: string }[] }>('users.getServices');
  await company.rest.call('users.assignServices', { userId, serviceIds: services.map(({ serviceId }) => serviceId) });
  await company.signIn(page);
  await page.goto(`/users/${userId}`);
  await expect(page.getByRole('radio', { name: 'Libera le licenze' })).toBeChecked();
  await page.getByRole('checkbox', { name: 'Confermo di voler eliminare Bruno Neri' }).check();
  await page.getByRole('button', { name: 'Elimina utente' }).click();
  await expect(page.getByText('L’utente è stato eliminato.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Bruno Neri' })).toHaveCount(0);
  await page.goto('/users/new');
  await expect(page.getByRole('group', { name: 'Servizi da assegnare' })).toContainText('1 licenza libera su 1');
});

test('S16 S22 several users are pasted, faulty cells are marked, the valid rows are added once', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await openInNavigation(page, 'Utenti');
  await page.getByRole('link', { name: 'Aggiungi nuovi utenti' }).click();
  await page.getByRole('link', { name: 'Aggiungi più utenti insieme' }).click();
  await expectPage(page, 'Aggiungi più utenti');
  const [ada, bea] = [company.address('ada'), company.address('bea')];
  await page.getByLabel(/^Righe/).fill(`Nome\tCognome\tE-mail\nAda\tCosì\t${ada}\nBea\tNeri\tnon-un-indirizzo`);
  await page.getByRole('button', { name: 'Anteprima' }).click();
  const preview = page.getByRole('table', { name: 'Anteprima degli utenti' });
  await expect(preview.getByRole('row').filter({ hasText: ada })).toContainText('Valida');
  await expect(preview.getByRole('row').filter({ hasText: 'Bea' })).toContainText('controlla il simbolo @');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Fine' }).click();
  await expect(page.getByRole('alert').first()).toContainText('Una riga ha errori');
  await page.getByRole('button', { name: 'Correggi le righe' }).click();
  await page.getByLabel(/^Righe/).fill(`Ada;Così;${ada}\nBea;Neri;${bea}\nIda;;${company.address('ida')}`);
  await page.getByRole('button', { name: 'Anteprima' }).click();
  await page.getByRole('radio', { name: /Consenti all['’]utente/ }).check();
  await page.getByRole('checkbox', { name: /Aggiungi solo le righe valide/ }).check();
  await page.getByRole('button', { name: 'Fine' }).click();
  await expect(page.getByText('2 utenti sono stati aggiunti')).toBeVisible();
  const result = page.getByRole('table', { name: 'Risultato' });
  await expect(result.getByRole('row').filter({ hasText: 'Ida' })).toContainText('Tralasciato');
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Scarica il risultato' }).click();
  expect((await download).suggestedFilename()).toBe('users.csv');
  expect(await company.activationLink(ada)).toContain('/activate?token=');

  await page.goto('/users/import');
  await page.getByLabel(/^Righe/).fill(`Ada;Così;${ada}\nBea;Neri;${bea}`);
  await page.getByRole('button', { name: 'Anteprima' }).click();
  await expect(page.getByText('nessuna riga con errori')).toContainText('2 utenti già presenti');
  await expect(page.getByRole('button', { name: 'Fine' })).toHaveCount(0);
});

test('S16 users are read from a file that Excel wrote', async ({ page, company }) => {
  await company.signIn(page);
  await page.goto('/users/import');
  const text = `Nome;Cognome;E-mail\nÉric;Così;${company.address('eric')}\n`;
  const buffer = Buffer.from(text, 'latin1');
  await page.getByLabel(/^Oppure scegli un file/).setInputFiles({ name: 'utenti.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Anteprima' }).click();
  await page.getByRole('button', { name: 'Fine' }).click();
  await expect(page.getByText('1 utente è stato aggiunto')).toBeVisible();
  await page.getByRole('link', { name: 'Éric Così' }).click();
  await expectPage(page, 'Éric Così');
});
