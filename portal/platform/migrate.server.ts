import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { safeErrorText } from './safe-error.ts';

/** One numbered SQL file; its name is its identity, and it is never edited once merged. */
export type Migration = Readonly<{ name: string; sql: string }>;

type Connection = {
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Runs a text of several statements. */
  script(text: string): Promise<void>;
};

type MigrateOptions = Readonly<{
  /** Sentences for the person who starts the portal. */
  say?: (sentence: string) => void;
  /** Pause between two tries to lock what running processes use. */
  retryAfterMs?: number;
}>;

/** The database was made by another version of the portal. The message is for the person who starts this one. */
export class MigrationError extends Error {}

const MIGRATION_LOCK = 7_201_126;
/**
 * Processes of the version before go on while this one migrates. A migration that needs a table which they use waits
 * this long for it, because their statements queue up behind the waiting one, lets them pass, and tries again.
 */
const LOCK_TIMEOUT = '3s';
const LOCK_TRIES_MAX = 40;
const LOCK_NOT_AVAILABLE = '55P03';
/**
 * The line by which a migration says that the version before cannot run on its schema. Without it that version, started
 * again, runs on the newer schema: so a release can be installed process by process, and taken back.
 */
const BREAKING = /^-- breaking:/m;
/** Migrations grant to the role of the running portal; the roles of the scopes follow. Not there on the first ones. */
const COPY_GRANTS = `do $$ begin
  if to_regproc('copy_grants_to_scopes') is not null then call copy_grants_to_scopes(); end if;
end $$`;

/** Reads the migrations of the platform and of every module, in the order of their numbers. */
export function readMigrations(portalFolder: string): Migration[] {
  const features = join(portalFolder, 'features');
  const folders = [
    join(portalFolder, 'platform', 'migrations'),
    ...readdirSync(features).map((module) => join(features, module, 'migrations')),
  ];
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.sql'));
  return files
    .map((file) => ({ name: basename(file), sql: readFileSync(file, 'utf8') }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

type Applied = Readonly<{ name: string; checksum: string; isBreaking: boolean }>;

/** @returns true when the database is newer than this version, which may run on it */
function refuseOtherVersion(applied: readonly Applied[], migrations: readonly Migration[]): boolean {
  const known = new Map(migrations.map((migration) => [migration.name, checksumOf(migration)]));
  const changed = applied.find(({ name, checksum }) => known.has(name) && known.get(name) !== checksum);
  if (changed !== undefined) throw otherVersion(`its migration "${changed.name}" differs from the one of this version`);

  const unknown = applied.filter(({ name }) => !known.has(name));
  const names = new Set(applied.map(({ name }) => name));
  const isBehind = migrations.some(({ name }) => !names.has(name));
  const refused = isBehind ? unknown[0] : unknown.find(({ isBreaking }) => isBreaking);
  if (refused !== undefined) throw otherVersion(`this version does not have its migration "${refused.name}"`);
  return unknown.length > 0;
}

function otherVersion(difference: string): MigrationError {
  return new MigrationError(
    `The database was made by another version of the portal: ${difference}. Start the version that made it, or use a new ` +
      'database: for the embedded one remove the data folder or set DATA_DIR to another, else set DATABASE_URL to an ' +
      'empty one.',
  );
}

/** By which a migration that was edited after it ran is recognised. */
export function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex').slice(0, 16);
}

/**
 * Brings a database to the newest schema. Each file runs in a transaction of its own together with its record, in the
 * system's scope: an ordinary owner is under row security too, and would update no row without it. Several processes
 * that start at once wait for each other.
 *
 * @throws MigrationError when the database has a migration in another form than this version, or migrations on which
 *   this version cannot run
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  { say = () => {}, retryAfterMs = 1_000 }: MigrateOptions = {},
): Promise<void> {
  await takeTurn(connection, say);
  try {
    await connection.script(
      `create table if not exists migration (
        name text primary key, checksum text not null, applied_at timestamptz not null default now());
      alter table migration add column if not exists is_breaking boolean not null default false`,
    );
    const rows = await connection.query('select name, checksum, is_breaking from migration order by name');
    const applied = rows.map((row) => ({
      name: String(row.name),
      checksum: String(row.checksum),
      isBreaking: row.is_breaking === true,
    }));
    if (refuseOtherVersion(applied, migrations))
      say('The database has the schema of a newer version of the portal. This version runs on it.');
    const names = new Set(applied.map(({ name }) => name));
    for (const migration of migrations) {
      if (!names.has(migration.name)) await applyWhenFree(connection, migration, { say, retryAfterMs });
    }
  } finally {
    await connection.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

async function takeTurn(connection: Connection, say: (sentence: string) => void): Promise<void> {
  const [free] = await connection.query('select pg_try_advisory_lock($1) as is_free', [MIGRATION_LOCK]);
  if (free?.is_free === true) return;
  say('Another process brings the database to the newest schema. Waiting for it.');
  await connection.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
}

async function applyWhenFree(
  connection: Connection,
  migration: Migration,
  { say, retryAfterMs }: Required<MigrateOptions>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await apply(connection, migration);
      return;
    } catch (cause) {
      const isBusy = cause instanceof Error && 'code' in cause && cause.code === LOCK_NOT_AVAILABLE;
      if (!isBusy || attempt === LOCK_TRIES_MAX)
        throw new Error(`migration ${migration.name} failed: ${safeErrorText(cause)}`, { cause });
      if (attempt === 1) say(`Migration ${migration.name} waits for a table that running processes use.`);
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    }
  }
}

async function apply(connection: Connection, migration: Migration): Promise<void> {
  await connection.script('begin');
  try {
    await connection.script(
      `set local lock_timeout = '${LOCK_TIMEOUT}'; set local app.scope = 'system'; ${migration.sql}`,
    );
    await connection.script(COPY_GRANTS);
    await connection.query('insert into migration (name, checksum, is_breaking) values ($1, $2, $3)', [
      migration.name,
      checksumOf(migration),
      BREAKING.test(migration.sql),
    ]);
    await connection.script('commit');
  } catch (error) {
    await connection.script('rollback');
    throw error;
  }
}
