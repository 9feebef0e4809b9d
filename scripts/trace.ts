import { linesWithoutTest, REQUIREMENT_LINES, testsOfRequirements, titledTests } from './requirement-tests.ts';

/*
 * Prints which requirement lines have a test whose title begins with them, and which have none. `npm run trace --
 * --list` prints the tests of each line.
 */

const tests = titledTests();
if (process.argv.includes('--list')) {
  const byLine = testsOfRequirements(tests);
  for (const line of REQUIREMENT_LINES) {
    process.stdout.write(`${line}\n${(byLine.get(line) ?? []).map((test) => `    ${test}\n`).join('')}`);
  }
}
const open = linesWithoutTest(tests);
process.stdout.write(
  `${REQUIREMENT_LINES.length - open.length} of ${REQUIREMENT_LINES.length} requirement lines have a test.\n`,
);
if (open.length > 0) process.stdout.write(`Without a test: ${open.join(' ')}\n`);
