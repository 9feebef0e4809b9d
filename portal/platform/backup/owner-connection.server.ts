import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { DatabaseSettings } from '../config.server.ts';
import { FolderError, lockFolder } from '../folder-lock.server.ts';

/** A connection as the owner of the tables. Row security holds for the owner too: see `inSystemScope`. */
export type OwnerConnection = Readonly<{
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Runs a text of several statements. */
  script(text: string): Promise<void>;
}>;

/**
 * Connects to the database of the settings as its owner.
 *
 * @throws FolderError when the embedded database does not exist, or another process uses it
 */
export async function asOwner<T>(settings: DatabaseSettings, run: (owner: OwnerConnection) => Promise<T>): Promise<T> {
  const url = settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL;
  return url === undefined ? asEmbeddedOwner(settings.DATA_DIR, run) : asServerOwner(url, run);
}

async function asServerOwner<T>(url: string, run: (owner: OwnerConnection) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await run({
      query: async (text, values) => (await client.query(text, values)).rows,
      script: async (text) => void (await client.query(text)),
    });
  } finally {
    await client.end();
  }
}

async function asEmbeddedOwner<T>(folder: string, run: (owner: OwnerConnection) => Promise<T>): Promise<T> {
  const dataDir = join(folder, 'database');
  if (!existsSync(dataDir)) {
    throw new FolderError(
      `The folder "${folder}" holds no database. Set DATA_DIR to the folder of the portal, or DATABASE_URL.`,
    );
  }
  const unlock = await lockFolder(folder);
  try {
    const client = await PGlite.create({ dataDir });
    try {
      return await run({
        query: async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows,
        script: async (text) => void (await client.exec(text)),
      });
    } finally {
      await client.close();
    }
  } finally {
    await unlock();
  }
}

/** Runs in one transaction that sees the rows of every account; it commits when `run` resolves. */
export async function inSystemScope<T>(owner: OwnerConnection, mode: string, run: () => Promise<T>): Promise<T> {
  await owner.script(`begin ${mode}; set local app.scope = 'system'; set local timezone = 'UTC'`);
  try {
    const result = await run();
    await owner.script('commit');
    return result;
  } catch (error) {
    await owner.script('rollback');
    throw error;
  }
}
