import { defineConfig } from '@playwright/test';

const browser = process.env.BROWSER_PATH;

/**
 * Walks of people through a freshly started demo. Never retried: a walk that failed once is a bug, in the portal or in
 * the walk.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/prepare-demo.ts',
  outputDir: 'test-results/walks',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 60_000,
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    // Without the film, which costs an eighth of the time: the snapshots of the page show the same.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      ...(browser === undefined || browser === '' ? {} : { executablePath: browser }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
