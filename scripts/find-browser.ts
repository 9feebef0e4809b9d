import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Paths of Chromium and Chrome, as systems install them. The shell without windows renders the same pages in two thirds
 * of the time.
 */
const INSTALLED = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const INSTALL_FROM_SYSTEM = 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium';

/**
 * The browser of the end-to-end tests: the one of BROWSER_PATH, an installed one, or else Chromium, which is installed
 * from the system's packages or by Playwright. Ends the process with a sentence when there is none to be had.
 *
 * @returns its path; undefined for Playwright's own
 */
export function findBrowser(): string | undefined {
  const installed = firstInstalled();
  if (installed !== undefined) return installed;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing Chromium from the system packages …\n');
    spawnSync('sh', ['-c', INSTALL_FROM_SYSTEM], { stdio: 'inherit' });
    const added = firstInstalled();
    if (added !== undefined) return added;
  }
  process.stdout.write('Installing the Chromium of Playwright …\n');
  if (spawnSync('playwright', ['install', 'chromium'], { stdio: 'inherit' }).status === 0) return undefined;
  process.stderr.write('There is no browser for the end-to-end tests: install Chromium or Google Chrome, or set\n');
  process.stderr.write('BROWSER_PATH to one, and run npm test again.\n');
  process.exit(1);
}

function firstInstalled(): string | undefined {
  const { BROWSER_PATH } = process.env;
  return [...(BROWSER_PATH ? [BROWSER_PATH] : []), ...INSTALLED].find((path) => existsSync(path));
}
