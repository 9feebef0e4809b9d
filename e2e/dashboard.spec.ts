import { expectAccessible } from './axe.ts';
import type { Purchase } from './company.ts';
import { expect, test } from './fixtures.ts';
import { expectPage } from './pages.ts';

const EXCHANGE = 'Exchange Online (Plan 1)';
const ANNUAL: Purchase = { seatCount: 3, termDuration: 'P1Y', billingCycle: 'annual' };

test('a refund that is still possible stands among the decisions, and "Non ora" puts it aside', async ({
  page,
  company,
}) => {
  await company.buy(EXCHANGE, ANNUAL);
  await company.signIn(page);
  await expectPage(page, 'Pannello di controllo');
  const decisions = page.getByRole('list', { name: 'Da decidere' });
  const row = decisions.getByRole('listitem').filter({ hasText: `${EXCHANGE}: termine per annullare` });
  await expect(row).toContainText('di rimborso oggi');
  await expect(row.getByRole('link', { name: 'Annulla con rimborso' })).toBeVisible();
  await expectAccessible(page);

  await row.getByText('Non ora').click();
  await row.getByRole('combobox').selectOption({ index: 1 });
  await row.getByRole('button', { name: 'Rimanda' }).click();
  await expect(page.getByRole('main')).toContainText('Decisione rimandata');
  await expect(row).toHaveCount(0);
  await page.getByText('1 decisione rimandata').click();
  const postponed = page.getByRole('list', { name: 'Decisioni rimandate' });
  await expect(postponed).toContainText(EXCHANGE);
  await postponed.getByRole('button', { name: 'Mostra di nuovo' }).click();
  await expect(row).toHaveCount(1);
});

test('the months of the spend are read by the keyboard, and stand in a table', async ({ page, company }) => {
  await company.buy(EXCHANGE, ANNUAL);
  await company.signIn(page);
  const months = page.getByRole('group', { name: 'Spesa per mese e prodotto' }).getByRole('button');
  const forecast = months.filter({ hasText: /./ }).last();
  await forecast.focus();
  await page.keyboard.press('Enter');
  await expect(forecast).toHaveAttribute('aria-pressed', 'true');
  await page.getByText('Mostra la tabella').click();
  await expect(page.getByRole('columnheader', { name: EXCHANGE })).toBeVisible();
});
