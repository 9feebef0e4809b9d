import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';

/*
 * Breaks the rules that a package lists in test/broken-variants.md, one at a time and in a copy, and says which of them the
 * test named there does not notice: `npm run variants partner-center`, with a word to try only the rows that have it.
 * It takes some seconds for each row, so it is no part of `npm test`; that each row still fits the code is.
 */

export const PACKAGES_WITH_VARIANTS = ['partner-center', 'partner-center-simulator'] as const;
type PackageName = (typeof PACKAGES_WITH_VARIANTS)[number];

/** A rule broken by one replacement, and the test file that notices. Paths are below the project's folder. */
export type BrokenVariant = Readonly<{ rule: string; file: string; insteadOf: string; stood: string; test: string }>;

export function brokenVariantsOf(name: PackageName): BrokenVariant[] {
  const list = readFileSync(join(ROOT_FOLDER, 'packages', name, 'test', 'broken-variants.md'), 'utf8');
  return list.split('\n').flatMap((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    const [, rule, file, insteadOf, stood, test] = cells;
    if (rule === undefined || file?.startsWith('`') !== true || test === undefined) return [];
    const texts = { insteadOf: codeOf(insteadOf ?? ''), stood: codeOf(stood ?? '') };
    return [{ rule, file: placeOf(codeOf(file), name, 'src'), ...texts, test: placeOf(codeOf(test), name, 'test') }];
  });
}

/** The source with the rule broken: wherever the text stands, however its lines are broken. Undefined where it does not. */
export function brokenSource(source: string, { insteadOf, stood }: BrokenVariant): string | undefined {
  const words = insteadOf.split(/\s+/).map((word) => RegExp.escape(word));
  const text = new RegExp(words.join('\\s*'), 'g');
  return text.test(source) ? source.replace(text, () => stood) : undefined;
}

/** `nothing` in words stands for nothing in code. */
function codeOf(cell: string): string {
  return cell === 'nothing' ? '' : cell.replace(/^`+ ?/, '').replace(/ ?`+$/, '');
}

/** A bare name is a file of the package's folder for its kind; one in `messages` or `scripts` says so. */
function placeOf(path: string, name: PackageName, folder: 'src' | 'test'): string {
  if (path.startsWith('scripts/')) return path;
  return path.startsWith('messages/') ? `packages/${name}/${path}` : `packages/${name}/${folder}/${path}`;
}

const COPY = join(ROOT_FOLDER, 'build', 'variants');

function copyProject(): void {
  rmSync(COPY, { recursive: true, force: true });
  mkdirSync(COPY, { recursive: true });
  for (const part of ['packages', 'scripts', 'portal/platform', 'package.json', 'tsconfig.json', 'LICENSE']) {
    const isOurs = (path: string) => !path.split(sep).includes('node_modules');
    cpSync(join(ROOT_FOLDER, part), join(COPY, part), { recursive: true, filter: isOurs });
  }
  const tests = { include: ['packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'], hookTimeout: 180_000 };
  writeFileSync(join(COPY, 'vitest.config.ts'), `export default { test: ${JSON.stringify(tests)} };\n`);
}

/** @returns whether the test noticed */
function isNoticed(variant: BrokenVariant): boolean {
  const path = join(COPY, variant.file);
  const source = readFileSync(path, 'utf8');
  const broken = brokenSource(source, variant);
  if (broken === undefined) throw new Error(`${variant.file} has no ${variant.insteadOf}`);
  writeFileSync(path, broken);
  const noticed = !passes([variant.test]);
  writeFileSync(path, source);
  return noticed;
}

function passes(tests: readonly string[]): boolean {
  return spawnSync('vitest', ['run', '--bail=1', ...tests], { cwd: COPY, encoding: 'utf8' }).status === 0;
}

function tryAll(name: PackageName, word: string): number {
  copyProject();
  const variants = brokenVariantsOf(name).filter(({ rule, file, test }) => `${rule} ${file} ${test}`.includes(word));
  if (!passes([...new Set(variants.map(({ test }) => test))])) {
    throw new Error('the tests fail before anything is broken');
  }
  const unnoticed = variants.filter((variant) => {
    const noticed = isNoticed(variant);
    process.stdout.write(`${noticed ? 'noticed' : 'NOT NOTICED'}: ${variant.rule}\n`);
    return !noticed;
  });
  process.stdout.write(`${variants.length - unnoticed.length} of ${variants.length} variants are noticed.\n`);
  rmSync(COPY, { recursive: true });
  return unnoticed.length;
}

if (import.meta.main) {
  const [asked, word = ''] = process.argv.slice(2);
  const name = PACKAGES_WITH_VARIANTS.find((known) => known === asked);
  if (name === undefined) {
    process.stderr.write(`npm run variants ${PACKAGES_WITH_VARIANTS.join('|')} [word]\n`);
    process.exitCode = 2;
  } else if (tryAll(name, word) > 0) process.exitCode = 1;
}
