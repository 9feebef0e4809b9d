import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { likePattern } from './like-pattern.ts';

test('a text is found anywhere, and its wildcards stand for themselves', async () => {
  const world = await startWorld();
  const isFound = (text: string, within: string) =>
    world.db({ kind: 'system' }, async (tx) => {
      const { rows } = await tx.execute<{ found: boolean }>(
        sql`select ${within}::text ilike ${likePattern(text)} as found`,
      );
      return rows[0]?.found;
    });
  expect(await isFound('rosa', 'Studio Rosati')).toBe(true);
  expect(await isFound('100%', 'sconto del 100% oggi')).toBe(true);
  expect(await isFound('100%', '1000 licenze')).toBe(false);
  expect(await isFound('a_b', 'a_b')).toBe(true);
  expect(await isFound('a_b', 'axb')).toBe(false);
  expect(await isFound('a\\b', 'a\\b')).toBe(true);
  expect(await isFound('\\', 'without')).toBe(false);
});
