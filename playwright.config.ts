import { defineConfig } from '@playwright/test';
import { requireNode } from './scripts/require-node.mjs';

const browser = process.env.BROWSER_PATH;

requireNode();

/**
 * End-to-end tests through freshly started demos, in any order. Never retried: a test that failed once shows a bug, in
 * the portal or in the test.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/prepare-demo.ts',
  outputDir: 'test-results/end-to-end',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 60_000,
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    // Without screenshots, which cost an eighth of the time: the snapshots of the page show the same.
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
