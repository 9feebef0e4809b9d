import { expect, test } from 'vitest';
import { AGREES, compareWithExceptions } from './exceptions.ts';
import { REQUIREMENT_LINES, testsOfRequirements } from './requirement-tests.ts';

/*
 * Every line of the requirements has a test whose title begins with it. `open-requirements.json` lists the lines that
 * have none; it only shrinks.
 */

const tests = testsOfRequirements();

test('every requirement line has a test, or is known to have none', () => {
  const open = REQUIREMENT_LINES.filter((line) => !tests.has(line));
  expect(compareWithExceptions('open-requirements.json', 'lines without a test', open)).toEqual(AGREES);
});

test('no title names a line that does not exist', () => {
  expect([...tests.keys()].filter((line) => !REQUIREMENT_LINES.includes(line))).toEqual([]);
});

test('titles of tests, of tests with rows and of groups are read', () => {
  const titles = [...tests.values()].flat();
  expect(titles).toContainEqual(expect.stringMatching(/^e2e\/sign-in\.spec\.ts: S93 A30 /));
  expect(titles).toContainEqual(expect.stringMatching(/^packages\/nce\/test\/.*: A18 .*%s/));
  expect(titles).toContainEqual(expect.stringMatching(/^e2e\/provider\.spec\.ts: A25 /));
});
