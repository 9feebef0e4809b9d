import { expect, test } from 'vitest';
import { AGREES, compareWithExceptions } from './exceptions.ts';
import { parseSource, readSource, sourceFiles, syntaxNodes } from './source-files.ts';

/*
 * No line is longer than 120 columns. Biome wraps code; this test looks at what it leaves as it is: comments, SQL and
 * style sheets. A line of code may be longer by a text that stands on it, because texts are not broken.
 *
 * No longer line is known. While code moves, `line-exceptions.json` may hold some files with their count; it only
 * shrinks.
 */

const COLUMNS_MAX = 120;
const ADDRESS = /https?:\/\/\S+/g;

/** The numbers of the lines of a file that are too long. */
function longLinesOf(file: string): number[] {
  const source = readSource(file);
  const counted = /\.(css|sql)$/.test(file) ? source : withoutTexts(file, source);
  return counted
    .split('\n')
    .flatMap((line, at) => ([...line.replace(ADDRESS, '')].length > COLUMNS_MAX ? [at + 1] : []));
}

/** A source with what stands between quotes taken out; lines stay lines. */
function withoutTexts(file: string, source: string): string {
  const texts = syntaxNodes(file).filter(({ type }) => /^(Literal|TemplateElement|JSXText)$/.test(type));
  const kept: string[] = [];
  let at = 0;
  for (const { start, end } of texts.toSorted((left, right) => left.start - right.start)) {
    if (start < at) continue;
    kept.push(source.slice(at, start), source.slice(start, end).replaceAll(/[^\n]/g, ''));
    at = end;
  }
  return [...kept, source.slice(at)].join('');
}

test('no line is longer than 120 columns', () => {
  const files = sourceFiles(['ts', 'tsx', 'mjs', 'css', 'sql']);
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) => {
    const lines = longLinesOf(file);
    return lines.length === 0 ? [] : [`${file}: ${lines.length}`];
  });
  const remedy = 'Wrap the lines that are longer than 120 columns.';
  expect(compareWithExceptions('line-exceptions.json', 'files with long lines', found), remedy).toEqual(AGREES);
});

test('comments of a parsed file are kept when its texts are taken out', () => {
  const file = 'scripts/line-length.test.ts';
  const [comment] = parseSource(file).comments;
  expect(comment).toBeDefined();
  expect(withoutTexts(file, readSource(file))).toContain(comment?.value);
  expect(withoutTexts(file, readSource(file))).not.toContain('no line is longer than 120 columns');
});
