import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { findBrowser } from './find-browser.ts';
import { shiftedEnvironment } from './shift-clock.mjs';

/*
 * Every check of the project, cheap ones first. The last line is the total.
 *
 *   npm test                                      all of it, today
 *   npm run check                                 the fast part: tools, rules, the client, one module on a database
 *   npm test -- --at 2028-02-29T12:00:00Z         all of it on another day; --zone Asia/Tokyo in another time zone
 *   npm test -- --nightly                         all of it today and at each of the moments below
 */

/** Ends of months and years, midnight in UTC, both changes of summer time on two continents, zones east and west. */
const MOMENTS: readonly Moment[] = [
  { at: '2027-02-28T12:00:00Z', zone: 'UTC' },
  { at: '2027-01-29T12:00:00Z', zone: 'America/Los_Angeles' },
  { at: '2027-01-30T12:00:00Z', zone: 'Europe/Rome' },
  { at: '2027-03-31T12:00:00Z', zone: 'Asia/Tokyo' },
  { at: '2028-02-29T12:00:00Z', zone: 'Asia/Tokyo' },
  { at: '2026-12-31T23:58:00Z', zone: 'UTC' },
  { at: '2027-06-30T23:58:00Z', zone: 'America/Los_Angeles' },
  { at: '2027-03-28T00:58:00Z', zone: 'Europe/Rome' },
  { at: '2027-10-31T00:58:00Z', zone: 'Europe/Rome' },
  { at: '2027-03-14T09:58:00Z', zone: 'America/Los_Angeles' },
  { at: '2027-11-07T08:58:00Z', zone: 'America/Los_Angeles' },
];

/** What the fast part runs: rules, the client, one module on the embedded database, checks of the whole repository. */
const FAST = [
  'packages/nce/',
  'packages/partner-center/',
  'portal/platform/',
  'portal/features/accounts/',
  ...['dependencies', 'words', 'line-length', 'imported-packages', 'node-version', 'requirement-tests'].map(
    (name) => `scripts/${name}.test.ts`,
  ),
];
/** Tests that open a database. */
const PORTAL = ['portal/features', 'portal/platform', 'portal/shell', 'portal/vendors'];

type Moment = Readonly<{ at: string; zone: string }>;
type Counts = Readonly<{ passed: number; failed: number; skipped: number }>;

const ROOT = join(import.meta.dirname, '..');
const REPORTS = join(ROOT, 'test-results');
const total = { passed: 0, failed: 0, skipped: 0 };
/** Named again before the total, for readers who see the end of a long log. */
const failures: string[] = [];
const startedAtMs = performance.now();

const { values } = parseArgs({
  options: {
    fast: { type: 'boolean', default: false },
    nightly: { type: 'boolean', default: false },
    at: { type: 'string' },
    zone: { type: 'string', default: 'UTC' },
  },
});

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
runTool('Format and lint', 'biome', ['ci', '--error-on-warnings', '.']);
runTool('Route types', 'react-router', ['typegen']);
runTool('Types', 'tsc', []);
runTool('Unused files, exports and dependencies', 'knip', []);
if (values.fast) runVitest('Rules, client, one module (embedded database)', FAST, {});
else {
  runTool('Build', 'node', ['scripts/build.ts', '--if-changed']);
  const browser = findBrowser();
  if (values.at === undefined) runSuites(browser, undefined);
  else runSuites(browser, { at: values.at, zone: values.zone });
  if (values.nightly) for (const moment of MOMENTS) runSuites(browser, moment);
}
if (failures.length > 0) print(`\nFailed:\n${failures.map((failure) => `- ${failure}`).join('\n')}`);
print(`\nTime: ${Math.round((performance.now() - startedAtMs) / 1000)} s`);
print(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed === 0 ? 0 : 1);

/** Tests on the embedded database, on a PostgreSQL server where there is one, and in a browser. */
function runSuites(browser: string | undefined, moment: Moment | undefined): void {
  if (moment !== undefined) print(`\nFrom ${moment.at} on, in the zone ${moment.zone}`);
  const clock = () => (moment === undefined ? {} : shiftedEnvironment(moment.at, moment.zone));
  runVitest('Packages, modules and scripts (embedded database)', [], clock());
  const { TEST_DATABASE_URL } = process.env;
  if (TEST_DATABASE_URL) runVitest('Modules (PostgreSQL)', PORTAL, { ...clock(), TEST_DATABASE_URL });
  else {
    print('\nModules (PostgreSQL): skipped, because TEST_DATABASE_URL names no server.');
    print('Its user must be allowed to create databases and roles.');
    total.skipped += 1;
  }
  runBrowserTests(browser, clock());
}

function runTool(title: string, command: string, args: readonly string[]): void {
  print(`\n— ${title}`);
  const isPassed = run(command, args) === 0;
  add({ passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 });
  if (!isPassed) failures.push(title);
  print(isPassed ? 'ok' : `${title}: failed`);
}

/** @param paths  parts of paths of test files; empty for all */
function runVitest(title: string, paths: readonly string[], environment: Record<string, string>): void {
  print(`\n— ${title}`);
  const report = newReport();
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const status = run('vitest', ['run', ...reporters, ...paths], { TEST_DATABASE_URL: '', ...environment });
  addReport(title, status, report, (json: VitestReport) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
    failures: json.testResults.flatMap(failuresOfFile),
  }));
}
type VitestReport = Readonly<
  Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number> & {
    testResults: readonly VitestFile[];
  }
>;
type VitestFile = Readonly<{
  name: string;
  status: string;
  message: string;
  assertionResults: readonly Readonly<{
    fullName: string;
    status: string;
    failureMessages: readonly string[] | null;
  }>[];
}>;

/** Failed tests of a file; the file itself where it could not be loaded. */
function failuresOfFile({ name, status, message, assertionResults }: VitestFile): string[] {
  const file = relative(ROOT, name);
  const failed = assertionResults.filter((result) => result.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [describeFailure(file, message)] : [];
  return failed.map(({ fullName, failureMessages }) =>
    describeFailure(`${file}: ${fullName}`, failureMessages?.[0] ?? ''),
  );
}

function runBrowserTests(browser: string | undefined, environment: Record<string, string>): void {
  print('\n— End-to-end tests in a browser');
  const report = newReport();
  const status = run('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    BROWSER_PATH: browser ?? '',
    ...environment,
  });
  addReport('End-to-end tests', status, report, ({ stats, suites }: PlaywrightReport) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: suites.flatMap(failuresOfSuite),
  }));
}
type PlaywrightReport = Readonly<{
  stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>;
  suites: readonly PlaywrightSuite[];
}>;
type PlaywrightSuite = Readonly<{
  suites?: readonly PlaywrightSuite[];
  specs: readonly Readonly<{ title: string; file: string; ok: boolean; tests: readonly PlaywrightTest[] }>[];
}>;
type PlaywrightTest = Readonly<{ results: readonly Readonly<{ error?: Readonly<{ message?: string }> }>[] }>;

function failuresOfSuite({ suites = [], specs }: PlaywrightSuite): string[] {
  const failed = specs.filter(({ ok }) => !ok);
  const own = failed.map(({ title, file, tests }) => {
    const error = tests.flatMap(({ results }) => results).find((result) => result.error !== undefined)?.error;
    return describeFailure(`e2e/${file}: ${title}`, error?.message ?? '');
  });
  return [...own, ...suites.flatMap(failuresOfSuite)];
}

/** One line, and the beginning of the message below it. */
function describeFailure(name: string, message: string): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [name, ...lines.slice(0, 6).map((line) => `    ${line}`)].join('\n');
}

function newReport(): string {
  const report = join(REPORTS, 'report.json');
  rmSync(report, { force: true });
  return report;
}

/** Adds what a report counts. A run without a report, without tests, or with a bad status alone is one failure. */
function addReport<Report>(
  title: string,
  status: number,
  report: string,
  countsOf: (json: Report) => Counts & Readonly<{ failures: readonly string[] }>,
): void {
  const none = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const counts = existsSync(report) ? countsOf(JSON.parse(readFileSync(report, 'utf8')) as Report) : none;
  const hasRun = counts.passed + counts.failed > 0;
  if (!hasRun) print('No test has run: this counts as a failure.');
  const endedBadly = counts.failed === 0 && (status !== 0 || !hasRun);
  add({ ...counts, failed: endedBadly ? 1 : counts.failed });
  failures.push(...counts.failures);
  if (endedBadly) failures.push(`${title}: ${hasRun ? `ended with status ${status}` : 'no test has run'}`);
}

function add({ passed, failed, skipped }: Counts): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** @returns the exit status of a tool of the project */
function run(command: string, args: readonly string[], environment: Record<string, string> = {}): number {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  return status ?? 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
