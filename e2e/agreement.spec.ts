import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import type { Company, Purchase } from './company.ts';
import { expect, test } from './fixtures.ts';
import { action, expectOrder, expectPage, orderStatus } from './pages.ts';

const MONTHLY: Purchase = { seatCount: 2, termDuration: 'P1M', billingCycle: 'monthly' };

/** Places the first order of a company with a new Microsoft account, by the pages of the checkout. */
async function placeFirstOrder(page: Page, company: Company): Promise<void> {
  await company.addToCart('Exchange Online (Plan 1)', MONTHLY);
  await company.signIn(page);
  await page.goto('/checkout/microsoft-account');
  await page.getByRole('radio', { name: /Crea nuovo account cliente finale Microsoft CSP/ }).check();
  await page.getByLabel(/nome di dominio Microsoft/i).fill(company.domain());
  await action(page, 'Avanti').click();
  await expectPage(page, 'Dati per Microsoft');
  await page.getByLabel('Telefono', { exact: true }).fill('+39 011 555 0142');
  const signatory = page.getByRole('region', { name: 'Contratto del cliente Microsoft' });
  await signatory.getByLabel('Nome del firmatario', { exact: true }).fill('Maria');
  await signatory.getByLabel('Cognome del firmatario').fill('Rossi');
  await signatory.getByLabel('E-mail del firmatario').fill(company.address('maria.rossi'));
  await action(page, 'Avanti').click();
  await expectPage(page, 'Riepilogo');
  await expect(page.getByRole('main')).toContainText(
    'Maria Rossi riceverà per e-mail il link al Contratto del cliente Microsoft',
  );
  await action(page, 'Avanti').click();
  await page.getByRole('radio', { name: 'In fattura' }).check();
  await page.getByRole('button', { name: /^Acquista/ }).click();
  await page.getByRole('link', { name: 'Traccia ordine' }).click();
  await expect(page.getByRole('main')).toContainText('In attesa che Maria Rossi accetti presso Microsoft');
}

/** The page that stands in for Microsoft's, in a tab of its own. */
async function openAcceptance(page: Page, name: string): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: new RegExp(`^Apri la pagina di Microsoft, se sei ${name}`) }).click();
  const acceptance = await opened;
  await expectPage(acceptance, 'Contratto del cliente Microsoft');
  return acceptance;
}

test('S64 S70 the first order waits until the signatory has accepted at Microsoft, and then completes by itself', async ({
  page,
  company,
  provider,
}) => {
  await placeFirstOrder(page, company);
  await expect(page.getByRole('main')).toContainText(`Link inviato a ${company.address('maria.rossi')}`);
  await expect(page.getByRole('main')).toContainText('Solo Maria Rossi può accettare');
  await expectAccessible(page);
  const { items } = await provider.call<{ items: { subject: string }[] }>('provider.listMails', {
    search: company.address('maria.rossi'),
  });
  expect(items.map(({ subject }) => subject)).toEqual([
    `Contratto del cliente Microsoft: serve la tua accettazione per ${company.name}`,
  ]);

  const acceptance = await openAcceptance(page, 'Maria Rossi');
  await expectAccessible(acceptance);
  await acceptance.getByRole('button', { name: 'Accetto', exact: true }).click();
  await expect(acceptance.getByRole('alert')).toContainText('seleziona la casella');
  await expectAccessible(acceptance);
  await acceptance.getByRole('checkbox', { name: /Sono Maria Rossi, posso impegnare/ }).check();
  await acceptance.getByRole('button', { name: 'Accetto', exact: true }).click();
  await expect(acceptance.getByRole('status')).toContainText('Contratto accettato');
  await expectOrder(page, 'Completato');
});

test('a signatory who declines is replaced on the page of the agreement, and the order goes on', async ({
  page,
  company,
}) => {
  await placeFirstOrder(page, company);
  const declined = await openAcceptance(page, 'Maria Rossi');
  await declined.getByRole('button', { name: 'Non accetto' }).click();
  await expect(declined.getByRole('status')).toContainText('Non hai accettato');
  await expect(page.getByRole('main')).toContainText('Maria Rossi non ha accettato il contratto');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Cambia firmatario' }).click();
  await expectPage(page, 'Contratto del cliente Microsoft');
  await page.getByLabel('Nome del firmatario', { exact: true }).fill('Paolo');
  await page.getByLabel('Cognome del firmatario').fill('Neri');
  await page.getByLabel('E-mail del firmatario').fill('paolo@it.colt.net');
  await page.getByRole('button', { name: 'Salva il firmatario' }).click();
  await expect(page.getByRole('main')).toContainText('Microsoft non accetta quelli del fornitore');
  await page.getByLabel('E-mail del firmatario').fill(company.address('paolo.neri'));
  await page.getByRole('button', { name: 'Salva il firmatario' }).click();
  await expect(page.getByRole('main')).toContainText('In attesa che Paolo Neri accetti presso Microsoft');
  const acceptance = await openAcceptance(page, 'Paolo Neri');
  await acceptance.getByRole('checkbox', { name: /Sono Paolo Neri/ }).check();
  await acceptance.getByRole('button', { name: 'Accetto', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('Contratto del cliente Microsoft accettato');
});

test('the link is sent again, and the waiting order can be cancelled', async ({ page, company }) => {
  await placeFirstOrder(page, company);
  await page.getByRole('button', { name: 'Invia di nuovo il link' }).click();
  await expect(page.getByRole('main')).toContainText('meno di un minuto fa');
  await page.getByRole('button', { name: 'Annulla ordine' }).click();
  await expect(orderStatus(page, 'Annullato')).toBeVisible();
});
