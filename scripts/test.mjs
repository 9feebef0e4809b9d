import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, giveUp, projectEnvironment, ROOT, say } from './project.mjs';

// Every check of the house, in the order in which a fault is cheapest to find. `--fast` stops before the browser
// (that is `npm run check`). The last line is the total.

const fast = process.argv.includes('--fast');
const REPORTS = join(ROOT, 'test-results');
const total = { passed: 0, failed: 0, skipped: 0 };
const started = Date.now();

ensureInstalled();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

check('Format and lint', 'biome', ['ci', '--error-on-warnings', '.']);
check('Route types', 'react-router', ['typegen']);
check('Types', 'tsc', []);
check('Unused files, exports and dependencies', 'knip', []);

vitest('Rules, packages and rooms (embedded database)', 'embedded', fast ? ['--changed'] : [], {});
if (!fast) {
  if (process.env.TEST_DATABASE_URL) {
    vitest(
      'Rooms on PostgreSQL',
      'postgresql',
      ['portal/features', 'portal/platform', 'portal/shell', 'portal/vendors'],
      { TEST_DATABASE_URL: process.env.TEST_DATABASE_URL },
    );
  } else {
    say(
      '\nRooms on PostgreSQL: skipped, because TEST_DATABASE_URL names no server (its user must be allowed to create databases and roles).',
    );
    total.skipped += 1;
  }
  ensureBuilt();
  walks(findBrowser());
}

say(`\nTime: ${Math.round((Date.now() - started) / 1000)} s`);
say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);

/** One tool that says yes or no. */
function check(title, command, args) {
  heading(title);
  const status = spawn(command, args);
  if (status === 0) total.passed += 1;
  else total.failed += 1;
  say(status === 0 ? 'ok' : `${title}: failed`);
}

function vitest(title, name, args, env) {
  heading(title);
  const report = join(REPORTS, `${name}.json`);
  const status = spawn('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...args], {
    TEST_DATABASE_URL: '',
    ...env,
  });
  count(status, report, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  }));
}

function walks(browser) {
  heading('Walks in a browser');
  const report = join(REPORTS, 'walks.json');
  const status = spawn('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    BROWSER_PATH: browser ?? '',
  });
  count(status, report, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
}

/** Adds a report's figures; a run that failed without a failed test counts as one failure. */
function count(status, report, figuresOf) {
  if (!existsSync(report)) {
    total.failed += 1;
    return;
  }
  const figures = figuresOf(JSON.parse(readFileSync(report, 'utf8')));
  total.passed += figures.passed;
  total.failed += status !== 0 && figures.failed === 0 ? 1 : figures.failed;
  total.skipped += figures.skipped;
}

/** An installed Chromium or Chrome, else the package manager's, else the test tool's own. */
function findBrowser() {
  const known = () =>
    [
      process.env.BROWSER_PATH,
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ]
      .filter(Boolean)
      .find((path) => existsSync(path));
  const installed = known();
  if (installed !== undefined) return installed;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium from the system packages …');
    spawnSync('sh', ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium'], {
      stdio: 'inherit',
    });
    const brought = known();
    if (brought !== undefined) return brought;
  }
  say('Installing the test tool’s own Chromium …');
  if (spawn('playwright', ['install', 'chromium']) !== 0) {
    giveUp(
      'No browser for the walks: install Chromium or Google Chrome, or set BROWSER_PATH to one, and run npm test again.',
    );
  }
  return undefined;
}

function heading(title) {
  say(`\n— ${title}`);
}

function spawn(command, args, env = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, env: projectEnvironment(env), stdio: 'inherit' });
  if (result.error !== undefined) process.stderr.write(`${command}: ${result.error.message}\n`);
  return result.status ?? 1;
}
