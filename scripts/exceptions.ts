import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Lists of exceptions that only shrink. A check names every violation that it finds; the committed list names those
 * that are known. A violation that is not listed fails, and so does a listed one that is gone: it must leave the list.
 */

type Lists = Record<string, readonly string[]>;

/** The committed lists of one file beside this one; a file that does not exist has none. */
export function readExceptions(fileName: string): Lists {
  const path = join(import.meta.dirname, fileName);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Lists) : {};
}

/**
 * Compares what a check found with the list that is committed for it.
 *
 * With `UPDATE_EXCEPTIONS=1` in the environment the list is replaced by what was found: for moves and renames, which
 * change the names of known violations. The difference in the commit must show that no violation is new.
 *
 * @param found  each violation as one line of text, in any order; repetitions count once
 */
export function compareWithExceptions(fileName: string, list: string, found: readonly string[]) {
  const violations = [...new Set(found)].sort();
  const lists = readExceptions(fileName);
  if (process.env.UPDATE_EXCEPTIONS === '1') {
    writeExceptions(fileName, { ...lists, [list]: violations });
    return { notListed: [], noLongerNeeded: [] };
  }
  const listed = lists[list] ?? [];
  return {
    notListed: violations.filter((violation) => !listed.includes(violation)),
    noLongerNeeded: listed.filter((exception) => !violations.includes(exception)),
  };
}

/** What {@link compareWithExceptions} returns when the list and the code agree. */
export const AGREES = { notListed: [], noLongerNeeded: [] };

function writeExceptions(fileName: string, lists: Lists): void {
  const path = join(import.meta.dirname, fileName);
  const filled = Object.fromEntries(Object.entries(lists).filter(([, entries]) => entries.length > 0));
  if (Object.keys(filled).length === 0) rmSync(path, { force: true });
  else writeFileSync(path, `${JSON.stringify(filled, null, 2)}\n`);
}
