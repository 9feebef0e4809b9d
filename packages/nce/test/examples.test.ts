import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EXAMPLES } from '../examples/questions.ts';

/** Worked by hand: 12.60 × 2 × 29 / 30 = 24.36; 126.00 × 29 / 30 = 121.80; 10.08 / 30 × 28 × 12 = 112.89. */
const ANSWERS: Readonly<Record<string, string>> = {
  'What does a purchase cost and commit to?': '126 today, 1512 in all',
  'What does a trial become?': 'paid on 2026-12-26: 315 a month',
  'What does a change cost today, next, and until the end of the term?': '24.36, 25.2',
  'Which values will Microsoft return for the subscription after it?': '12 seats',
  'Which actions are allowed now; if not, why, and what is possible?': 'windowClosed, instead cancelAtTermEnd',
  'What is refunded if it is taken back, now and on each later day?':
    '121.8 until 2026-11-27T00:00:00Z, 117.6 until 2026-11-28T00:00:00Z',
  'Which seats are refundable on each day, and for how much?': '10 seats, 121.8 on 2026-11-26',
  'What happens at the end of the term?': 'renews on 2027-11-25',
  'What do the choices for the end of the term cost?': 'renews 130, extendsMonthly 154.5, ends',
  'Which statuses follow?': 'currentTerm, extendedServiceTerm',
  'What will be charged over several terms if nothing changes?': '24 charges',
  'On which days can a term end together with another or with a month?': 'calendarMonth 2026-11-30',
  'Does an add-on have its base?': 'its base is missing',
  'What may be chosen of a SKU?': 'noLongerTerm',
  'Does a promotion apply?': 'tooFewSeats: 20',
  'What are net, tax and gross, invoice by invoice?': '150.78 + 33.15 = 183.93',
  'What will Microsoft bill?': '-94.08, 112.89',
};

test.each(Object.entries(EXAMPLES))('%s', (question, answer) => {
  expect(answer()).toBe(ANSWERS[question]);
});

test('each question of the README has its example', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const listed = readme.split('\n').flatMap((line) => /^\| (What|Which|On|Does)[^|]*\?/.exec(line)?.[0].slice(2) ?? []);
  expect(listed.toSorted()).toEqual(Object.keys(EXAMPLES).toSorted());
  expect(Object.keys(ANSWERS).toSorted()).toEqual(Object.keys(EXAMPLES).toSorted());
});
