import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';
import { brokenSource, brokenVariantsOf, PACKAGES_WITH_VARIANTS } from './broken-variants.ts';

test.each(PACKAGES_WITH_VARIANTS)('%s: each broken variant of the list can still be made', (name) => {
  const variants = brokenVariantsOf(name);
  expect(variants.length).toBeGreaterThanOrEqual(25);
  const unfit = variants.filter((variant) => {
    const source = readFileSync(join(ROOT_FOLDER, variant.file), 'utf8');
    return brokenSource(source, variant) === undefined || !existsSync(join(ROOT_FOLDER, variant.test));
  });
  expect(unfit).toEqual([]);
});

test('a replacement is found over line breaks, and is put in as it stands', () => {
  const variant = { rule: '', file: '', insteadOf: 'if (a || b) return;', stood: '$& none', test: '' };
  expect(brokenSource('if (a ||\n    b) return;\nrest', variant)).toBe('$& none\nrest');
  expect(brokenSource('if (a && b) return;', variant)).toBeUndefined();
});
