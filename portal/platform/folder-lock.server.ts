import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { lock } from 'proper-lockfile';

/** The data folder cannot be used. The message is for the person who starts the portal. */
export class FolderError extends Error {}

/**
 * Makes a folder and those above it that are missing, one by one: the recursive way of Node never ends where the system
 * refuses a folder for no reason that it knows, as below /proc.
 *
 * @throws FolderError when the folder cannot be made
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FolderError(
      `The folder "${folder}" cannot be made (${reason}). Make it yourself, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}

const STALE_AFTER_MS = 10_000;
/** Longer than a lock needs to go stale. */
const WAIT = { retryCount: 12, retryAfterMs: 1_000 };

/**
 * Holds a folder for this process alone until the returned function is called. The embedded database has no lock of its
 * own, and two processes on one folder lose rows. The lock of a process that was killed goes stale after ten seconds.
 *
 * @throws FolderError when another process holds the folder, or the folder cannot be written
 */
export async function lockFolder(folder: string, { retryCount, retryAfterMs } = WAIT): Promise<() => Promise<void>> {
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new FolderError(
      `The data folder "${folder}" cannot be written. Give this user the right to write there, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  try {
    return await lock(folder, {
      stale: STALE_AFTER_MS,
      update: 2_000,
      retries: { retries: retryCount, factor: 1, minTimeout: retryAfterMs },
      onCompromised: (error) => {
        // Another process took the folder over while this one stood still: going on would lose rows.
        process.stderr.write(
          `The data folder "${folder}" was taken by another process (${error.message}). Stopping.\n`,
        );
        process.exit(1);
      },
    });
  } catch (cause) {
    throw new FolderError(
      `The data folder "${folder}" is in use by another portal process. Stop that one, set DATA_DIR to another folder, or use a PostgreSQL server (DATABASE_URL) to run several.`,
      { cause },
    );
  }
}
