import { expect, test } from 'vitest';
import { readSource, sourceFiles } from './source-files.ts';

/*
 * A row is held "for no key update". "For update" also keeps everybody from adding rows that refer to it: while an
 * order held its account, every quote, audit record and notification of that account waited.
 */

const HELD_WHOLLY = /\.for\('update'|(?<!no key )(?<!on )\bfor update\b(?! using| with| to)/i;
/** They hold rows of tables to which no other refers. */
const EXCEPTIONS = ['portal/shell/sealed-texts.server.ts'];

test('no statement holds a row against those that refer to it', () => {
  const files = sourceFiles(['ts']).filter((file) => file.startsWith('portal/') && !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(500);
  const found = files.filter((file) => HELD_WHOLLY.test(readSource(file)));
  expect(found, "Hold rows with .for('no key update').").toEqual(EXCEPTIONS);
});
