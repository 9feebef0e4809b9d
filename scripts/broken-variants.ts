import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

const TIME_LIMIT_MS = 120_000;

/** @returns the folder of a copy in which packages and scripts can be tested */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'licence-portal-variants-'));
  for (const part of ['packages', 'scripts', 'portal/platform', 'package.json', 'tsconfig.json', 'LICENSE']) {
    const isOurs = (path: string) => !path.slice(ROOT_FOLDER.length).split(sep).includes('node_modules');
    cpSync(join(ROOT_FOLDER, part), join(copy, part), { recursive: true, filter: isOurs });
  }
  linkDependencies(copy);
  const include = ['packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'];
  const tests = { include, testTimeout: TIME_LIMIT_MS, hookTimeout: TIME_LIMIT_MS };
  writeFileSync(join(copy, 'vitest.config.ts'), `export default { test: ${JSON.stringify(tests)} };\n`);
  return copy;
}

/** Dependencies are those of the project, but its own packages are those of the copy. */
function linkDependencies(copy: string): void {
  const own = join(copy, 'node_modules', '@licence-portal');
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync(join(copy, 'packages'))) symlinkSync(join(copy, 'packages', name), join(own, name));
  for (const name of readdirSync(join(ROOT_FOLDER, 'node_modules'))) {
    if (name !== '@licence-portal')
      symlinkSync(join(ROOT_FOLDER, 'node_modules', name), join(copy, 'node_modules', name));
  }
}

/** @returns whether the test noticed */
function isNoticed(variant: BrokenVariant, copy: string): boolean {
  const path = join(copy, variant.file);
  const source = readFileSync(path, 'utf8');
  const broken = brokenSource(source, variant);
  if (broken === undefined) throw new Error(`${variant.file} has no ${variant.insteadOf}`);
  writeFileSync(path, broken);
  const noticed = !runTests([variant.test], copy).passed;
  writeFileSync(path, source);
  return noticed;
}

function runTests(tests: readonly string[], copy: string): { passed: boolean; output: string } {
  const ran = spawnSync('vitest', ['run', '--bail=1', ...tests], { cwd: copy, encoding: 'utf8' });
  return { passed: ran.status === 0, output: `${ran.stdout}${ran.stderr}` };
}

/** @returns how many were not noticed */
function tryAll(name: PackageName, word: string, copy: string): number {
  const variants = brokenVariantsOf(name).filter(({ rule, file, test }) => `${rule} ${file} ${test}`.includes(word));
  const unbroken = runTests([...new Set(variants.map(({ test }) => test))], copy);
  if (!unbroken.passed) throw new Error(`the tests fail before anything is broken\n${unbroken.output}`);
  const unnoticed = variants.filter((variant) => {
    const noticed = isNoticed(variant, copy);
    process.stdout.write(`${noticed ? 'noticed' : 'NOT NOTICED'}: ${variant.rule}\n`);
    return !noticed;
  });
  process.stdout.write(`${variants.length - unnoticed.length} of ${variants.length} variants are noticed.\n`);
  return unnoticed.length;
}

if (import.meta.main) {
  const [asked, word = ''] = process.argv.slice(2);
  const name = PACKAGES_WITH_VARIANTS.find((known) => known === asked);
  if (name === undefined) {
    process.stderr.write(`npm run variants ${PACKAGES_WITH_VARIANTS.join('|')} [word]\n`);
    process.exitCode = 2;
  } else {
    const copy = copyProject();
    try {
      if (tryAll(name, word, copy) > 0) process.exitCode = 1;
    } finally {
      rmSync(copy, { recursive: true });
    }
  }
}
