import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import type { Company, Purchase } from './company.ts';
import { expect, test } from './fixtures.ts';
import { expectOrder, expectPage, openInNavigation, openSubscription, orderStatus, text } from './pages.ts';

const EXCHANGE = 'Exchange Online (Plan 1)';
/** Of the demo's first customer, bought 20 days ago: its windows are closed. */
const OLD = 'Microsoft 365 Business Standard';
const ANNUAL: Purchase = { seatCount: 3, termDuration: 'P1Y', billingCycle: 'annual' };

/** The page of a subscription that the company has just bought. */
async function openBought(page: Page, company: Company): Promise<void> {
  await company.buy(EXCHANGE, ANNUAL);
  await company.signIn(page);
  await openSubscription(page, EXCHANGE);
}

/** The preview of another number of licences. */
async function previewSeats(page: Page, seatCount: number): Promise<void> {
  await page.getByRole('button', { name: 'Modifica limiti risorse' }).click();
  await page.getByRole('textbox', { name: 'Nuovo numero di licenze' }).fill(String(seatCount));
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Quanto costa' })).toBeVisible();
}

test('S6 S76 S77 S78 S84 S91 a subscription is reached by Account, Abbonamenti and its name', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await openInNavigation(page, 'Account');
  await expectPage(page, 'Account');
  await openInNavigation(page, 'Abbonamenti');
  await expectPage(page, 'Abbonamenti');
  const names = page.getByRole('main').getByRole('link', { name: OLD, exact: true });
  await expect(names).toHaveCount(1);
  await names.click();
  await expectPage(page, OLD);
  await expectAccessible(page);
});

test('S9 the inventory of licences holds each subscription with its licences and its end', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await openInNavigation(page, 'Abbonamenti');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await expect(row(OLD)).toContainText('15');
  await expect(row(OLD)).toContainText('Attivo');
  await expect(row('Power BI Premium Per User')).toContainText('3');
  await expect(row('Exchange Online (Plan 1)')).toContainText('5');
});

test('S11 S79 S80 S81 licences are added after an exact preview, and Microsoft has them', async ({ page, company }) => {
  await openBought(page, company);
  await expect(page.getByRole('main')).toContainText('3 licenze');
  await previewSeats(page, 5);
  await expect(page.getByRole('heading', { name: 'Che cosa diventa definitivo' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'In fattura' }).check();
  await page.getByRole('button', { name: /^Conferma: aggiungi 2 licenze e paga/ }).click();
  await expectOrder(page, 'Completato');
  await openSubscription(page, EXCHANGE);
  await expect(page.getByRole('main')).toContainText('5 licenze');
});

test('S80 A17 licences are given back within seven days, with their refund', async ({ page, company }) => {
  await openBought(page, company);
  await previewSeats(page, 2);
  await page.getByRole('button', { name: /^Conferma: .*1 licenza/ }).click();
  await expectOrder(page, 'Completato');
  await openSubscription(page, EXCHANGE);
  await expect(page.getByRole('main')).toContainText('2 licenze');
});

test('A17 after seven days the page says that licences can only be added', async ({ page, signInAs }) => {
  await signInAs('admin');
  await openSubscription(page, 'Power BI Premium Per User');
  await page.getByRole('button', { name: 'Modifica limiti risorse' }).click();
  await page.getByRole('textbox', { name: 'Nuovo numero di licenze' }).fill('1');
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('Non puoi più ridurre le licenze: il termine per farlo è scaduto');
  await expect(page.getByRole('button', { name: /^Conferma/ })).toHaveCount(0);
});

test('wrong numbers of licences are refused beside the field, stay typed and have no preview', async ({
  page,
  company,
}) => {
  await openBought(page, company);
  for (const typed of ['0', '1,5', '1000000000']) {
    await openSubscription(page, EXCHANGE);
    await page.getByRole('button', { name: 'Modifica limiti risorse' }).click();
    const seats = page.getByRole('textbox', { name: 'Nuovo numero di licenze' });
    await expect(seats).not.toHaveAttribute('aria-invalid', 'true');
    await seats.fill(typed);
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    await expect(seats, typed).toHaveAttribute('aria-invalid', 'true');
    await expect(seats).toHaveValue(typed);
    await expect(page.getByRole('button', { name: /^Conferma/ })).toHaveCount(0);
  }
});

test('S82 A16 A22 an order waits visibly until the provider has processed it', async ({
  page,
  otherPage,
  company,
  signInAs,
}) => {
  await openBought(page, company);
  await company.setApprovalAbove('1');
  await previewSeats(page, 5);
  await page.getByRole('button', { name: /^Conferma: aggiungi 2 licenze e paga/ }).click();
  await expectOrder(page, 'In attesa di approvazione');
  await expect(page.getByRole('main')).toContainText(text("Il fornitore deve approvare l'ordine"));

  await signInAs('fornitore', otherPage);
  await openInNavigation(otherPage, 'Ordini dei clienti');
  const row = otherPage.getByRole('row').filter({ hasText: company.name }).filter({ hasText: 'In attesa' });
  await row.getByRole('link', { name: /ORD-/ }).click();
  await expect(orderStatus(otherPage, 'In attesa di approvazione')).toBeVisible();
  await otherPage.getByRole('button', { name: text("Approva l'ordine") }).click();
  await expectOrder(otherPage, 'Completato');
  await page.reload();
  await expectOrder(page, 'Completato');
});

test('S83 a subscription renews automatically unless somebody decides otherwise', async ({ page, company }) => {
  await openBought(page, company);
  await expect(page.getByRole('main')).toContainText('Si rinnova automaticamente');
  await expect(page.getByRole('button', { name: 'Disattiva rinnovo automatico' })).toBeVisible();
});

test('S85 S86 S87 A18 with automatic renewal off the page says when the subscription ends', async ({
  page,
  company,
}) => {
  await openBought(page, company);
  await expect(page.getByRole('main')).not.toContainText('ora disattivato');
  await page.getByRole('button', { name: 'Disattiva rinnovo automatico' }).click();
  await expect(page.getByRole('main')).toContainText('Al produttore viene chiesto di terminare');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Conferma: disattiva il rinnovo automatico/ }).click();
  await expectOrder(page, 'Completato');
  await openSubscription(page, EXCHANGE);
  await expect(page.getByRole('main')).toContainText('ora disattivato');
  await expect(page.getByRole('main')).toContainText('Scadrà dopo il periodo di abbonamento corrente');
});

test('A19 automatic renewal that is off is turned on again', async ({ page, company }) => {
  await openBought(page, company);
  const subscriptionId = page.url().split('/').at(-1);
  await company.orderAndWait('subscriptions.quoteRenewalChoice', { subscriptionId, outcome: 'ends' });
  await page.reload();
  await expect(page.getByRole('main')).toContainText('ora disattivato');
  await page.getByRole('button', { name: 'Attiva rinnovo automatico' }).click();
  await page.getByRole('button', { name: /^Conferma: attiva il rinnovo automatico/ }).click();
  await expectOrder(page, 'Completato');
  await openSubscription(page, EXCHANGE);
  await expect(page.getByRole('main')).toContainText('Si rinnova automaticamente');
  await expect(page.getByRole('main')).not.toContainText('ora disattivato');
});

test('S88 S92 a subscription is cancelled within seven days, with its refund', async ({ page, company }) => {
  await openBought(page, company);
  await page.getByRole('button', { name: text("Annullare l'abbonamento") }).click();
  await expect(page.getByRole('heading', { name: 'Quanto costa' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Conferma: annulla l['’]abbonamento, rimborso/ }).click();
  await expectOrder(page, 'Completato');
  await openInNavigation(page, 'Abbonamenti');
  await expect(page.getByRole('row').filter({ hasText: EXCHANGE })).toContainText('Annullato');
});

test('S89 S90 A20 after seven days the page explains that the whole term is charged, and offers its end', async ({
  page,
  signInAs,
}) => {
  await signInAs('admin');
  await openSubscription(page, OLD);
  await page.getByRole('button', { name: text("Annullare l'abbonamento") }).click();
  await expect(page.getByRole('main')).toContainText('Il termine per annullare è scaduto');
  await expect(page.getByRole('main')).toContainText('intero periodo di abbonamento viene addebitato');
  await expect(page.getByRole('main')).toContainText(text("Puoi far terminare l'abbonamento alla scadenza"));
  await expect(page.getByRole('button', { name: 'Disattiva rinnovo automatico' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Conferma: annulla/ })).toHaveCount(0);
  await expectAccessible(page);
});

test('another account’s subscription is a page that does not exist', async ({ page, otherPage, signInAs }) => {
  await signInAs('admin');
  await openSubscription(page, OLD);
  const address = new URL(page.url()).pathname;
  await signInAs('elena.conti', otherPage);
  for (const below of ['', '/seats', '/renewal', '/cancel']) {
    const answer = await otherPage.goto(`${address}${below}`);
    expect(answer?.status(), below).toBe(404);
  }
});
