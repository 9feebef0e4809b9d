import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, openInNavigation, signIn, test } from './demo.ts';

test.use({ walk: 'subscriptions' });

/** From the panel to a subscription's page, as the guide says: Account, Abbonamenti, its name. */
async function openSubscription(page: Page, name: string): Promise<void> {
  await openInNavigation(page, 'Account');
  await expect(page.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible();
  await openInNavigation(page, 'Abbonamenti');
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** The order of a change stands before us; waits until the vendor has done it. */
async function waitForOrder(page: Page): Promise<void> {
  await expect(page.getByRole('main')).toContainText(/In elaborazione|Completato|In attesa|elaborazione/);
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByRole('main').textContent();
      },
      { timeout: 60_000, intervals: [1_000] },
    )
    .not.toMatch(/in attesa di elaborazione dal fornitore|In elaborazione/i);
}

test('S9 S11 S76 S77 S78 S79 S80 S81 S82 A16 A17 adds licences after an exact preview, and waits for the provider', async ({
  page,
}) => {
  await signIn(page, 'admin');
  await openSubscription(page, 'Exchange Online (Plan 1)');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Modifica limiti risorse' }).click();
  const seats = page.getByRole('textbox', { name: 'Nuovo numero di licenze' });
  const before = Number(await seats.inputValue());
  for (const typed of ['0', '1,5', '1000000000']) {
    await seats.fill(typed);
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    await expect(page.getByRole('button', { name: /^Conferma/ })).toHaveCount(0);
    await expect(seats).toHaveValue(typed);
  }
  await seats.fill(String(before + 2));
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Quanto costa' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Che cosa diventa definitivo' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: /Sul conto/ }).check();
  await page.getByRole('button', { name: /^Conferma: aggiungi 2 licenze e paga/ }).click();
  await waitForOrder(page);
  // Its first password is news of the order that made the account, not of this one.
  await expect(page.getByRole('main')).not.toContainText('Accesso al nuovo account Microsoft');
  await openSubscription(page, 'Exchange Online (Plan 1)');
  await expect(page.getByRole('main')).toContainText(`${before + 2} licenze`);
});

test('S83 S84 S85 S86 S87 A18 A19 turns automatic renewal off, sees when it will end, and turns it on again', async ({
  page,
}) => {
  await signIn(page, 'admin');
  await openSubscription(page, 'Microsoft 365 Business Standard');
  await expect(page.getByRole('main')).toContainText('Si rinnova automaticamente');
  await page.getByRole('button', { name: 'Disattiva rinnovo automatico' }).click();
  await expect(page.getByRole('main')).toContainText('Al fornitore viene chiesto di terminare');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Conferma: disattiva il rinnovo automatico/ }).click();
  await waitForOrder(page);
  await openSubscription(page, 'Microsoft 365 Business Standard');
  await expect(page.getByRole('main')).toContainText('ora disattivato');
  await expect(page.getByRole('main')).toContainText('Scadrà dopo il periodo di abbonamento corrente');

  await page.getByRole('button', { name: 'Attiva rinnovo automatico' }).click();
  await page.getByRole('button', { name: /^Conferma: attiva il rinnovo automatico/ }).click();
  await waitForOrder(page);
  await openSubscription(page, 'Microsoft 365 Business Standard');
  await expect(page.getByRole('main')).toContainText('Si rinnova automaticamente');
});

test('S88 S89 S90 S91 S92 A20 A21 A22 cancels inside the window with its refund; after it the button stays, explains and offers the end of term', async ({
  page,
}) => {
  await signIn(page, 'admin');
  // Bought long ago: the window is over, and nothing doomed can be sent.
  await openSubscription(page, 'Microsoft 365 Business Standard');
  await page.getByRole('button', { name: "Annullare l'abbonamento" }).click();
  await expect(page.getByRole('main')).toContainText('Il periodo per annullare è finito');
  await expect(page.getByRole('main')).toContainText('intero periodo di abbonamento viene addebitato');
  await expect(page.getByRole('main')).toContainText("Puoi far terminare l'abbonamento alla scadenza");
  await expect(page.getByRole('button', { name: /^Conferma: annulla/ })).toHaveCount(0);
  await expectAccessible(page);
  // The address alone says the same: there is no preview to ask for.
  const [address] = page.url().split('?');
  await page.goto(String(address));
  await expect(page.getByRole('main')).toContainText('Il periodo per annullare è finito');
  await expect(page.getByRole('button', { name: 'Disattiva rinnovo automatico' })).toBeVisible();

  await openSubscription(page, 'Exchange Online (Plan 1)');
  await page.getByRole('button', { name: "Annullare l'abbonamento" }).click();
  await expect(page.getByRole('main')).toContainText('Quanto costa');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Conferma: annulla l'abbonamento/ }).click();
  await waitForOrder(page);
  await page.goto('/account/subscriptions');
  await expect(page.getByRole('row').filter({ hasText: 'Exchange Online (Plan 1)' })).toContainText('Annullato');
});

test('another account’s subscription is a page that does not exist', async ({ page }) => {
  await signIn(page, 'admin');
  await page.goto('/account/subscriptions');
  const address = await page
    .getByRole('main')
    .getByRole('link', { name: 'Microsoft 365 Business Standard' })
    .getAttribute('href');
  await page.context().clearCookies();
  await signIn(page, 'elena.conti');
  for (const below of ['', '/seats', '/renewal', '/cancel']) {
    const answer = await page.goto(`${address}${below}`);
    expect(answer?.status(), below).toBe(404);
  }
});
