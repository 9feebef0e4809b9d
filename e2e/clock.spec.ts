import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, openInNavigation, signIn, test } from './demo.ts';

test.use({ walk: 'clock' });

/** What the portal did by itself comes some seconds after the time was moved; the page looks again by itself. */
const SETTLED = { timeout: 90_000 };

/** Moves the time as the provider does, and stays on the page that tells what follows. */
async function move(page: Page, step: string): Promise<void> {
  await openInNavigation(page, 'Orologio');
  await expect(page).not.toHaveURL(/since=/);
  await page.getByRole('button', { name: step }).click();
  await expect(page).toHaveURL(/since=/);
  await expect(page.getByText(/Ambiente dimostrativo/).first()).toBeVisible();
}

/** The row of a subscription on the page of the demo's first customer. */
async function subscriptionRow(page: Page, name: string) {
  await openInNavigation(page, 'Clienti');
  await page.getByRole('main').getByRole('link', { name: 'Rossi Arredamenti S.r.l.' }).click();
  return page.getByRole('table', { name: 'Abbonamenti' }).getByRole('row').filter({ hasText: name });
}

test('A17 A21 the clock goes forward: windows close, subscriptions renew and mails go out', async ({ page }) => {
  await signIn(page, 'fornitore');
  // Bought three days ago: its seven days are not over.
  await expect(await subscriptionRow(page, 'Exchange Online (Plan 1)')).not.toContainText('Periodo concluso');
  await move(page, 'Avanti di 7 giorni');
  await expectAccessible(page);
  const mails = page.getByRole('table', { name: 'E-mail partite' });
  await expect(mails.getByRole('link', { name: /^Power BI Premium Per User si rinnova il/ }).first()).toBeVisible(
    SETTLED,
  );
  await expect(await subscriptionRow(page, 'Exchange Online (Plan 1)')).toContainText('Periodo concluso');
  const before = await (await subscriptionRow(page, 'Power BI Premium Per User'))
    .getByRole('cell')
    .nth(2)
    .textContent();

  await move(page, 'Avanti di 30 giorni');
  await expect(
    page
      .getByRole('table', { name: 'Che cosa è successo' })
      .getByText('Abbonamento Power BI Premium Per User: rinnovato')
      .first(),
  ).toBeVisible(SETTLED);
  await mails.getByRole('link', { name: 'Power BI Premium Per User si è rinnovato' }).first().click(SETTLED);
  await expect(page.getByRole('heading', { level: 1, name: 'Power BI Premium Per User si è rinnovato' })).toBeVisible();
  const after = await (await subscriptionRow(page, 'Power BI Premium Per User')).getByRole('cell').nth(1).textContent();
  expect(after).not.toBe(before);

  // The customer reads the same in the panel, and can no longer undo what was bought before.
  await page.context().clearCookies();
  await signIn(page, 'admin');
  await page.goto('/notifications');
  await expect(page.getByRole('main')).toContainText('Power BI Premium Per User si è rinnovato');
  await page.goto('/account/subscriptions');
  await page.getByRole('main').getByRole('link', { name: 'Exchange Online (Plan 1)', exact: true }).click();
  await page.getByRole('button', { name: "Annullare l'abbonamento" }).click();
  await expect(page.getByRole('main')).toContainText('Il periodo per annullare è finito');
  await expect(page.getByRole('button', { name: /^Conferma: annulla/ })).toHaveCount(0);
});
