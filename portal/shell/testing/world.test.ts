import { expect, test } from 'vitest';
import { startWorld } from './world.ts';

test('one clock moves portal and Microsoft together', async () => {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  world.advance({ days: 7, hours: 1 });
  expect(world.clock.now().toString()).toBe('2026-03-09T10:00:00Z');
  const answer: unknown = await (await world.simulator.control('GET', '/clock')).json();
  expect(answer).toMatchObject({ now: expect.stringContaining('2026-03-09T10:00:00') });
});
