import { expectAccessible } from './axe.ts';
import type { Purchase } from './company.ts';
import { expect, test } from './fixtures.ts';
import { expectPage, openInNavigation } from './pages.ts';

const EXCHANGE = 'Exchange Online (Plan 1)';
const ANNUAL: Purchase = { seatCount: 3, termDuration: 'P1Y', billingCycle: 'annual' };

test('deadlines are listed with what they cost, and filtered by what they are about', async ({ page, company }) => {
  await company.buy(EXCHANGE, ANNUAL);
  await company.signIn(page);
  await openInNavigation(page, 'Scadenze');
  await expectPage(page, 'Scadenze');
  const rows = page.getByRole('row').filter({ hasText: EXCHANGE });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('termine per annullare');
  await expect(rows.last()).toContainText('si rinnova');
  await expect(rows.last()).toContainText('€');
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Rinnovi/ }).click();
  await expect(rows).toHaveCount(1);
  await rows.getByRole('link', { name: 'Decidi il rinnovo' }).click();
  await expectPage(page, `Scelta per la scadenza: ${EXCHANGE}`);
});

test('a calendar has a secret address, which is shown once and can be revoked', async ({ page, company, demo }) => {
  await company.buy(EXCHANGE, ANNUAL);
  await company.signIn(page);
  await openInNavigation(page, 'Scadenze');
  await page.getByRole('button', { name: 'Crea l’indirizzo del calendario' }).click();
  const address = await page.getByRole('code').textContent();
  expect(address).toContain('/calendar.ics?key=');
  const path = new URL(address ?? '').search;
  const read = () => fetch(`${demo.url}/calendar.ics${path}`);
  const file = await read();
  expect(file.headers.get('content-type')).toContain('text/calendar');
  expect(await file.text()).toContain('BEGIN:VEVENT');
  await page.reload();
  await expect(page.getByRole('code')).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoca' }).click();
  await expect(page.getByRole('main')).toContainText('Calendario revocato');
  expect((await read()).status).toBe(404);
});

test('an administrator chooses when to be reminded', async ({ page, company }) => {
  await company.signIn(page);
  await openInNavigation(page, 'Scadenze');
  await expect(page.getByRole('checkbox', { name: '60 giorni' })).toBeChecked();
  await page.getByRole('checkbox', { name: '60 giorni' }).uncheck();
  await page.getByRole('checkbox', { name: '14 giorni' }).check();
  await page.getByRole('button', { name: 'Salva promemoria' }).click();
  await expect(page.getByRole('main')).toContainText('Promemoria salvati');
  await page.reload();
  await expect(page.getByRole('checkbox', { name: '60 giorni' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: '14 giorni' })).toBeChecked();
});
