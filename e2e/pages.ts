import { expect, type Locator, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from './demo.ts';

/** Types name and password on the sign-in page, in the language that it shows. */
export async function signIn(page: Page, login: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(/^(Nome di accesso|Login name)$/).fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /^(Accedi|Sign in)$/ }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** The navigation of the panel, beside every page. */
export function navigation(page: Page): Locator {
  return page.getByRole('navigation').first();
}

/**
 * Follows a link of the navigation and waits until its page is the one that is shown. The page before it stays up while
 * the next one is fetched, and may have links and fields of the same names.
 */
export async function openInNavigation(page: Page, name: string): Promise<void> {
  const link = navigation(page).getByRole('link', { name, exact: true });
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
}

/** Expects the page of a title; the page before it had another. */
export async function expectPage(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
}

/** A button of the page's own, or a link that looks like one. */
export function action(page: Page, name: string | RegExp): Locator {
  const main = page.getByRole('main');
  return main.getByRole('button', { name }).or(main.getByRole('link', { name }));
}

/** The status beside the title of an order's page, and nothing else of the page. */
export function orderStatus(page: Page, status: string): Locator {
  return page.getByRole('heading', { level: 1 }).locator('..').getByText(status, { exact: true });
}

/** The page follows its order by itself until it is done. */
export async function expectOrder(page: Page, status: string): Promise<void> {
  await expectPage(page, /^(Ordine|Order) ORD-/);
  await expect(orderStatus(page, status)).toBeVisible();
}

/** Opens the page of a subscription as the guide says: Account, Abbonamenti, its name. */
export async function openSubscription(page: Page, name: string): Promise<void> {
  await openInNavigation(page, 'Abbonamenti');
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
  await expectPage(page, name);
}

/** A part of an Italian text, compared without case and with either apostrophe. */
export function text(part: string): RegExp {
  const escaped = part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(escaped.replaceAll("'", "['’]"), 'i');
}
