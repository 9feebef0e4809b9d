import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';

const ROOT = join(import.meta.dirname, '..');
const START_LIMIT_MS = 90_000;

export const DEMO_PASSWORD = 'Finestra sul cortile 2026';

export type Demo = Readonly<{ url: string; dataFolder: string; log: () => string }>;

/**
 * A freshly started demo for each file of walks, as a newcomer has it: a copy of the one that `prepare-demo.ts` made. Each file says `test.use({ walk: 'its name' })`: another
 * name is another demo, so that no file sees what another one did.
 */
export const test = base.extend<
  { signIn: (login: string, password?: string) => Promise<void> },
  { walk: string; demo: Demo }
>({
  walk: ['unnamed', { option: true, scope: 'worker' }],
  demo: [
    async ({ walk }, use) => {
      expect(walk, 'each file of walks names its demo').not.toBe('unnamed');
      const { demo, stop } = await startDemo({ copyOf: preparedDemo() });
      await use(demo);
      await stop();
    },
    { scope: 'worker', timeout: START_LIMIT_MS + 10_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
  signIn: async ({ page }, use) => use((login, password) => signIn(page, login, password)),
});

export { expect };

/** Types name and password on the sign-in page, in the language that it shows. */
export async function signIn(page: Page, login: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(/^(Nome di accesso|Login name)$/).fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /^(Accedi|Sign in)$/ }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/**
 * Follows a link of the navigation and waits until its page is the one that is shown. The page before it stays up while the next one
 * is fetched, and may have links and fields of the same names: whoever clicks at once may click there.
 */
export async function openInNavigation(page: Page, name: string): Promise<void> {
  const link = page.getByRole('navigation').first().getByRole('link', { name, exact: true });
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
}

/** The data folder of a demo that was started once and stopped. */
export function preparedDemo(): string {
  const { PREPARED_DEMO } = process.env;
  if (PREPARED_DEMO === undefined) throw new Error('prepare-demo.ts has not run');
  return PREPARED_DEMO;
}

type Start = Readonly<{
  /** Without it, an empty one that goes with the demo's end. */
  dataFolder?: string;
  /** A data folder that nobody uses now; a copy of it is where this demo begins. */
  copyOf?: string;
}>;

/** Starts the portal on a free port. */
export async function startDemo(start: Start = {}) {
  const port = await freePort();
  const dataFolder = start.dataFolder ?? mkdtempSync(join(tmpdir(), 'licence-portal-walk-'));
  if (start.copyOf !== undefined) cpSync(start.copyOf, dataFolder, { recursive: true });
  let said = '';
  const child = spawn(join(ROOT, 'node_modules', '.bin', 'node'), [join('build', 'programs', 'serve.js')], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataFolder,
      DEMO_PASSWORD,
      DEMO_ORDER_SECONDS: '1',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await ended(child);
    if (start.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child, () => said);
  } catch (error) {
    await stop();
    throw error;
  }
  return { demo: { url, dataFolder, log: () => said } satisfies Demo, stop, child };
}

async function untilReady(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the demo ended at its start:\n${said()}`);
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the demo was not ready in time:\n${said()}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exit;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
