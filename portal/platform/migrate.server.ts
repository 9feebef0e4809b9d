import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One numbered SQL file; its name is its identity, and it is never edited once merged. */
export type Migration = Readonly<{ name: string; sql: string }>;

type Connection = {
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Runs a text of several statements. */
  script(text: string): Promise<void>;
};

/** The database was made by another version of the portal. The message is for the person who starts this one. */
export class MigrationError extends Error {}

const MIGRATION_LOCK = 7_201_126;

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

function refuseOtherVersion(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, checksumOf(migration)]));
  const other = [...applied].find(([name, checksum]) => known.get(name) !== checksum)?.[0];
  if (other === undefined) return;
  const difference = known.has(other)
    ? `its migration "${other}" differs from the one of this version`
    : `this version does not have its migration "${other}"`;
  throw new MigrationError(
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
 * Brings a database to the newest schema. Each file runs in a transaction of its own together with its record;
 * several processes that start at once wait for each other.
 *
 * @throws MigrationError when the database has a migration that this version does not have, or has in another form
 */
export async function migrate(connection: Connection, migrations: readonly Migration[]): Promise<void> {
  await connection.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await connection.script(
      `create table if not exists migration (
        name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const rows = await connection.query('select name, checksum from migration');
    const applied = new Map(rows.map((row) => [String(row.name), String(row.checksum)]));
    refuseOtherVersion(applied, migrations);
    for (const migration of migrations) {
      if (applied.has(migration.name)) continue;
      const checksum = checksumOf(migration);
      await connection.script('begin');
      try {
        await connection.script(`set local lock_timeout = '10s'; ${migration.sql}`);
        await connection.query('insert into migration (name, checksum) values ($1, $2)', [migration.name, checksum]);
        await connection.script('commit');
      } catch (cause) {
        await connection.script('rollback');
        throw new Error(
          `migration ${migration.name} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      }
    }
  } finally {
    await connection.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}
