import { expect, test } from 'vitest';
import { AGREES, compareWithExceptions } from './exceptions.ts';
import { linesWithoutTest, titledTests, unknownLineProblems } from './requirement-tests.ts';

/*
 * Every line of the requirements has a test whose title begins with it. `open-requirements.json` lists the lines that
 * have none; it only shrinks.
 */

const tests = titledTests();

test('every requirement line has a test, or is known to have none', () => {
  expect(compareWithExceptions('open-requirements.json', 'lines without a test', linesWithoutTest(tests))).toEqual(
    AGREES,
  );
});

test('mutation: a line is reported whose test loses the line in its title', () => {
  const mutated = tests.map(({ file, title }) => ({ file, title: title.replace(/^((?:[SA]\d+ )*)A30 /, '$1') }));
  expect(linesWithoutTest(mutated)).toEqual([...linesWithoutTest(tests), 'A30']);
});

test('no title names a line that does not exist', () => {
  expect(unknownLineProblems(tests)).toEqual([]);
});

test('mutation: a title with a line that does not exist is reported', () => {
  const mutation = { file: 'e2e/buy.spec.ts', title: 'S12 S95 a product is bought' };
  expect(unknownLineProblems([...tests, mutation])).toEqual([
    'S95 does not exist: e2e/buy.spec.ts: S12 S95 a product is bought',
  ]);
});

test('titles of tests, of tests with rows and of groups are read', () => {
  const titles = tests.map(({ file, title }) => `${file}: ${title}`);
  expect(titles).toContainEqual(expect.stringMatching(/^e2e\/sign-in\.spec\.ts: S93 A30 /));
  expect(titles).toContainEqual(expect.stringMatching(/^packages\/nce\/test\/.*: A18 .*%s/));
  expect(titles).toContainEqual(expect.stringMatching(/^e2e\/provider\.spec\.ts: A25 /));
});
