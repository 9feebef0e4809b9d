import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { shiftClock } from '../scripts/shift-clock.mjs';
import { Company } from './company.ts';
import { type Demo, preparedDemo, type RunningDemo, startDemo } from './demo.ts';
import { Rest } from './rest.ts';

export { expect };

/** People of the demo, by their logins. */
export type DemoLogin = 'admin' | 'utente' | 'fornitore' | 'elena.conti';

type OfTest = {
  /**
   * A company of this test alone, whose administrator is not signed in to the browser yet. It speaks the page's
   * language.
   */
  company: Company;
  /**
   * Lets the browser, or another page of it, act as a person of the demo. Tests that change nothing share these people.
   */
  signInAs: (login: DemoLogin, page?: Page) => Promise<void>;
  /** A page of another browser, where somebody else can be signed in. */
  otherPage: Page;
  /** A demo of this test alone, for what concerns everybody: the clock, the price list, the process. */
  ownDemo: RunningDemo;
  /** A page of that demo. */
  ownPage: Page;
};

type OfWorker = {
  /** One demo for all tests of a worker: a copy of the one that `prepare-demo.ts` started. */
  demo: Demo;
  /** REST as the provider. */
  provider: Rest;
  sessions: (login: DemoLogin) => Promise<Rest>;
};

const DEMO_START = { scope: 'worker', timeout: 120_000 } as const;

export const test = base.extend<OfTest, OfWorker>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of other fixtures from the pattern.
    async ({}, use) => {
      const { demo, stop } = await startDemo({ copyOf: preparedDemo() });
      await use(demo);
      await stop();
    },
    DEMO_START,
  ],
  sessions: [
    async ({ demo }, use) => {
      const open = new Map<DemoLogin, Promise<Rest>>();
      await use((login) => {
        const session = open.get(login) ?? signedIn(demo.url, login);
        open.set(login, session);
        return session;
      });
      for (const session of open.values()) await (await session).close();
    },
    DEMO_START,
  ],
  provider: [async ({ sessions }, use) => use(await sessions('fornitore')), DEMO_START],
  baseURL: async ({ demo }, use) => use(demo.url),
  context: async ({ context }, use) => {
    await shiftPages(context);
    await use(context);
  },
  signInAs: async ({ page, sessions }, use) =>
    use(async (login, other = page) => {
      await other.context().addCookies(await (await sessions(login)).cookies());
      await other.goto('/');
    }),
  otherPage: async ({ browser, baseURL, locale }, use) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', locale: locale ?? 'it-IT' });
    await shiftPages(context);
    await use(await context.newPage());
    await context.close();
  },
  company: async ({ demo, provider, locale }, use) => {
    const company = await Company.open(provider, demo.url, locale?.startsWith('en') ? 'en' : 'it');
    await use(company);
    await company.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  ownDemo: async ({}, use) => {
    const own = await startDemo({ copyOf: preparedDemo() });
    await use(own);
    await own.stop();
  },
  ownPage: async ({ browser, ownDemo, locale }, use) => {
    const context = await browser.newContext({ baseURL: ownDemo.demo.url, locale: locale ?? 'it-IT' });
    await shiftPages(context);
    await use(await context.newPage());
    await context.close();
  },
});

/** Under a shifted clock the pages have the time of the process that serves them. */
async function shiftPages(context: BrowserContext): Promise<void> {
  const { CLOCK_SHIFT_MS } = process.env;
  if (CLOCK_SHIFT_MS !== undefined) await context.addInitScript(shiftClock, Number(CLOCK_SHIFT_MS));
}

async function signedIn(url: string, login: DemoLogin): Promise<Rest> {
  const rest = await Rest.open(url);
  await rest.signIn(login);
  return rest;
}
