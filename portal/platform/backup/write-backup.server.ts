import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { JOB_TABLE, readJobTable, readTables, type StoredTable } from './backed-up-tables.server.ts';
import {
  BACKUP_FORMAT,
  BackupError,
  type BackupHeader,
  descriptionLine,
  type EndLine,
  type FileLine,
  type RowCounts,
} from './backup-format.ts';
import { inSystemScope, type OwnerConnection } from './owner-connection.server.ts';

const ROWS_AT_A_TIME = 1000;
/** Rows hold personal data and hashes: for the operator alone. */
const FILE_MODE = 0o600;

type About = Readonly<{ version: string; now: Temporal.Instant; files: readonly FileLine[] }>;

/**
 * Writes all rows of the portal, as they are at one moment, to a file. The portal may go on meanwhile. The file appears
 * under its name when it is complete and on the disk.
 *
 * @param about.version  of this portal
 * @param about.files  files of the data folder that belong to the rows
 * @throws BackupError when the database holds no portal
 */
export async function writeBackup(owner: OwnerConnection, file: string, about: About): Promise<RowCounts> {
  const unfinished = `${file}.unfinished`;
  const counts: Record<string, number> = {};
  try {
    await inSystemScope(owner, 'isolation level repeatable read, read only', () =>
      pipeline(
        Readable.from(backupLines(owner, about, counts)),
        createGzip(),
        createWriteStream(unfinished, { mode: FILE_MODE }),
      ),
    );
    const written = await open(unfinished);
    await written.sync();
    await written.close();
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return counts;
}

async function* backupLines(
  owner: OwnerConnection,
  { version, now, files }: About,
  counts: Record<string, number>,
): AsyncGenerator<string> {
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    version,
    madeAt: now.toString(),
    migrations: await readAppliedMigrations(owner),
  };
  yield descriptionLine(header);
  for (const file of files) yield descriptionLine(file);
  const jobs = await readJobTable(owner);
  for (const table of [...(await readTables(owner)), ...(jobs === undefined ? [] : [jobs])]) {
    counts[table.name] = 0;
    yield descriptionLine({ table: table.name, columns: table.columns });
    for await (const rows of readRows(owner, table)) {
      counts[table.name] = (counts[table.name] ?? 0) + rows.length;
      yield `${rows.join('\n')}\n`;
    }
  }
  // After the rows: a number given meanwhile must not be given again.
  const end: EndLine = { rows: counts, sequences: await readSequences(owner) };
  yield descriptionLine(end);
}

async function readAppliedMigrations(owner: OwnerConnection): Promise<Record<string, string>> {
  const [found] = await owner.query("select to_regclass('public.migration') is not null as exists");
  if (found?.exists !== true) throw new BackupError('The database holds no portal: there is nothing to back up.');
  const rows = await owner.query('select name, checksum from migration order by name');
  return Object.fromEntries(rows.map((row) => [String(row.name), String(row.checksum)]));
}

async function readSequences(owner: OwnerConnection): Promise<EndLine['sequences']> {
  const rows = await owner.query(`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as last from pg_sequences
    where schemaname = 'public'`);
  return Object.fromEntries(rows.map(({ name, last }) => [String(name), last === null ? null : String(last)]));
}

async function* readRows(owner: OwnerConnection, table: StoredTable): AsyncGenerator<string[]> {
  await owner.script(`declare rows no scroll cursor for ${selectRows(table)}`);
  for (;;) {
    const rows = await owner.query(`fetch ${ROWS_AT_A_TIME} from rows`);
    if (rows.length === 0) break;
    yield rows.map((row) => String(row.row));
  }
  await owner.script('close rows');
}

/** A job that runs now is kept as one to be taken up again: its steps may be repeated. */
function selectRows({ name, columns }: StoredTable): string {
  if (name !== JOB_TABLE) return `select to_jsonb(stored)::text as row from (select ${columns} from ${name}) as stored`;
  return `
    select (to_jsonb(stored) ||
      case when state = 'active' then '{"state": "retry"}'::jsonb else '{}'::jsonb end)::text as row
    from (select ${columns} from ${name} where state in ('created', 'retry', 'active')) as stored`;
}
