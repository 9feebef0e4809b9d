import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Company } from './company.ts';
import { expect, test } from './fixtures.ts';
import { expectOrder, expectPage, navigation, openInNavigation, signIn, text } from './pages.ts';

/*
 * The procedures of the guide, followed by the labels that it quotes: a test takes them one after the other from the
 * guide's own text, so that a label which is renamed, or a step that is left out, fails here.
 */

const GUIDE = readFileSync(join(import.meta.dirname, '..', 'docs', 'guide', 'it.md'), 'utf8');

/** The labels of the numbered procedures below a heading: a list of steps each, in the order of the text. */
function procedures(heading: string): string[][] {
  const [, part = ''] = GUIDE.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const section = part.split(/^#+ /m)[0] ?? '';
  const found: string[][] = [];
  let before = 0;
  for (const line of section.split('\n')) {
    const step = /^(\d+)\. (.*)$/.exec(line);
    if (step === null) continue;
    const number = Number(step[1]);
    if (number === 1) found.push([]);
    else expect(number, `the steps of "${heading}" are numbered without a gap`).toBe(before + 1);
    before = number;
    found.at(-1)?.push(...[...(step[2] ?? '').matchAll(/\*\*([^*]+)\*\*/g)].map(([, label = '']) => label));
  }
  return found;
}

/** Takes the labels of a procedure in order; each is looked for on the page by its text in the guide. */
class Steps {
  readonly #page: Page;
  readonly #labels: string[];
  /** The part of the page that the step names, where the page has the label twice. */
  scope: Page | Locator;

  constructor(page: Page, heading: string, procedure = 0) {
    this.#page = page;
    this.scope = page;
    this.#labels = procedures(heading)[procedure] ?? [];
  }

  /** The next label, which must be this one. */
  next(expected: string): string {
    const label = this.#labels.shift() ?? '';
    expect(label).toBe(expected);
    return label;
  }

  click(label: string): Promise<void> {
    return this.#button(this.next(label)).click();
  }

  async fill(label: string, value: string): Promise<void> {
    await this.scope.getByLabel(this.next(label), { exact: true }).fill(value);
  }

  async see(label: string): Promise<void> {
    await expect(this.#page.getByText(text(this.next(label))).first()).toBeVisible();
  }

  #button(label: string): Locator {
    const main = this.#page.getByRole('main');
    const name = text(label);
    return main.getByRole('button', { name }).or(main.getByRole('link', { name })).first();
  }

  end(): void {
    expect(this.#labels).toEqual([]);
  }
}

const EXCHANGE = 'Exchange Online (Plan 1)';

async function openUser(page: Page, steps: Steps, name: string): Promise<void> {
  await openInNavigation(page, steps.next('Utenti'));
  await page.getByRole('main').getByRole('link', { name }).click();
  await expectPage(page, name);
}

async function openFirstSubscription(page: Page, steps: Steps): Promise<void> {
  await expect(navigation(page).getByRole('link', { name: steps.next('Account'), exact: true })).toBeVisible();
  await openInNavigation(page, steps.next('Abbonamenti'));
  await page.getByRole('main').getByRole('link', { name: EXCHANGE, exact: true }).click();
  await expectPage(page, EXCHANGE);
}

async function signedInWithExchange(page: Page, company: Company): Promise<void> {
  await company.buy(EXCHANGE, { seatCount: 2, termDuration: 'P1M', billingCycle: 'monthly' });
  await company.signIn(page);
}

test('A23 S26 the guide’s procedure changes the password of a user', async ({ page, otherPage, company }) => {
  const { login } = await company.addServiceUser('Bruno', 'Neri');
  await company.signIn(page);
  const steps = new Steps(page, 'Modificare la password di un utente');
  await openUser(page, steps, 'Bruno Neri');
  await steps.see('Accesso');
  await steps.fill('Nuova password', 'sette lampade gialle');
  await steps.click('Imposta password');
  steps.end();
  await expect(page.getByRole('main')).toContainText('Password impostata');
  await signIn(otherPage, login, 'sette lampade gialle');

  const own = new Steps(otherPage, 'Modificare la password di un utente', 1);
  own.next('Il mio profilo');
  await otherPage.goto('/profile');
  own.scope = otherPage.getByRole('region', { name: 'Password', exact: true });
  await own.fill('Password attuale', 'sette lampade gialle');
  await own.fill('Nuova password', 'otto lampade verdi');
  await own.fill('Ripeti la nuova password', 'otto lampade verdi');
  await own.click('Cambia password');
  own.end();
  await expect(otherPage.getByRole('main')).toContainText('Password cambiata');
});

test('A23 S27 the guide’s procedure shows the history of sign-ins', async ({ page, otherPage, company }) => {
  const { login } = await company.addServiceUser('Bruno', 'Neri');
  await signIn(otherPage, login, company.password);
  await company.signIn(page);
  const steps = new Steps(page, 'Visualizzare la cronologia degli accessi');
  await openUser(page, steps, 'Bruno Neri');
  const history = page.getByRole('table', { name: steps.next('Cronologia degli accessi') });
  for (const column of ['Quando', 'Esito', 'Indirizzo IP', 'Dispositivo'])
    await expect(history.getByRole('columnheader', { name: steps.next(column) })).toBeVisible();
  steps.end();
  await expect(history.getByRole('row')).toHaveCount(2);
});

test('A23 S28 the guide’s procedure logs in as a user and returns', async ({ page, company }) => {
  await company.addServiceUser('Bruno', 'Neri');
  await company.signIn(page);
  const steps = new Steps(page, 'Accedere come utente');
  await openUser(page, steps, 'Bruno Neri');
  await steps.click('Accedi come utente');
  await steps.fill('Motivo', 'Non trova le sue licenze');
  await expect(page.getByLabel(steps.next('Consenti modifiche'))).not.toBeChecked();
  await page.getByRole('button', { name: `${steps.next('Accedi come')} Bruno Neri` }).click();
  const banner = page.getByRole('region', { name: 'Accesso come utente' });
  await expect(banner).toContainText('Bruno Neri');
  await banner.getByRole('button', { name: steps.next('Torna al tuo utente') }).click();
  steps.end();
  await expect(banner).toHaveCount(0);
});

test('A23 S9 the guide’s procedure shows the inventory of licences and downloads it', async ({ page, company }) => {
  await signedInWithExchange(page, company);
  const steps = new Steps(page, "Accedere all'inventario delle licenze");
  steps.next('Account');
  await openInNavigation(page, steps.next('Abbonamenti'));
  const search = page.getByLabel(steps.next('Cerca negli abbonamenti')).and(page.locator('input'));
  await search.fill('Exchange');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=Exchange/);
  const download = page.waitForEvent('download');
  await steps.click('Esporta CSV');
  await download;
  steps.end();
  await page.getByRole('main').getByRole('link', { name: EXCHANGE, exact: true }).click();
  await expectPage(page, EXCHANGE);
});

test('A23 S8 the guide’s procedure upgrades a subscription', async ({ page, company }) => {
  await signedInWithExchange(page, company);
  const steps = new Steps(page, 'Aggiornare o declassare');
  await openFirstSubscription(page, steps);
  await steps.click('Aggiornare o declassare');
  const targets = page.getByRole('group', { name: steps.next('Passare a') });
  await targets.getByRole('radio').first().check();
  await expect(page.getByRole('textbox', { name: steps.next('Licenze che passano') })).toBeVisible();
  await steps.click('Mostra il riepilogo');
  await steps.click('Conferma il passaggio');
  steps.end();
  await expectOrder(page, 'Completato');
});

test('A23 S8 the guide’s procedure leads to a downgrade for the renewal', async ({ page, company }) => {
  await signedInWithExchange(page, company);
  const steps = new Steps(page, 'Aggiornare o declassare', 1);
  await openFirstSubscription(page, steps);
  await steps.click('Confronta e scegli');
  await steps.see('Rinnovare con altre condizioni');
  steps.end();
});

test('A9 both words find the same page, and the glossary of the guide explains them', async ({ page, signInAs }) => {
  await signInAs('admin');
  for (const word of ['abbonamento', 'sottoscrizione', 'annullare', 'cancellare']) {
    await page.goto(`/marketplace?q=${word}`);
    const pages = page.getByRole('navigation', { name: 'Pagine del portale' });
    await expect(pages.getByRole('link', { name: 'Abbonamenti' }), word).toBeVisible();
  }
  await page.goto('/marketplace?q=mercato');
  await expect(
    page.getByRole('navigation', { name: 'Pagine del portale' }).getByRole('link', { name: 'Marketplace' }),
  ).toBeVisible();
  await page.goto('/account/sottoscrizioni');
  await expectPage(page, 'Abbonamenti');
  await openInNavigation(page, 'Account');
  await expect(page.getByRole('main').getByRole('link', { name: /sottoscrizioni/i })).toBeVisible();
  await openInNavigation(page, 'Guida');
  await page.getByRole('main').getByRole('link', { name: 'Glossario' }).first().click();
  await expect(page).toHaveURL(/#glossario$/);
  for (const [term, other] of [
    ['Abbonamento', 'sottoscrizione'],
    ['Annullare', 'cancellare'],
    ['Marketplace', 'Mercato'],
    ['Pannello di controllo', 'CCP'],
  ] as const)
    await expect(page.getByRole('row').filter({ hasText: term }).filter({ hasText: other }).first()).toBeVisible();
});

test('A26 S5 the sign-in page and the guide say that this portal has its own access, which alone opens it', async ({
  page,
  company,
}) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('main')).toContainText(
    'Usa il nome di accesso e la password di questo portale, forniti dal fornitore.',
  );
  await expect(page.getByRole('main')).toContainText('anche con single sign-on, non servono e qui non valgono');
  await expect(page.getByRole('button', { name: /single sign-on|SSO/i })).toHaveCount(0);
  await signIn(page, company.login, company.password);
  await page.goto('/guide');
  await expect(page.getByRole('main')).toContainText(
    'gli accessi ad altri portali del fornitore, anche con single sign-on, non servono e qui non valgono',
  );
});
