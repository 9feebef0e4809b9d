import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { AGREES, compareWithExceptions } from './exceptions.ts';
import { ROOT, readSource, type SyntaxNode, sourceFiles, syntaxNodes } from './source-files.ts';

/*
 * Names are plain engineering English: these words appear in no identifier, property key, type name, class of a style
 * sheet, name in SQL or file name. `word-exceptions.json` holds the names that are known to; it only shrinks.
 */

const EXCEPTIONS = 'word-exceptions.json';

/** Words that are refused as parts of a name, each in its forms, and the words to use instead. */
const REFUSED: readonly (readonly [words: string, useInstead: string])[] = [
  ['house houses ground grounds', 'application, app context'],
  ['room rooms', 'module'],
  ['arrow arrows', 'dependency rule'],
  ['walk walks walked walking', 'end-to-end test; visit (a tree)'],
  ['figure figures', 'metric, measurement'],
  ['film films', 'video, screenshot'],
  ['mend mends mended mending', 'fix, correct, retry, resolve'],
  ['hindrance hindrances', 'blocker, rejection'],
  ['no-type', 'rejection, refusal'],
  ['tell tells told telling untold', 'notify, show, report'],
  ['happening happenings', 'activity'],
  ['asked', 'query, filters, requested'],
  ['stick sticks', 'mark stuck'],
  ['taker takers', 'target subscription'],
  ['goes-on go-on going-on', 'extend month to month'],
  ['made-up', 'fake, generated'],
  ['live-through lived-through', 'seed'],
  ['variant variants', 'mutation'],
  ['doomed deed deeds', 'rejected; action'],
];

const refused = new Set(REFUSED.flatMap(([words]) => words.split(' ')));

/** @returns the refused words in a name of any notation, such as `roomOf`, `ROOM_COUNT`, `room-list` */
function refusedWordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const pairs = words.slice(1).map((word, at) => `${words[at]}-${word}`);
  return [...words, ...pairs, ...(name === 'No' ? ['no-type'] : [])].filter((word) => refused.has(word));
}

/** Names that a syntax node gives or uses; `figure` is an element of HTML. */
function nameOf(node: SyntaxNode): string | undefined {
  if (node.type === 'JSXIdentifier' && node.name === 'figure') return undefined;
  if (/^(Identifier|PrivateIdentifier|JSXIdentifier)$/.test(node.type)) return String(node.name);
  if (node.type !== 'Property' && node.type !== 'PropertyDefinition') return undefined;
  const key = node.key as SyntaxNode;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

/** Names in SQL: what is neither comment nor text. */
function namesInSql(source: string): string[] {
  return source.replace(/--.*|'(?:[^']|'')*'/g, '').match(/[a-z_][a-z0-9_]*/gi) ?? [];
}

function classesOf(source: string): string[] {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').match(/(?<=[.]|--)[a-z][\w-]*/gi) ?? [];
}

/** Compares names that hold a refused word with the known ones. */
function expectWords(list: string, names: readonly string[]): void {
  expect(names.length).toBeGreaterThan(100);
  const found = names.flatMap((name) => refusedWordsOf(name).map((word) => `${name} (${word})`));
  const remedy = `Rename them: ${REFUSED.map(([words, use]) => `${words.split(' ')[0]} → ${use}`).join('; ')}`;
  expect(compareWithExceptions(EXCEPTIONS, list, found), remedy).toEqual(AGREES);
}

test('names in TypeScript use the words of the field', () => {
  const files = sourceFiles(['ts', 'tsx', 'mjs']);
  const names = new Set(files.flatMap((file) => syntaxNodes(file).flatMap((node) => nameOf(node) ?? [])));
  expectWords('names in TypeScript', [...names]);
});

test('names in SQL use the words of the field', () => {
  const names = sourceFiles(['sql']).flatMap((file) => namesInSql(readSource(file)));
  expectWords('names in SQL', names);
});

test('classes of style sheets use the words of the field', () => {
  const names = sourceFiles(['css']).flatMap((file) => classesOf(readSource(file)));
  expectWords('classes of style sheets', names);
});

test('file names use the words of the field', () => {
  const paths = globSync(['*', '{packages,portal,e2e,bench,scripts,docs,public}/**/*'], { cwd: ROOT });
  const ours = paths.filter((path) => !path.includes('node_modules'));
  expectWords(
    'file names',
    ours.map((path) => basename(path)),
  );
});

test.each([
  ['roomOf', ['room']],
  ['ROOM_COUNT', ['room']],
  ['startHouse', ['house']],
  ['goesOnMonthly', ['goes-on']],
  ['madeUpGuid', ['made-up']],
  ['protect_house_table', ['house']],
  ['No', ['no-type']],
  ['background', []],
  ['mushroom', []],
  ['isNo', []],
])('%s holds the refused words %j', (name, words) => {
  expect(refusedWordsOf(name)).toEqual(words);
});
