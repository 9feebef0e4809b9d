import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Points of level 1 and 2 in each chapter of OWASP ASVS 5.0.0. */
const POINTS_OF_CHAPTERS = {
  1: 27,
  2: 11,
  3: 19,
  4: 10,
  5: 9,
  6: 35,
  7: 18,
  8: 7,
  9: 7,
  10: 29,
  11: 14,
  12: 9,
  13: 13,
  14: 9,
  15: 13,
  16: 16,
  17: 7,
};

type Point = Readonly<{ id: string; holds: string; shownBy: string }>;

function readPoints(): Point[] {
  const text = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, id = '', , holds = '', shownBy = ''] = line.split('|').map((cell) => cell.trim());
    return /^\d+\.\d+\.\d+$/.test(id) ? [{ id, holds, shownBy }] : [];
  });
}

test('docs/security.md has every point of ASVS level 2 once, with an answer', () => {
  const points = readPoints();
  expect(new Set(points.map(({ id }) => id)).size).toBe(points.length);
  const counts = Object.groupBy(points, ({ id }) => id.split('.')[0] ?? '');
  expect(Object.fromEntries(Object.entries(counts).map(([chapter, rows]) => [chapter, rows?.length]))).toEqual(
    POINTS_OF_CHAPTERS,
  );
  const unanswered = points.filter(
    ({ holds, shownBy }) => !['yes', 'no', 'n. a.', 'operator'].includes(holds) || shownBy === '',
  );
  expect(unanswered).toEqual([]);
});

test('the files and folders that docs/security.md names exist', () => {
  const paths = readPoints().flatMap(({ id, shownBy }) =>
    [...shownBy.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)`|\]\(([\w./-]+)\)/g)].map(([, path, link]) => ({
      id,
      path: path ?? join('docs', link ?? ''),
    })),
  );
  expect(paths.length).toBeGreaterThan(80);
  expect(paths.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
});
