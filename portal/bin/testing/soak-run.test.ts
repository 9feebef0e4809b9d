import { expect, test } from 'vitest';
import { growthBetween } from './soak-run.ts';

const FIRST = { waitingSeconds: 2, workerMb: 200, deadRows: 500 };

test('a soak fails on what has grown, and on what could not be measured', () => {
  expect(growthBetween(FIRST, { waitingSeconds: 3, workerMb: 230, deadRows: 900 })).toEqual([]);
  expect(growthBetween(FIRST, { waitingSeconds: 30, workerMb: 400, deadRows: 30_000 })).toEqual([
    'waitingSeconds grew from 2 to 30',
    'workerMb grew from 200 to 400',
    'deadRows grew from 500 to 30000',
  ]);
  expect(growthBetween(FIRST, { ...FIRST, waitingSeconds: Number.NaN })).toHaveLength(1);
});
