import { expectAccessible } from './axe.ts';
import { expect, signIn, test } from './demo.ts';

test.use({ walk: 'clock' });

test('A17 the clock goes forward: windows close, subscriptions renew and mails go out', async ({ page }) => {
  await signIn(page, 'fornitore');
  await page.goto('/provider/clock');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Avanti di 30 giorni' }).click();
  await expect(page.getByText(/Ambiente dimostrativo/).first()).toBeVisible();
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByRole('main').textContent();
      },
      { timeout: 60_000, intervals: [2_000] },
    )
    .toMatch(/rinnov/i);
  await page.goto('/provider/outbox');
  await expect(page.getByRole('main')).toContainText(/rinnov/i);
});
