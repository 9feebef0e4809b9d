import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { expectPage, openInNavigation, openSubscription, signIn, text } from './pages.ts';

/*
 * The clock of a demo is one for all its people: each test here has a demo of its own.
 */

const EXCHANGE = 'Exchange Online (Plan 1)';
const POWER_BI = 'Power BI Premium Per User';
/** The portal finds what is due some seconds after the clock has moved; the page follows it by itself. */
const FOUND = { timeout: 90_000 };

/** Moves the clock as the provider does, and stays on the page that shows what follows. */
async function moveClock(page: Page, step: string): Promise<void> {
  await openInNavigation(page, 'Orologio');
  await page.getByRole('button', { name: step }).click();
  await expect(page).toHaveURL(/since=/);
}

/** The row of a subscription on the page of the demo's first customer. */
async function subscriptionRow(page: Page, name: string) {
  await openInNavigation(page, 'Clienti');
  await page.getByRole('main').getByRole('link', { name: 'Rossi Arredamenti S.r.l.' }).click();
  await expectPage(page, 'Rossi Arredamenti S.r.l.');
  return page.getByRole('table', { name: 'Abbonamenti' }).getByRole('row').filter({ hasText: name });
}

test('A21 seven days after a purchase its window is closed for the provider and for the customer', async ({
  ownPage,
}) => {
  await signIn(ownPage, 'fornitore');
  await expect(await subscriptionRow(ownPage, EXCHANGE)).toBeVisible();
  await expect(await subscriptionRow(ownPage, EXCHANGE)).not.toContainText('Non più annullabile');
  await moveClock(ownPage, 'Avanti di 7 giorni');
  await expect(ownPage.getByText(/Ambiente dimostrativo/).first()).toBeVisible();
  await expectAccessible(ownPage);
  await expect(await subscriptionRow(ownPage, EXCHANGE)).toContainText('Non più annullabile');

  await ownPage.context().clearCookies();
  await signIn(ownPage, 'admin');
  await openSubscription(ownPage, EXCHANGE);
  await ownPage.getByRole('button', { name: text("Annullare l'abbonamento") }).click();
  await expect(ownPage.getByRole('main')).toContainText('Il termine per annullare è scaduto');
  await expect(ownPage.getByRole('button', { name: /^Conferma: annulla/ })).toHaveCount(0);
});

test('S83 a monthly subscription renews by itself, unannounced, and provider and customer see it', async ({
  ownPage,
}) => {
  await signIn(ownPage, 'fornitore');
  const ends = async () => (await subscriptionRow(ownPage, POWER_BI)).getByRole('time').first().textContent();
  const before = await ends();
  await moveClock(ownPage, 'Avanti di 30 giorni');
  const activity = ownPage.getByRole('table', { name: 'Attività' });
  await expect(activity.getByText(`Abbonamento ${POWER_BI}: rinnovato`).first()).toBeVisible(FOUND);
  const mails = ownPage.getByRole('table', { name: 'E-mail inviate' });
  const renewed = mails.getByRole('link', { name: `${POWER_BI} si è rinnovato` }).first();
  await expect(renewed).toBeVisible(FOUND);
  // Reminders are for terms about which there is something to decide: a month that simply rolls on has none.
  await expect(mails.getByRole('link', { name: new RegExp(`^${POWER_BI} si rinnova `) })).toHaveCount(0);
  await renewed.click();
  await expectPage(ownPage, `${POWER_BI} si è rinnovato`);
  expect(await ends()).not.toBe(before);

  await ownPage.context().clearCookies();
  await signIn(ownPage, 'admin');
  await ownPage.goto('/notifications');
  await expect(ownPage.getByRole('main')).toContainText(`${POWER_BI} si è rinnovato`);
});
