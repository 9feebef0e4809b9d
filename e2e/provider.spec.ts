import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, openInNavigation, signIn, test } from './demo.ts';

test.use({ walk: 'provider' });

const NEW_PASSWORD = 'tre tazzine sul bancone';
const MAIL_COMES = { timeout: 30_000 };

/** The page of an order of some customer, from the provider's list. */
async function openOrder(page: Page, content: string): Promise<void> {
  await openInNavigation(page, 'Ordini dei clienti');
  await page.getByRole('row').filter({ hasText: content }).getByRole('link', { name: /ORD-/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: /Ordine ORD-/ })).toBeVisible();
}

const orderStatus = (page: Page) => page.getByRole('heading', { level: 1 }).locator('..');

test('S11 A16 A25 the provider sees customers, their orders with steps, the outbox and the price list', async ({
  page,
}) => {
  await signIn(page, 'fornitore');
  await page.goto('/provider');
  await expectAccessible(page);

  await openInNavigation(page, 'Clienti');
  await expect(page.getByRole('main').getByRole('link', { name: 'Studio Legale Conti e Associati' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'Rossi Arredamenti S.r.l.' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Rossi Arredamenti S.r.l.' })).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'Abbonamenti' }).getByRole('row').filter({ hasText: 'Exchange Online (Plan 1)' }),
  ).toContainText(/5.*Si rinnova.*Attivo/s);
  await expectAccessible(page);
  await page
    .getByRole('table', { name: 'Ordini' })
    .getByRole('row')
    .filter({ hasText: 'Exchange Online (Plan 1)' })
    .getByRole('link', { name: /ORD-/ })
    .click();
  const steps = page.getByRole('list', { name: 'A che punto è' });
  for (const step of ['Pagamento', "Invio dell'ordine a Microsoft", 'Attivazione delle licenze', 'Verifica finale']) {
    await expect(steps.getByRole('listitem').filter({ hasText: step })).toContainText('Completato');
  }
  await expect(page.getByRole('table', { name: 'Tentativi e identificativi' })).toContainText(
    'Riferimento del fornitore',
  );
  await expectAccessible(page);

  await openInNavigation(page, 'Posta in uscita');
  await expectAccessible(page);
  await page
    .getByRole('main')
    .getByRole('link', { name: /pronto: Exchange Online \(Plan 1\)/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /Exchange Online \(Plan 1\)/ })).toBeVisible();
  await expectAccessible(page);
});

test('A16 A22 what waits for the provider is approved, or done by hand, and then completes', async ({ page }) => {
  await signIn(page, 'fornitore');
  await openOrder(page, 'Studio Legale Conti e Associati');
  await expect(orderStatus(page)).toContainText('In attesa di approvazione');
  await page.getByRole('button', { name: "Approva l'ordine" }).click();
  await expect(orderStatus(page)).toContainText('Completato', { timeout: 60_000 });

  await openOrder(page, 'Backup di Microsoft 365');
  await expect(page.getByText('Conservazione', { exact: true })).toBeVisible();
  await expect(page.getByText('3 anni', { exact: true })).toBeVisible();
  await page.getByLabel('Riferimento del fornitore del servizio').fill('PRATICA-17 <b>urgente</b> 🚀');
  await page.getByRole('button', { name: 'Segna come eseguito' }).click();
  await expect(orderStatus(page)).toContainText('Completato', { timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('PRATICA-17 <b>urgente</b> 🚀');
});

test('A25 an order that Microsoft refuses tells the customer what to do, and the provider the code', async ({
  page,
}) => {
  const COMPANY = `Prova (rischio) <b>&amp; figli</b> 🚀`;
  await signIn(page, 'admin');
  await page.goto('/marketplace?q=office+365+e1');
  await page.getByRole('main').getByRole('link', { name: 'Office 365 E1', exact: true }).click();
  await page.getByRole('radio', { name: /impegno mensile/i }).check();
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Carrello' })).toBeVisible();
  await page.goto('/checkout/microsoft-account');
  await page.getByRole('radio', { name: /Crea nuovo account cliente finale Microsoft CSP/ }).check();
  await page.getByLabel(/nome di dominio Microsoft/i).fill('controllo-rischi');
  await page.getByRole('main').getByRole('button', { name: 'Avanti' }).click();
  await page.getByLabel('Ragione sociale').fill(COMPANY);
  await page.getByLabel('Telefono').first().fill('+39 011 555 0142');
  await page.getByRole('checkbox', { name: /Dichiaro di accettare il Contratto del cliente Microsoft/ }).check();
  await page.getByRole('main').getByRole('button', { name: 'Avanti' }).click();
  await page.getByRole('radio', { name: /Sul conto/ }).check();
  await page.getByRole('main').getByRole('button', { name: 'Avanti' }).click();
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await page.getByRole('link', { name: 'Traccia ordine' }).click();
  await expect(orderStatus(page)).toContainText('Non riuscito', { timeout: 60_000 });
  await expect(page.getByRole('main')).toContainText('non è stato addebitato nulla');
  await expect(page.getByRole('main')).toContainText(
    "Microsoft non ha accettato l'ordine dopo un controllo di sicurezza",
  );
  await expect(page.getByRole('main')).not.toContainText('800069');
  await expectAccessible(page);
  const number = /ORD-[0-9-]+/.exec((await page.getByRole('heading', { level: 1 }).textContent()) ?? '')?.[0] ?? '';

  await page.context().clearCookies();
  await signIn(page, 'fornitore');
  await page.goto('/provider');
  await page
    .getByRole('table', { name: /Ordini non riusciti/ })
    .getByRole('link', { name: number })
    .click();
  await expect(page.getByRole('main')).toContainText('800069');
  await expectAccessible(page);
  await openInNavigation(page, 'Posta in uscita');
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`${number}.*non`) })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(number) })).toBeVisible();
});

/** A sheet in Microsoft's form: one row that can be read, one that cannot. */
const SHEET = [
  'ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment',
  'Prova,CFQ7TTC0LH99,1,Prova del listino,P1Y,Annual,IT,EUR,80,2026-11-01T00:00:00.0000000Z,9999-11-30T00:00:00.0000000Z,License,100,Commercial',
  'Prova,CFQ7TTC0LH99,2,Prova 2,P1Y,Annual,IT,EUR,ottanta,2026-11-01T00:00:00.0000000Z,9999-11-30T00:00:00.0000000Z,License,100,Commercial',
].join('\r\n');

async function importSheet(page: Page, { isDryRun }: { isDryRun: boolean }): Promise<void> {
  await page
    .getByLabel('File del listino')
    .setInputFiles({ name: 'prova.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET) });
  await page.getByRole('checkbox', { name: 'Prova senza importare' }).setChecked(isDryRun);
  await page.getByRole('button', { name: 'Importa il listino' }).click();
}

test('A16 a price sheet is tried, imported, and the same again changes nothing; a broken row is told with its line', async ({
  page,
}) => {
  await signIn(page, 'fornitore');
  await openInNavigation(page, 'Listino');
  const history = page.getByRole('table').last();
  await expect(history).toContainText('.csv');
  await expectAccessible(page);

  await importSheet(page, { isDryRun: true });
  await expect(page.getByText(/^Prova: cambierebbe 1 prezzo/)).toBeVisible();
  await page.getByText('Mostra 1 riga scartata').first().click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Riga 3:' }).first()).toContainText('ottanta');
  await expect(history).not.toContainText('prova.csv');
  await expectAccessible(page);

  await importSheet(page, { isDryRun: false });
  await expect(page.getByText('1 prezzo importato')).toBeVisible();
  await expect(history).toContainText('prova.csv');
  await importSheet(page, { isDryRun: false });
  await expect(page.getByText('Nessun prezzo è cambiato')).toBeVisible();

  await page.context().clearCookies();
  await signIn(page, 'admin');
  await page.goto('/marketplace?q=prova+del+listino');
  await expect(page.getByRole('main').getByRole('link', { name: 'Prova', exact: true })).toBeVisible();
});

test('S1 the provider opens a customer, whose first administrator signs in by the mail and finds it empty', async ({
  page,
}) => {
  await signIn(page, 'fornitore');
  await openInNavigation(page, 'Clienti');
  await page.getByRole('main').getByRole('link', { name: 'Apri un nuovo cliente' }).click();
  await expectAccessible(page);
  await page.getByLabel('Ragione sociale').fill('Caffè “Vecchia Torino” & C. <i> ☕');
  await page.getByLabel('Partita IVA').fill('12345678901');
  await page.getByLabel('Nome', { exact: true }).fill('Zoë');
  await page.getByLabel('Cognome').fill("Dell'Acqua");
  await page.getByLabel('E-mail', { exact: true }).fill('zoe@vecchiatorino.example');
  await page.getByRole('button', { name: 'Apri il cliente' }).click();
  // The eleventh digit checks the others: the fault is told with the field's name, and all that was typed stays.
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^Partita IVA: / })
    .click();
  await expect(page.getByLabel('Partita IVA')).toBeFocused();
  await expect(page.getByLabel('Cognome')).toHaveValue("Dell'Acqua");
  await expectAccessible(page);
  await page.getByLabel('Partita IVA').fill('12345678903');
  await page.getByRole('button', { name: 'Apri il cliente' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Caffè “Vecchia Torino” & C. <i> ☕' })).toBeVisible();
  await expectAccessible(page);

  await openInNavigation(page, 'Posta in uscita');
  await page
    .getByRole('row')
    .filter({ hasText: 'zoe@vecchiatorino.example' })
    .getByRole('link')
    .first()
    .click(MAIL_COMES);
  const mail = await page
    .getByText(/activate\?token=/)
    .first()
    .textContent();
  await page.context().clearCookies();
  await page.goto(/\/activate\?token=\S+/.exec(mail ?? '')?.[0] ?? 'no link in the mail');
  await page.getByLabel('Nuova password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel('Ripeti la nuova password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Attiva e accedi' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pannello di controllo' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Niente da decidere ora.');
  await expect(page.getByRole('main')).toContainText('Nessun addebito previsto.');
  await expectAccessible(page);
});
