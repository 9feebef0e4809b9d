import { expect, test } from 'vitest';
import { FollowingClock } from './clock.ts';

test('a clock that follows another one keeps its distance from the machine, and the last one counts', () => {
  const clock = new FollowingClock();
  const aheadMinutes = () => Math.round(clock.now().since(Temporal.Now.instant()).total('minutes')) + 0;
  expect(aheadMinutes()).toBe(0);
  clock.follow(Temporal.Now.instant().add({ hours: 9600 }));
  expect(aheadMinutes()).toBe(9600 * 60);
  clock.follow(Temporal.Now.instant().subtract({ hours: 48 }));
  expect(aheadMinutes()).toBe(-48 * 60);
});
