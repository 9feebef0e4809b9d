import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import type { Company, Purchase } from './company.ts';
import { expect, test } from './fixtures.ts';
import { action, expectOrder, expectPage, navigation, openInNavigation, signIn, text } from './pages.ts';

const EXCHANGE = 'Exchange Online (Plan 1)';
const PREMIUM = 'Microsoft 365 Business Premium';
const MONTHLY: Purchase = { seatCount: 2, termDuration: 'P1M', billingCycle: 'monthly' };
const NEW_ACCOUNT = /Crea nuovo account cliente finale Microsoft CSP/;
const EXISTING_ACCOUNT = /Usa un account cliente finale Microsoft CSP esistente/;

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('main').getByRole('searchbox').fill(text);
  await page.getByRole('main').getByRole('button', { name: 'Cerca' }).click();
  await expect(page).toHaveURL(/[?&]q=/);
}

/** Finds a user by the login in the list of those to whom a service can be assigned. */
async function chooseUser(page: Page, login: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Utente' }).fill(login);
  await page.getByRole('option', { name: login }).click();
}

async function openProduct(page: Page, name: string): Promise<void> {
  await openInNavigation(page, 'Marketplace');
  await search(page, name);
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
  await expectPage(page, name);
}

/** From the panel to the step of the Microsoft account, with a product in the cart. */
async function openMicrosoftStep(page: Page, company: Company): Promise<void> {
  await company.addToCart(EXCHANGE, MONTHLY);
  await company.signIn(page);
  await page.getByRole('link', { name: 'Carrello, 1 prodotto' }).click();
  await expectPage(page, 'Carrello');
  await action(page, 'Avanti').click();
  await expectPage(page, /^Account Microsoft/);
}

/** The summary, for a Microsoft account that the order will create. */
async function openSummary(page: Page, company: Company): Promise<void> {
  await company.addToCart(EXCHANGE, MONTHLY);
  await company.rest.call('purchasing.chooseTenant', { tenantId: await company.describeTenant() });
  await company.signIn(page);
  await page.goto('/checkout/summary');
  await expectPage(page, 'Riepilogo');
}

async function openPaymentStep(page: Page, company: Company): Promise<void> {
  await openSummary(page, company);
  await action(page, 'Avanti').click();
  await expectPage(page, 'Pagamento');
}

/** The numbered step of the purchase that a page is. */
const currentStep = (page: Page) =>
  page.getByRole('navigation', { name: text("Passaggi dell'acquisto") }).locator('[aria-current="step"]');

test('S12 S50 S52 the marketplace in the navigation shows all services', async ({ page, signInAs }) => {
  await signInAs('admin');
  await openInNavigation(page, 'Marketplace');
  await expectPage(page, /Marketplace|Mercato/);
  await expect(page.getByRole('heading', { name: 'Tutti i servizi' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Agent 365', exact: true })).toBeVisible();
  await expectAccessible(page);
});

test('S51 S53 the search finds products by their names and forgives typing errors', async ({ page, signInAs }) => {
  await signInAs('admin');
  await openInNavigation(page, 'Marketplace');
  await search(page, 'busines premum');
  await expect(page.getByRole('main').getByRole('link', { name: PREMIUM, exact: true })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Agent 365', exact: true })).toHaveCount(0);
});

test('S55 S56 S57 S58 A10 a product of Microsoft 365 has three options', async ({ page, signInAs }) => {
  await signInAs('admin');
  await openProduct(page, PREMIUM);
  const option = (name: RegExp) => page.getByRole('main').getByRole('radio', { name });
  await expect(option(/fatturazione annuale.*periodo di abbonamento annuale/i)).toHaveCount(1);
  await expect(option(/fatturazione mensile.*impegno mensile/i)).toHaveCount(1);
  await expect(option(/fatturazione mensile.*impegno di 1 anno/i)).toHaveCount(1);
  await expect(option(/fatturazione/i)).toHaveCount(3);
  await expectAccessible(page);
});

test('S7 S54 S59 S60 a product is put into the cart with its option and number of licences', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await openProduct(page, PREMIUM);
  await page.getByRole('radio', { name: /fatturazione mensile.*impegno di 1 anno/i }).check();
  await page.getByRole('textbox', { name: 'Numero di licenze' }).fill('5');
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expectPage(page, 'Carrello');
  await expect(page.getByRole('link', { name: 'Carrello, 1 prodotto' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: `Licenze di ${PREMIUM}` })).toHaveValue('5');
  await expect(page.getByRole('main')).toContainText(/impegno di 1 anno|1 anno, fatturazione mensile/i);
  await expectAccessible(page);
  await action(page, 'Avanti').click();
  await expectPage(page, /^Account Microsoft/);
});

test('wrong numbers of licences are refused beside the field and stay typed', async ({ page, company }) => {
  await company.signIn(page);
  await openProduct(page, PREMIUM);
  const seats = page.getByRole('textbox', { name: 'Numero di licenze' });
  await expect(seats).not.toHaveAttribute('aria-invalid', 'true');
  for (const typed of ['0', '-1', '1,5', '1000000000', '301']) {
    await openProduct(page, PREMIUM);
    await expect(seats).not.toHaveAttribute('aria-invalid', 'true');
    await seats.fill(typed);
    await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
    await expect(seats, typed).toHaveAttribute('aria-invalid', 'true');
    await expect(seats).toHaveValue(typed);
  }
});

test('the cart survives signing out', async ({ page, company }) => {
  await company.addToCart(EXCHANGE, MONTHLY);
  await company.signIn(page);
  await expect(page.getByRole('link', { name: 'Carrello, 1 prodotto' })).toBeVisible();
  await page.getByRole('button', { name: /Menu personale/ }).click();
  await page.getByRole('button', { name: 'Esci' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Nome di accesso').fill(company.login);
  await page.getByLabel('Password', { exact: true }).fill(company.password);
  await page.getByRole('button', { name: 'Accedi' }).click();
  await expect(page.getByRole('link', { name: 'Carrello, 1 prodotto' })).toBeVisible();
});

test('S61 S62 a taken Microsoft domain is refused, a free one leads on', async ({ page, company }) => {
  await openMicrosoftStep(page, company);
  await page.getByRole('radio', { name: NEW_ACCOUNT }).check();
  const domain = page.getByLabel(/nome di dominio Microsoft \(detto anche nome del tenant\)/i);
  await domain.fill('preso-da-altri');
  await page.getByRole('button', { name: 'Verifica la disponibilità' }).click();
  await expect(page.getByRole('main')).toContainText('Il dominio preso-da-altri.onmicrosoft.com è già in uso');
  await domain.fill(company.domain());
  await page.getByRole('button', { name: 'Verifica la disponibilità' }).click();
  await expect(page.getByRole('main')).toContainText(`${company.domain()}.onmicrosoft.com è disponibile`);
  await expectAccessible(page);
  await action(page, 'Avanti').click();
  await expectPage(page, 'Dati per Microsoft');
});

test('S63 A14 special qualifications are chosen with the new account, and Education asks for the institution', async ({
  page,
  company,
}) => {
  await openMicrosoftStep(page, company);
  await page.getByRole('radio', { name: NEW_ACCOUNT }).check();
  await page.getByLabel(/nome di dominio Microsoft/i).fill(company.domain());
  const qualification = page.getByRole('combobox', { name: /qualifiche speciali/i });
  await expect(page.getByLabel(text("Sito web dell'istituto"))).toBeHidden();
  await qualification.selectOption({ label: 'Istruzione' });
  await expect(page.getByLabel(text("Sito web dell'istituto"))).toBeVisible();
  await expectAccessible(page);
  await qualification.selectOption({ label: 'Nessuna' });
  await action(page, 'Avanti').click();
  await expectPage(page, 'Dati per Microsoft');
});

test('S64 A13 the new account asks for company, contact and who will accept the agreement', async ({
  page,
  company,
}) => {
  await openMicrosoftStep(page, company);
  await page.getByRole('radio', { name: NEW_ACCOUNT }).check();
  await page.getByLabel(/nome di dominio Microsoft/i).fill(company.domain());
  await action(page, 'Avanti').click();
  await expectPage(page, 'Dati per Microsoft');
  await expect(page.getByLabel('Ragione sociale')).toHaveValue(company.name);
  await page.getByLabel('Telefono').first().fill('+39 011 555 0142');
  const signatory = page.getByRole('region', { name: 'Contratto del cliente Microsoft' });
  const lastName = signatory.getByLabel('Cognome del firmatario');
  const email = signatory.getByLabel('E-mail del firmatario');
  await expect(lastName).toHaveValue('Costa');
  await lastName.fill('C.');
  await email.fill(`sara.costa@${company.domain()}.onmicrosoft.com`);
  await action(page, 'Avanti').click();
  await expect(signatory).toContainText('almeno due lettere');
  await lastName.fill('Costa');
  await action(page, 'Avanti').click();
  await expect(signatory).toContainText('riceve già posta');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
  await email.fill(company.login);
  await action(page, 'Avanti').click();
  await expectPage(page, 'Riepilogo');
});

test('S65 S66 A12 an existing Microsoft account is named once, proven by the provider, and then bought for', async ({
  page,
  otherPage,
  company,
  signInAs,
}) => {
  await openMicrosoftStep(page, company);
  for (const typed of ['contoso', 'contoso.onmicrosoft.com', 'Contoso.OnMicrosoft.com']) {
    await page.goto('/checkout/microsoft-account');
    await page.getByRole('radio', { name: EXISTING_ACCOUNT }).check();
    await page.getByLabel(/nome del sottodominio \(detto anche nome del tenant\)/i).fill(typed);
    await expectAccessible(page);
    await action(page, 'Avanti').click();
    await expectPage(page, 'contoso.onmicrosoft.com');
    await expect(page.getByRole('main')).toContainText('Da verificare');
  }
  await expectAccessible(page);

  await signInAs('fornitore', otherPage);
  await otherPage.goto('/provider/microsoft-accounts');
  await otherPage.getByRole('link', { name: company.name }).click();
  await expectPage(otherPage, `Account Microsoft di ${company.name}`);
  await expectAccessible(otherPage);
  await otherPage.getByRole('button', { name: 'Collega contoso.onmicrosoft.com' }).click();
  await expect(otherPage.getByRole('main')).toContainText('Collegato dal fornitore');

  await page.reload();
  await page.getByRole('link', { name: 'Continua l’acquisto' }).click();
  await page.getByRole('radio', { name: /Account già collegato: contoso/ }).check();
  await action(page, 'Avanti').click();
  await expectPage(page, /Riepilogo|Dati per Microsoft/);
});

test('an existing Microsoft account that nobody has is refused beside its field', async ({ page, company }) => {
  await openMicrosoftStep(page, company);
  await page.getByRole('radio', { name: EXISTING_ACCOUNT }).check();
  await page.getByLabel(/nome del sottodominio/i).fill(company.domain('nessuno'));
  await action(page, 'Avanti').click();
  await expect(page.getByRole('main')).toContainText(`Nessun account Microsoft si chiama ${company.domain('nessuno')}`);
});

test('S67 A15 the methods of payment show what is left of the limit, and the chosen one is named by the button', async ({
  page,
  company,
}) => {
  await openPaymentStep(page, company);
  const methods = page.getByRole('group', { name: 'Metodo di pagamento' });
  await expect(methods.getByRole('radio', { name: 'In fattura' })).toBeEnabled();
  await expect(methods).toContainText(/Fido disponibile: .*25\.000,00/);
  await expect(methods.getByRole('radio', { name: /Credito prepagato/i })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: /Credito prepagato/i }).check();
  await expect(page.getByRole('button', { name: /^Acquista e paga/ })).toBeVisible();
  await page.getByRole('radio', { name: 'In fattura' }).check();
  await expect(page.getByRole('button', { name: /^Acquista: .* in fattura/ })).toBeVisible();
});

test('A1 the steps of a purchase are numbered from 1 to 8 without a gap, on each of its pages', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await openInNavigation(page, 'Marketplace');
  const steps = page.getByRole('navigation', { name: text("Passaggi dell'acquisto") }).getByRole('listitem');
  await expect(steps).toHaveText([
    '1Cerca',
    '2Opzione',
    '3Carrello',
    '4Account Microsoft',
    '5Dati e contratto',
    '6Riepilogo',
    '7Pagamento',
    '8Traccia',
  ]);
  await expect(currentStep(page)).toHaveText(/^1/);
  await openProduct(page, EXCHANGE);
  await expect(currentStep(page)).toHaveText(/^2/);
  await page.getByRole('textbox', { name: 'Numero di licenze' }).fill('2');
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expectPage(page, 'Carrello');
  await expect(currentStep(page)).toHaveText(/^3/);
  await action(page, 'Avanti').click();
  await expectPage(page, /^Account Microsoft/);
  await expect(currentStep(page)).toHaveText(/^4/);
  await page.getByRole('radio', { name: NEW_ACCOUNT }).check();
  await page.getByLabel(/nome di dominio Microsoft/i).fill(company.domain());
  await action(page, 'Avanti').click();
  await expectPage(page, 'Dati per Microsoft');
  await expect(currentStep(page)).toHaveText(/^5/);
  await page.getByLabel('Telefono').first().fill('+39 011 555 0142');
  await action(page, 'Avanti').click();
  await expectPage(page, 'Riepilogo');
  await expect(currentStep(page)).toHaveText(/^6/);
  await action(page, 'Avanti').click();
  await expectPage(page, 'Pagamento');
  await expect(currentStep(page)).toHaveText(/^7/);
  await page.getByRole('radio', { name: 'In fattura' }).check();
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await expectPage(page, 'Ordine ricevuto');
  await expect(currentStep(page)).toHaveText(/^8/);
});

test('S68 S69 the summary shows the amount and what becomes final; the order is bought and tracked to its end', async ({
  page,
  company,
}) => {
  await openSummary(page, company);
  await expect(page.getByRole('heading', { name: 'Che cosa diventa definitivo' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('IVA');
  await expectAccessible(page);
  await action(page, 'Avanti').click();
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await page.getByRole('link', { name: 'Traccia ordine' }).click();
  await company.acceptAgreement();
  await expectOrder(page, 'Completato');
  await expectAccessible(page);
});

test('S70 an order completes while nobody looks at it', async ({ page, company }) => {
  await openPaymentStep(page, company);
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await expect(page.getByRole('link', { name: 'Traccia ordine' })).toBeVisible();
  await page.goto('about:blank');
  await company.acceptAgreement();
  const statuses = async () => {
    const { items } = await company.rest.call<{ items: { status: string }[] }>('orders.listOrders');
    return items.map(({ status }) => status);
  };
  await expect.poll(statuses).toEqual(['done']);
});

test('S71 a mail and a notification say that the service is ready', async ({ page, company, otherPage, signInAs }) => {
  await company.buy(EXCHANGE, MONTHLY);
  await company.signIn(page);
  await page.goto('/notifications');
  await expect(page.getByRole('main')).toContainText('Il servizio è pronto');
  await expect(page.getByRole('main')).toContainText(`Ora puoi usare ${EXCHANGE}`);
  await expectAccessible(page);
  await signInAs('fornitore', otherPage);
  await openInNavigation(otherPage, 'Posta in uscita');
  const mail = otherPage.getByRole('row').filter({ hasText: company.login }).filter({ hasText: 'Servizio pronto' });
  await expect(mail).toContainText(EXCHANGE);
});

test('S72 S73 S74 A27 a bought service has a link and a tile, and both open its page with the way to Microsoft', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await expectPage(page, 'Pannello di controllo');
  await expect(navigation(page).getByRole('link', { name: EXCHANGE })).toHaveCount(0);
  await company.buy(EXCHANGE, MONTHLY);
  await page.reload();
  await page.getByRole('main').getByRole('article').getByRole('link', { name: EXCHANGE }).click();
  await expectPage(page, EXCHANGE);
  await expect(page.getByRole('link', { name: `Apri ${EXCHANGE}` })).toHaveAttribute('href', /^https:\/\//);
  await expectAccessible(page);
  await page.goto('/');
  await navigation(page).getByRole('link', { name: EXCHANGE }).click();
  await expectPage(page, EXCHANGE);
});

test('S20 S21 A6 a service is assigned to a user and taken back for another', async ({ page, otherPage, company }) => {
  await company.buy(EXCHANGE, { ...MONTHLY, seatCount: 1 });
  const bruno = await company.addServiceUser('Bruno', 'Neri');
  const chiara = await company.addServiceUser('Chiara', 'Esposito');
  await company.signIn(page);
  await navigation(page).getByRole('link', { name: EXCHANGE }).click();
  const people = page.getByRole('table', { name: 'Utenti a cui il servizio è assegnato' });
  await chooseUser(page, bruno.login);
  await page.getByRole('button', { name: 'Assegna' }).click();
  await expect(people.getByRole('row').filter({ hasText: 'Bruno Neri' })).toBeVisible();
  await signIn(otherPage, bruno.login, company.password);
  await expect(navigation(otherPage).getByRole('link', { name: EXCHANGE })).toBeVisible();
  await page.getByRole('button', { name: 'Revoca a Bruno Neri' }).click();
  await expect(people.getByRole('row').filter({ hasText: 'Bruno Neri' })).toHaveCount(0);
  await chooseUser(page, chiara.login);
  await page.getByRole('button', { name: 'Assegna' }).click();
  await expect(people.getByRole('row').filter({ hasText: 'Chiara Esposito' })).toBeVisible();
  await otherPage.goto('/');
  await expect(navigation(otherPage).getByRole('link', { name: EXCHANGE })).toHaveCount(0);
});

test('two tabs that order the same summary at once get one order', async ({ page, context, company }) => {
  await openPaymentStep(page, company);
  const second = await context.newPage();
  await second.goto(page.url());
  await expectPage(second, 'Pagamento');
  await Promise.all([
    page.getByRole('button', { name: /^Acquista/ }).dblclick(),
    second.getByRole('button', { name: /^Acquista/ }).click(),
  ]);
  const [first, other] = await Promise.all(
    [page, second].map((tab) => tab.getByRole('link', { name: 'Traccia ordine' }).getAttribute('href')),
  );
  expect(other).toBe(first);
  const { items } = await company.rest.call<{ items: unknown[] }>('orders.listOrders');
  expect(items).toHaveLength(1);
});

test('the back button after an order buys nothing again', async ({ page, company }) => {
  await openPaymentStep(page, company);
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await expect(page.getByRole('link', { name: 'Traccia ordine' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: 'Traccia ordine' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Acquista/ })).toHaveCount(0);
  const { items } = await company.rest.call<{ items: unknown[] }>('orders.listOrders');
  expect(items).toHaveLength(1);
});

test('S75 A11 a service of the provider’s own has its own questions, and the answers can be changed in the cart', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await openProduct(page, 'Assistenza gestita');
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  const email = page.getByLabel(/e-mail del referente/i);
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
  await email.fill(company.address('it'));
  await page
    .getByRole('main')
    .getByRole('combobox', { name: /Fascia oraria/ })
    .selectOption('8–18');
  await page.getByRole('button', { name: 'Aggiungi al carrello' }).click();
  await expectPage(page, 'Carrello');
  await expect(email).toHaveValue(company.address('it'));
  await email.fill(company.address('turno'));
  const stored = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Aggiorna Assistenza gestita' }).click();
  await stored;
  await page.reload();
  await expect(email).toHaveValue(company.address('turno'));
  await expectAccessible(page);
});

test('S75 A11 a declaration that Microsoft requires is made before the cart, and kept in it', async ({
  page,
  company,
}) => {
  await company.signIn(page);
  await openInNavigation(page, 'Marketplace');
  await search(page, 'windows hybrid benefit');
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
  await expectPage(page, 'Carrello');
  await expect(declaration).toBeChecked();
  await declaration.uncheck();
  await page.getByRole('button', { name: /^Aggiorna Windows 365/ }).click();
  await expect(declaration).toHaveAttribute('aria-invalid', 'true');
  await page.reload();
  await expect(declaration).toBeChecked();
});

test('a product is taken out of the cart', async ({ page, company }) => {
  await company.addToCart(EXCHANGE, MONTHLY);
  await company.signIn(page);
  await page.getByRole('link', { name: 'Carrello, 1 prodotto' }).click();
  await expectPage(page, 'Carrello');
  await page.getByRole('button', { name: `Rimuovi ${EXCHANGE}` }).click();
  await expect(page.getByText('Il carrello è vuoto')).toBeVisible();
});
