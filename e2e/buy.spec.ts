import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, openInNavigation, signIn, test } from './demo.ts';

test.use({ walk: 'buy' });

/** Finds a product by its name, chooses a way to pay and a number of licences, and puts it into the cart. */
async function addToCart(
  page: Page,
  search: string,
  product: string,
  option: RegExp,
  seatCount: number,
): Promise<void> {
  await openInNavigation(page, 'Marketplace');
  await page.getByRole('main').getByRole('searchbox').fill(search);
  await page.getByRole('main').getByRole('button', { name: 'Cerca' }).click();
  await expect(page).toHaveURL(/[?&]q=/);
  await page.getByRole('main').getByRole('link', { name: product, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: product })).toBeVisible();
  await page.getByRole('radio', { name: option }).check();
  await page.getByRole('textbox', { name: 'Numero di licenze' }).fill(String(seatCount));
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Carrello' })).toBeVisible();
}

const next = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('button', { name: 'Avanti' })
    .or(page.getByRole('main').getByRole('link', { name: 'Avanti' }))
    .click();

test('S3 S4 S6 S7 S8 S12 S50 S51 S52 S53 S54 S55 S56 S57 S58 S59 S60 S61 S62 S63 S64 S67 S68 S69 S70 S71 S72 S73 S74 A1 A10 A13 A14 A15 buys Microsoft 365 with a new Microsoft account, follows the order and starts to use the service', async ({
  page,
  demo,
}) => {
  await signIn(page, 'admin');
  await openInNavigation(page, 'Marketplace');
  await expect(page.getByRole('heading', { name: 'Tutti i servizi' })).toBeVisible();
  await expectAccessible(page);

  // Typing errors are forgiven.
  await page.getByRole('main').getByRole('searchbox').fill('busines premum');
  await page.getByRole('main').getByRole('button', { name: 'Cerca' }).click();
  await page.getByRole('link', { name: 'Microsoft 365 Business Premium', exact: true }).click();
  await expect(
    page.getByRole('radio', { name: /fatturazione annuale.*periodo di abbonamento annuale/i }),
  ).toBeVisible();
  await expect(page.getByRole('radio', { name: /fatturazione mensile.*impegno mensile/i })).toBeVisible();
  await page.getByRole('radio', { name: /fatturazione mensile.*impegno di 1 anno/i }).check();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Numero di licenze' }).fill('5');
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Carrello' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Carrello, 1 articolo' })).toBeVisible();
  await expectAccessible(page);
  await next(page);

  await page.getByRole('radio', { name: /Crea nuovo account cliente finale Microsoft CSP/ }).check();
  await page.getByLabel(/nome di dominio Microsoft \(detto anche nome del tenant\)/i).fill('preso-da-altri');
  await page.getByRole('button', { name: 'Verifica la disponibilità' }).click();
  await expect(page.getByRole('main')).toContainText(/già|occupat|in uso|pres[oa]/);
  await page.getByLabel(/nome di dominio Microsoft/i).fill('passeggiata');
  await page.getByRole('combobox', { name: /qualifiche speciali/i }).selectOption({ label: 'Nessuna' });
  await expectAccessible(page);
  await next(page);

  await page.getByLabel('Telefono', { exact: false }).first().fill('+39 011 555 0142');
  await page.getByRole('checkbox', { name: /Dichiaro di accettare il Contratto del cliente Microsoft/ }).check();
  await expectAccessible(page);
  await next(page);

  await expect(page).toHaveURL(/checkout\/payment/);
  await page.getByRole('radio', { name: /Sul conto/ }).check();
  await expectAccessible(page);
  await next(page);

  await expect(page.getByRole('heading', { level: 1, name: 'Riepilogo' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Che cosa diventa definitivo' })).toBeVisible();
  await expect(page.getByText('IVA').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await page.getByRole('link', { name: 'Traccia ordine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Ordine ORD-/ })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Completato', { timeout: 60_000 });

  await page.goto('/');
  const navigation = page.getByRole('navigation').first();
  await expect(navigation.getByRole('link', { name: 'Microsoft 365 Business Premium' })).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('article')
    .getByRole('link', { name: 'Microsoft 365 Business Premium' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Microsoft 365 Business Premium' })).toBeVisible();
  await expectAccessible(page);

  // The mail that says so is in the outbox of the provider, and the notification in the panel.
  await page.goto('/notifications');
  await expect(page.getByRole('main')).toContainText('Il servizio è pronto');
  await expectAccessible(page);
  const provider = await page.context().browser()?.newContext({ baseURL: demo.url, locale: 'it-IT' });
  if (provider === undefined) throw new Error('no browser');
  const outbox = await provider.newPage();
  await signIn(outbox, 'fornitore');
  await outbox.goto('/provider/outbox');
  await expect(outbox.getByRole('main')).toContainText(/Servizio pronto: Microsoft 365 Business Premium/);
  await provider.close();
});

test('S65 S66 S75 A11 A12 an existing Microsoft account is named once, in any of its forms, and the cart survives signing out', async ({
  page,
}) => {
  await signIn(page, 'admin');
  await addToCart(page, 'exchange online plan 1', 'Exchange Online (Plan 1)', /impegno mensile/i, 2);
  await page.getByRole('button', { name: /Menu personale/ }).click();
  await page.getByRole('button', { name: 'Esci' }).click();
  await signIn(page, 'admin');
  await page.getByRole('link', { name: 'Carrello, 1 articolo' }).click();
  await next(page);
  await page.getByRole('radio', { name: /Usa un account cliente finale Microsoft CSP esistente/ }).check();
  await page.getByLabel(/nome del sottodominio \(detto anche nome del tenant\)/i).fill('contoso');
  await expectAccessible(page);
  await next(page);
  await expect(page).toHaveURL(/checkout\/(payment|details)/);
});

test('a double click and a second tab order once', async ({ page, context }) => {
  await signIn(page, 'admin');
  await page.goto('/account/orders');
  await addToCart(page, 'office 365 e1', 'Office 365 E1', /impegno mensile/i, 1);
  await next(page);
  await page
    .getByRole('radio', { name: /Account già collegato/ })
    .first()
    .check();
  await next(page);
  await expect(page).toHaveURL(/checkout\/payment/);
  await page.getByRole('radio', { name: /Sul conto/ }).check();
  await next(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Riepilogo' })).toBeVisible();
  const second = await context.newPage();
  await second.goto(page.url());
  await Promise.all([
    page.getByRole('button', { name: /^Acquista/ }).dblclick(),
    second.getByRole('button', { name: /^Acquista/ }).click(),
  ]);
  await expect(page.getByRole('link', { name: 'Traccia ordine' })).toBeVisible();
  await expect(second.getByRole('link', { name: 'Traccia ordine' })).toBeVisible();
  const [first, other] = await Promise.all(
    [page, second].map((tab) => tab.getByRole('link', { name: 'Traccia ordine' }).getAttribute('href')),
  );
  expect(other).toBe(first);
});

test('S75 A11 a service of the provider’s own asks its own questions, and the answers can be changed in the cart', async ({
  page,
}) => {
  await signIn(page, 'admin');
  await page.goto('/marketplace?q=assistenza+gestita');
  await page.getByRole('main').getByRole('link', { name: 'Assistenza gestita', exact: true }).click();
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  const email = page.getByLabel(/e-mail/i);
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
  await email.fill('it@rossiarredamenti.example');
  const choices = page.getByRole('main').getByRole('combobox', { name: /Fascia oraria/ });
  await choices.selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Carrello' })).toBeVisible();
  await expect(email).toHaveValue('it@rossiarredamenti.example');
  await email.fill('turno@rossiarredamenti.example');
  await page.getByRole('button', { name: 'Aggiorna Assistenza gestita' }).click();
  await page.reload();
  await expect(email).toHaveValue('turno@rossiarredamenti.example');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Rimuovi Assistenza gestita' }).click();
  await expect(page.getByText('Il carrello è vuoto')).toBeVisible();
});

test('S75 A11 what Microsoft wants agreed is asked before the cart, and again when it is taken back', async ({
  page,
}) => {
  await signIn(page, 'admin');
  await page.goto('/marketplace?q=windows+hybrid+benefit');
  await page
    .getByRole('main')
    .getByRole('link', { name: /Windows Hybrid Benefit/ })
    .first()
    .click();
  const declaration = page.getByRole('checkbox', { name: /copia valida di Windows 10 o 11 Pro/ });
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expect(declaration).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
  await declaration.check();
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Carrello' })).toBeVisible();
  await expect(declaration).toBeChecked();
  await expectAccessible(page);
  await declaration.uncheck();
  await page.getByRole('button', { name: /^Aggiorna Windows 365/ }).click();
  await expect(declaration).toHaveAttribute('aria-invalid', 'true');
  await page.reload();
  await expect(declaration).toBeChecked();
  await page.getByRole('button', { name: /^Rimuovi Windows 365/ }).click();
  await expect(page.getByText('Il carrello è vuoto')).toBeVisible();
});

test('the back button after an order buys nothing again', async ({ page }) => {
  await signIn(page, 'admin');
  await addToCart(page, 'exchange online plan 2', 'Exchange Online (Plan 2)', /impegno mensile/i, 1);
  await next(page);
  await page
    .getByRole('radio', { name: /Account già collegato/ })
    .first()
    .check();
  await next(page);
  await page.getByRole('radio', { name: /Sul conto/ }).check();
  await next(page);
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await expect(page.getByRole('link', { name: 'Traccia ordine' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: /^Acquista/ })).toHaveCount(0);
  await page.goto('/account/orders');
  await expect(page.getByRole('row').filter({ hasText: 'Exchange Online (Plan 2)' })).toHaveCount(1);
});

test('wrong numbers of licences are refused beside the field and stay typed', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/marketplace?q=business+premium');
  await page.getByRole('main').getByRole('link', { name: 'Microsoft 365 Business Premium', exact: true }).click();
  for (const typed of ['0', '-1', '1,5', '1000000000', '301']) {
    await page.getByRole('textbox', { name: 'Numero di licenze' }).fill(typed);
    await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
    await expect(page.getByRole('textbox', { name: 'Numero di licenze' })).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('textbox', { name: 'Numero di licenze' })).toHaveValue(typed);
  }
  await expect(page).not.toHaveURL(/cart/);
});
