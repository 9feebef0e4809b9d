import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { action, expectOrder, expectPage, openInNavigation, orderStatus, signIn, text } from './pages.ts';

const NEW_PASSWORD = 'tre tazzine sul bancone';
const EXCHANGE = 'Exchange Online (Plan 1)';

test('the first page of the provider is accessible and lists what waits', async ({ page, signInAs }) => {
  await signInAs('fornitore');
  await page.goto('/provider');
  await expect(page.getByRole('main')).toContainText('Backup di Microsoft 365');
  await expectAccessible(page);
});

test('the provider sees every customer, with subscriptions and orders', async ({ page, signInAs }) => {
  await signInAs('fornitore');
  await openInNavigation(page, 'Clienti');
  await expectAccessible(page);
  // Other tests make companies too: the list has pages.
  for (const name of ['Studio Legale Conti e Associati', 'Rossi Arredamenti S.r.l.']) {
    await page.getByRole('main').getByRole('searchbox').fill(name);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main').getByRole('link', { name })).toBeVisible();
  }
  await page.getByRole('main').getByRole('link', { name: 'Rossi Arredamenti S.r.l.' }).click();
  await expectPage(page, 'Rossi Arredamenti S.r.l.');
  await expect(
    page.getByRole('table', { name: 'Abbonamenti' }).getByRole('row').filter({ hasText: EXCHANGE }),
  ).toContainText(/5.*Si rinnova.*Attivo/s);
  await expect(page.getByRole('table', { name: 'Ordini' }).getByRole('row').filter({ hasText: EXCHANGE })).toHaveCount(
    1,
  );
  await expectAccessible(page);
});

test('S11 the provider sees each step of an order with the ids of Partner Center', async ({
  page,
  company,
  signInAs,
}) => {
  await company.buy(EXCHANGE, { seatCount: 1, termDuration: 'P1M', billingCycle: 'monthly' });
  await signInAs('fornitore');
  await openInNavigation(page, 'Ordini dei clienti');
  const row = page.getByRole('row').filter({ hasText: company.name });
  await row.getByRole('link', { name: /ORD-/ }).click();
  await expectPage(page, /Ordine ORD-/);
  const steps = page.getByRole('list', { name: 'Avanzamento' });
  for (const step of [
    'Pagamento',
    text("Invio dell'ordine a Microsoft"),
    'Attivazione delle licenze',
    'Verifica finale',
  ]) {
    await expect(steps.getByRole('listitem').filter({ hasText: step })).toContainText('Completato');
  }
  await expect(page.getByRole('table', { name: 'Tentativi e ID' })).toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  await expectAccessible(page);
});

test('S35 the outbox shows the invitation of a new administrator, whose link is good for 48 hours', async ({
  page,
  company,
  signInAs,
}) => {
  await signInAs('fornitore');
  await openInNavigation(page, 'Posta in uscita');
  await expectAccessible(page);
  await page.getByRole('row').filter({ hasText: company.login }).getByRole('link').first().click();
  await expectPage(page, /attiva il tuo accesso/);
  await expect(page.getByText(/\/activate\?token=/).first()).toBeVisible();
  await expect(page.getByText(/valido per 48 ore/).first()).toBeVisible();
  await expectAccessible(page);
});

test('A16 a service that is delivered by hand waits for the provider, and completes with their reference', async ({
  page,
  company,
  signInAs,
}) => {
  const orderId = await company.orderManualService({ seatCount: 4, answers: { retention: '3 anni' } });
  await signInAs('fornitore');
  await page.goto(`/provider/orders/${orderId}`);
  await expectPage(page, /Ordine ORD-/);
  await expect(orderStatus(page, 'Completato')).toHaveCount(0);
  await expect(page.getByText('Conservazione', { exact: true })).toBeVisible();
  await expect(page.getByText('3 anni', { exact: true })).toBeVisible();
  await page.getByLabel('Riferimento del produttore').fill('PRATICA-17 <b>urgente</b> 🚀');
  await page.getByRole('button', { name: 'Segna come eseguito' }).click();
  await expectOrder(page, 'Completato');
  await expect(page.getByRole('main')).toContainText('PRATICA-17 <b>urgente</b> 🚀');
});

test('A22 an order that the provider declines is not charged', async ({ page, company, signInAs }) => {
  await company.setApprovalAbove('1');
  const orderId = await company.orderManualService({ seatCount: 4, answers: { retention: '3 anni' } });
  await signInAs('fornitore');
  await page.goto(`/provider/orders/${orderId}`);
  await expectOrder(page, 'In attesa di approvazione');
  await page.getByRole('button', { name: text("Rifiuta l'ordine") }).click();
  await expectOrder(page, 'Annullato');
  await company.signIn(page);
  await page.goto(`/account/orders/${orderId}`);
  await expectOrder(page, 'Annullato');
  await expect(page.getByRole('main')).toContainText(text("Il fornitore non ha approvato l'ordine"));
});

test.describe('A25 an order that Microsoft refuses', () => {
  test('shows the customer that nothing was charged, without a code', async ({ page, company }) => {
    const orderId = await company.orderRefusedByMicrosoft();
    await company.signIn(page);
    await page.goto(`/account/orders/${orderId}`);
    await expectOrder(page, 'Non riuscito');
    await expect(page.getByRole('main')).toContainText('non è stato addebitato nulla');
    await expect(page.getByRole('main')).toContainText(
      text("Microsoft non ha accettato l'ordine dopo un controllo di sicurezza"),
    );
    await expect(page.getByRole('main')).not.toContainText('800069');
    await expectAccessible(page);
  });

  test('is on the first page of the provider, with the code of Microsoft', async ({ page, company, signInAs }) => {
    await company.orderRefusedByMicrosoft();
    await signInAs('fornitore');
    await page.goto('/provider');
    const row = page.getByRole('table', { name: /Ordini non riusciti/ }).getByRole('row');
    await row.filter({ hasText: company.name }).getByRole('link', { name: /ORD-/ }).click();
    await expectOrder(page, 'Non riuscito');
    await expect(page.getByRole('main')).toContainText('800069');
    await expectAccessible(page);
  });

  test('is reported in a mail', async ({ page, company, signInAs }) => {
    await company.orderRefusedByMicrosoft();
    await signInAs('fornitore');
    await openInNavigation(page, 'Posta in uscita');
    const mail = page.getByRole('row').filter({ hasText: company.login }).filter({ hasText: 'non riuscito' });
    await mail.getByRole('link').first().click();
    await expectPage(page, /Ordine ORD-.* non riuscito/);
  });
});

/** A sheet in Microsoft's form, with a product of one test alone: one row that can be read, one that cannot. */
function sheet(productId: string): string {
  const columns =
    'ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,' +
    'EffectiveEndDate,Tags,ERP Price,Segment';
  const row = (skuId: string, unitPrice: string) =>
    `Prova ${productId},${productId},${skuId},Prova ${productId},P1Y,Annual,IT,EUR,${unitPrice},` +
    '2022-01-10T00:00:00.0000000Z,9999-11-30T00:00:00.0000000Z,License,100,Commercial';
  return [columns, row('1', '80'), row('2', 'ottanta')].join('\r\n');
}

function newProductId(): string {
  return `CFQ7${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
}

/** Reads a sheet that is not the whole list: what it does not have stays on the shelf. */
async function readSheet(page: Page, productId: string): Promise<void> {
  const file = { name: `${productId}.csv`, mimeType: 'text/csv', buffer: Buffer.from(sheet(productId)) };
  await page.getByLabel('File del listino').setInputFiles(file);
  await page.getByRole('checkbox', { name: 'Il listino è completo' }).setChecked(false);
  await page.getByRole('button', { name: 'Leggi il listino' }).click();
  await expectPage(page, `Listino ${productId}.csv`);
}

test('a price sheet is read without a change, and a broken row is shown with its line', async ({ page, signInAs }) => {
  const productId = newProductId();
  await signInAs('fornitore');
  await openInNavigation(page, 'Listino');
  await expectAccessible(page);
  await readSheet(page, productId);
  await expect(page.getByText('È una bozza: i clienti vedono ancora i prezzi di prima')).toBeVisible();
  await page.getByText('Mostra 1 riga scartata').first().click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Riga 3:' }).first()).toContainText('ottanta');
  await expect(page.getByRole('table').first()).toContainText(`Prova ${productId}`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Scarta la bozza' }).click();
  await expectPage(page, 'Listino prezzi');
  await expect(page.getByRole('row').filter({ hasText: `${productId}.csv` })).toContainText('Scartato');
});

test('a price sheet is published and sold, changes nothing the second time, and is rolled back', async ({
  page,
  otherPage,
  signInAs,
}) => {
  const productId = newProductId();
  await signInAs('fornitore');
  await openInNavigation(page, 'Listino');
  await readSheet(page, productId);
  await page.getByRole('button', { name: 'Pubblica il listino' }).click();
  await expect(page.getByText('Pubblicato', { exact: true })).toBeVisible();
  const published = page.url();

  await signInAs('admin', otherPage);
  const sold = otherPage.getByRole('main').getByRole('link', { name: `Prova ${productId}`, exact: true });
  await otherPage.goto(`/marketplace?q=${productId}`);
  await expect(sold).toBeVisible();

  await openInNavigation(page, 'Listino');
  await readSheet(page, productId);
  await expect(page.getByText('Nessun prezzo cambia')).toBeVisible();
  await page.getByRole('button', { name: 'Scarta la bozza' }).click();
  await expectPage(page, 'Listino prezzi');

  await page.goto(published);
  await page.getByRole('button', { name: 'Annulla l’importazione' }).click();
  await expect(page.getByText('Annullato', { exact: true })).toBeVisible();
  await otherPage.goto(`/marketplace?q=${productId}`);
  await expect(sold).toBeHidden();
});

test('the provider opens a customer; a wrong tax number is refused beside its field, and the rest stays typed', async ({
  page,
  signInAs,
}) => {
  const unique = crypto.randomUUID().slice(0, 8);
  const name = `Caffè “Vecchia Torino” & C. <i> ☕ ${unique}`;
  await signInAs('fornitore');
  await openInNavigation(page, 'Clienti');
  await action(page, 'Nuovo cliente').click();
  await page.getByLabel('Ragione sociale').fill(name);
  await page.getByLabel('Partita IVA').fill('12345678901');
  await page.getByLabel('Nome', { exact: true }).fill('Zoë');
  await page.getByLabel('Cognome').fill("Dell'Acqua");
  await page.getByLabel('E-mail', { exact: true }).fill(`zoe@${unique}.example`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Crea cliente' }).click();
  // The eleventh digit checks the others.
  const refusal = page.getByRole('alert').getByRole('link', { name: /^Partita IVA: / });
  await refusal.click();
  await expect(page.getByLabel('Partita IVA')).toBeFocused();
  await expect(page.getByLabel('Cognome')).toHaveValue("Dell'Acqua");
  await expectAccessible(page);
  await page.getByLabel('Partita IVA').fill('12345678903');
  await page.getByRole('button', { name: 'Crea cliente' }).click();
  await expectPage(page, name);
});

test('the first administrator of a new customer signs in by the mail and finds an empty panel', async ({
  page,
  provider,
}) => {
  const email = `zoe@${crypto.randomUUID().slice(0, 8)}.example`;
  await provider.call('users.createCustomer', {
    name: 'Caffè Nuovo',
    timeZone: 'Europe/Rome',
    administrator: { firstName: 'Zoë', lastName: "Dell'Acqua", email },
  });
  const { items } = await provider.call<{ items: { id: string }[] }>('provider.listMails', { search: email });
  const { textBody } = await provider.call<{ textBody: string }>('provider.openMail', { mailId: items[0]?.id });
  await page.goto(/\/activate\?token=\S+/.exec(textBody)?.[0] ?? 'no link in the mail');
  await page.getByLabel('Nuova password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel('Ripeti la nuova password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Attiva e accedi' }).click();
  await expectPage(page, 'Pannello di controllo');
  await expect(page.getByRole('main')).toContainText('Nessuna decisione in sospeso');
  await expect(page.getByRole('main')).toContainText('Nessun addebito previsto.');
  await expectAccessible(page);
});

test('a customer’s administrator has no page of the provider', async ({ page, company }) => {
  await company.signIn(page);
  for (const path of ['/provider', '/provider/customers', '/provider/outbox', '/provider/clock']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(403);
  }
});

test('signing in as the provider leads to the provider’s first page', async ({ page }) => {
  await signIn(page, 'fornitore');
  await openInNavigation(page, 'Clienti');
  await expectPage(page, 'Clienti');
});
