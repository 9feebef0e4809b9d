import { expect, type Page, test } from '@playwright/test';
import { typeAppCode } from './authenticator.ts';
import { expectAccessible } from './axe.ts';
import { action, expectOrder, expectPage, navigation, openInNavigation } from './pages.ts';
import { canStartRealPortal, firstLink, firstLinks, openRealPortal, type RealPortal } from './real-portal.ts';
import { startTlsProxy } from './tls-proxy.ts';

const PASSWORD = 'quattro sedie verdi in fila';
const ACTIVATION = /http\S+\/activate\?token=\S+/;
const PAOLA = { login: 'paola.ferrari', email: 'paola.ferrari@fornitore.example' };
const UGO = 'ugo.neri@fornitore.example';
const SARA = 'sara.costa@cliente.example';

test.skip(!canStartRealPortal(), 'needs PostgreSQL');

test('as docs/operations.md says: from an empty database, behind a TLS proxy, to the first customer who buys the provider’s own service', async ({
  browser,
}) => {
  const proxy = await startTlsProxy();
  const portal = await openRealPortal({ PUBLIC_URL: proxy.url, TRUSTED_PROXY: 'true' });
  proxy.serve(`http://127.0.0.1:${portal.settings.PORT}`);
  const context = { baseURL: proxy.url, locale: 'it-IT', ignoreHTTPSErrors: true };
  const newPage = async () => (await browser.newContext(context)).newPage();
  const [paola, ugo, sara] = [await newPage(), await newPage(), await newPage()];
  try {
    const web = await portal.start('web');
    const worker = await portal.start('work');
    const link = await firstLink(web);
    await makeFirstAccess(paola, link);
    await editOwnAccount(paola);
    await inviteOperator(paola);
    await activate(ugo, portal, UGO);
    await setUpSecondFactor(ugo);
    await expect(navigation(ugo).getByRole('link', { name: 'Personale' })).toHaveCount(0);
    await makeOwnService(paola);

    await createCustomer(ugo);
    await activate(sara, portal, SARA);
    await buyOwnService(sara);
    await fulfilOrder(ugo);
    await expectOrder(sara, 'Completato');
    await sara.goto('/');
    await expect(navigation(sara).getByRole('link', { name: 'Backup gestito' })).toBeVisible();

    // The link was printed once, by the process with pages, on a line of its own.
    expect([firstLinks(web), firstLinks(worker)]).toEqual([[link], []]);
    const token = new URL(link).searchParams.get('token') ?? 'no token';
    const lines = `${web.output()}\n${worker.output()}`.split('\n').filter((line) => line.includes(token));
    expect(lines).toEqual([`  ${link}`]);
  } finally {
    await test.info().attach('portal.log', { body: portal.log() });
    for (const page of [paola, ugo, sara]) await page.context().close();
    await portal.close();
    await proxy.close();
  }
});

/** The first administrator of the provider makes the own access. */
async function makeFirstAccess(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expectPage(page, 'Crea il tuo accesso');
  await expectAccessible(page);
  await page.getByLabel('Nome', { exact: true }).fill('Paola');
  await page.getByLabel('Cognome').fill('Ferrari');
  await page.getByLabel('E-mail').fill(PAOLA.email);
  await page.getByLabel('Nome di accesso').fill(PAOLA.login);
  await choosePassword(page);
  await page.getByRole('button', { name: 'Crea l’accesso' }).click();
  await expect(page).toHaveURL(/\/sign-in\?reason=passwordSet/);

  await page.goto(link);
  await expect(page.getByRole('main')).toContainText('Il link è già stato usato.');
  await page.goto('/sign-in');
  await page.getByLabel('Nome di accesso').fill(PAOLA.login);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Accedi', exact: true }).click();
  await setUpSecondFactor(page);
  await page.goto('/provider');
  await expectPage(page, /^Attività/);
}

/** Staff set up a second factor before they do anything else. */
async function setUpSecondFactor(page: Page): Promise<void> {
  await expectPage(page, 'Configura la verifica in due passaggi');
  await page.getByRole('link', { name: 'Configura l’app' }).click();
  await page.getByLabel('Password attuale').fill(PASSWORD);
  await page.getByRole('button', { name: 'Continua' }).click();
  await typeAppCode(page);
  await page.getByRole('link', { name: 'Vai al portale' }).click();
}

async function choosePassword(page: Page): Promise<void> {
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.locator('input[name="repeatedPassword"]').fill(PASSWORD);
}

/** The account has the brand's name until somebody edits it. */
async function editOwnAccount(page: Page): Promise<void> {
  await openInNavigation(page, 'Dati del fornitore');
  await expect(page.getByLabel('Ragione sociale')).toHaveValue('CIC Portale delle licenze');
  await page.getByLabel('Ragione sociale').fill('Fornitore S.r.l.');
  await page.getByLabel('Partita IVA').fill('07412360989');
  await page.getByRole('button', { name: 'Salva' }).click();
  await expect(page.getByRole('main')).toContainText('Dati dell’account salvati.');
}

async function inviteOperator(page: Page): Promise<void> {
  await openInNavigation(page, 'Personale');
  await action(page, 'Aggiungi una persona').click();
  await expectPage(page, 'Nuova persona');
  await page.getByLabel('Nome', { exact: true }).fill('Ugo');
  await page.getByLabel('Cognome').fill('Neri');
  await page.getByLabel('E-mail', { exact: true }).fill(UGO);
  await page.getByRole('radio', { name: 'Operatore' }).check();
  await page.getByRole('button', { name: 'Fine' }).click();
  await expectPage(page, 'Ugo Neri');
}

/** Follows the link of the activation mail. */
async function activate(page: Page, portal: RealPortal, address: string): Promise<void> {
  await page.goto(await portal.mail.linkTo(address, ACTIVATION));
  await choosePassword(page);
  await page.getByRole('button', { name: 'Attiva e accedi' }).click();
  await expect(page).not.toHaveURL(/activate/);
}

async function makeOwnService(page: Page): Promise<void> {
  await openInNavigation(page, 'Servizi propri');
  await action(page, 'Nuovo servizio').click();
  await expectPage(page, 'Nuovo servizio');
  await page.getByLabel('Nome in italiano').fill('Backup gestito');
  await page.getByLabel('Nome in inglese').fill('Managed backup');
  await page.getByLabel('Descrizione in italiano').fill('Copia ogni notte.\nRipristino in giornata.');
  await page.getByLabel('Fatturazione mensile, impegno mensile').fill('12,50');
  await page.getByRole('button', { name: 'Crea servizio' }).click();
  await expectPage(page, 'Backup gestito');
  await expect(page.getByRole('main')).toContainText('Servizio creato.');
  await expect(page.getByRole('region', { name: 'Anteprima' })).toContainText('da € 12,50 al mese per licenza');
}

/** With a credit limit, so that the customer can buy on invoice. */
async function createCustomer(page: Page): Promise<void> {
  await openInNavigation(page, 'Clienti');
  await action(page, 'Nuovo cliente').click();
  await expectPage(page, 'Nuovo cliente');
  await page.getByLabel('Ragione sociale').fill('Cliente S.r.l.');
  await page.getByLabel('Nome', { exact: true }).fill('Sara');
  await page.getByLabel('Cognome').fill('Costa');
  await page.getByLabel('E-mail', { exact: true }).fill(SARA);
  await page.getByRole('button', { name: 'Crea cliente' }).click();
  await expectPage(page, 'Cliente S.r.l.');
  await page.getByRole('link', { name: 'Modifica le condizioni' }).click();
  await expectPage(page, 'Condizioni di pagamento');
  await page.getByLabel('Fido, IVA inclusa').fill('1000');
  await page.getByRole('button', { name: 'Vai al riepilogo' }).click();
  await page.getByRole('button', { name: 'Salva le condizioni' }).click();
  await expectPage(page, 'Cliente S.r.l.');
  await expect(page.getByRole('region', { name: 'Pagamento' })).toContainText('€ 1.000,00');
}

async function buyOwnService(page: Page): Promise<void> {
  await openInNavigation(page, 'Marketplace');
  await page.getByRole('main').getByRole('link', { name: 'Backup gestito', exact: true }).click();
  await expectPage(page, 'Backup gestito');
  await expect(page.getByRole('main')).toContainText('Ripristino in giornata.');
  await page.getByRole('textbox', { name: 'Numero di licenze' }).fill('3');
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expectPage(page, 'Carrello');
  await action(page, 'Avanti').click();
  await expectPage(page, 'Riepilogo');
  await action(page, 'Avanti').click();
  await expectPage(page, 'Pagamento');
  await page.getByRole('radio', { name: 'In fattura' }).check();
  await page.getByRole('button', { name: /^Acquista.*45,75/ }).click();
  await expectPage(page, 'Ordine ricevuto');
  await action(page, 'Traccia ordine').click();
  await expectOrder(page, 'In lavorazione');
}

async function fulfilOrder(page: Page): Promise<void> {
  await page.goto('/provider');
  await page.getByRole('main').getByRole('link', { name: /ORD-/ }).first().click();
  await page.getByRole('button', { name: 'Segna come eseguito' }).click();
  await expectOrder(page, 'Completato');
}
