import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type ParseResult, parseSync } from 'oxc-parser';

/**
 * The sources of the repository, as checks of the whole read them. Paths are relative to the root, with forward
 * slashes.
 */

export const ROOT = join(import.meta.dirname, '..');

/** Folders that hold code of this project, and the files of settings in the root and in packages. */
const CODE = [
  'packages/*/{src,bin,test,scripts}/**/*',
  'packages/*/*',
  'portal/**/*',
  'e2e/**/*',
  'bench/**/*',
  'scripts/**/*',
  '*',
];

/** @param extensions  without a dot */
export function sourceFiles(extensions: readonly string[]): string[] {
  const patterns = CODE.flatMap((files) => extensions.map((extension) => `${files}.${extension}`));
  return globSync(patterns, { cwd: ROOT })
    .map((path) => path.split(sep).join('/'))
    .sort();
}

export function readSource(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const parsed = new Map<string, ParseResult>();

/** A file of TypeScript or JavaScript as oxc-parser reads it; each file is parsed once in a process. */
export function parseSource(path: string): ParseResult {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const result = parseSync(path, readSource(path));
  if (result.errors.length > 0) throw new Error(`${path}: ${result.errors[0]?.message}`);
  parsed.set(path, result);
  return result;
}

/** A node of the syntax tree, with the fields that checks here look at. */
export type SyntaxNode = Readonly<Record<string, unknown> & { type: string; start: number; end: number }>;

/** Every node of a file's syntax tree, parents first. */
export function syntaxNodes(path: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === 'object' && value !== null && 'type' in value) {
      found.push(value as SyntaxNode);
      for (const field of Object.values(value)) visit(field);
    }
  };
  visit(parseSource(path).program);
  return found;
}
