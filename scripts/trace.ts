import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Which requirement lines (S1–S94, A1–A30) have a test whose title begins with them, and which have none yet.
 * `npm run trace` prints the open ones; `--list` prints the tests of each line.
 */

const ROOT = join(import.meta.dirname, '..');
const LINES = [
  ...Array.from({ length: 94 }, (_, at) => `S${at + 1}`),
  ...Array.from({ length: 30 }, (_, at) => `A${at + 1}`),
];
const TITLE = /(?:test|it)(?:\.each\([^)]*\))?\(\s*(['"`])((?:[SA]\d{1,2}[ ,:])+.*?)\1/gs;

const shownBy = new Map<string, string[]>(LINES.map((line) => [line, []]));
for (const file of globSync(['e2e/**/*.ts', 'portal/**/*.test.ts', 'packages/*/test/**/*.test.ts'], { cwd: ROOT })) {
  for (const [, , title] of readFileSync(join(ROOT, file), 'utf8').matchAll(TITLE)) {
    if (title === undefined) continue;
    const lines = /^(?:[SA]\d{1,2}[ ,:]+)+/.exec(`${title} `)?.[0].match(/[SA]\d{1,2}/g) ?? [];
    for (const line of lines) shownBy.get(line)?.push(`${file}: ${title}`);
  }
}

const open = LINES.filter((line) => shownBy.get(line)?.length === 0);
if (process.argv.includes('--list')) {
  for (const [line, tests] of shownBy)
    process.stdout.write(`${line}\n${tests.map((test) => `    ${test}\n`).join('')}`);
}
process.stdout.write(`${LINES.length - open.length} of ${LINES.length} requirement lines have a test.\n`);
if (open.length > 0) process.stdout.write(`Open: ${open.join(' ')}\n`);
