import { readTables, type StoredTable } from './backed-up-tables.server.ts';
import { BackupError, type EndLine, type RowCounts } from './backup-format.ts';
import { inSystemScope, type OwnerConnection } from './owner-connection.server.ts';
import { readParts } from './read-backup.server.ts';

const ROWS_AT_A_TIME = 500;

/** @throws BackupError when a table of the portal holds rows: a restore never mixes with what is there */
export async function refuseFilledDatabase(owner: OwnerConnection): Promise<void> {
  const filled = await inSystemScope(owner, 'read only', async () => {
    for (const { name } of await readTables(owner)) {
      const [row] = await owner.query(`select exists (select from ${name}) as filled`);
      if (row?.filled === true) return name;
    }
    return undefined;
  });
  if (filled !== undefined)
    throw new BackupError(`The database is not empty (table ${filled} holds rows). Restore into a new, empty one.`);
}

/**
 * Loads all rows of a backup into a database with its tables, in one transaction. Row security does not hold for the
 * owner meanwhile: some rows are visible only when others are there. Foreign keys are taken away before and made again
 * after, which checks each row against them. Triggers rest: what they once made is in the backup too.
 *
 * @throws BackupError when the file ends early or holds another number of rows than its last line says
 */
export async function loadBackup(owner: OwnerConnection, file: string): Promise<RowCounts> {
  return inSystemScope(owner, '', async () => {
    const secured = await readForcedTables(owner);
    for (const table of secured)
      await owner.script(`alter table ${table} no force row level security, disable trigger user`);
    const keys = await readForeignKeys(owner);
    for (const { table, name } of keys) await owner.script(`alter table ${table} drop constraint ${name}`);
    const { rows, sequences } = await loadRows(owner, file);
    for (const { table, name, definition } of keys)
      await owner.script(`alter table ${table} add constraint ${name} ${definition}`);
    for (const table of secured)
      await owner.script(`alter table ${table} force row level security, enable trigger user`);
    await setSequences(owner, sequences);
    return rows;
  });
}

async function readForcedTables(owner: OwnerConnection): Promise<string[]> {
  const rows = await owner.query(`
    select oid::regclass::text as table from pg_class
    where relnamespace = 'public'::regnamespace and relforcerowsecurity`);
  return rows.map((row) => String(row.table));
}

async function loadRows(owner: OwnerConnection, file: string): Promise<EndLine> {
  const counts: Record<string, number> = {};
  let target: StoredTable | undefined;
  let waiting: string[] = [];
  let end: EndLine | undefined;
  const flush = async () => {
    if (target === undefined || waiting.length === 0) return;
    await insertRows(owner, target, waiting);
    counts[target.name] = (counts[target.name] ?? 0) + waiting.length;
    waiting = [];
  };
  for await (const part of readParts(file)) {
    if (part.kind === 'row') {
      waiting.push(part.json);
      if (waiting.length >= ROWS_AT_A_TIME) await flush();
      continue;
    }
    await flush();
    if (part.kind === 'end') end = part.end;
    if (part.kind === 'table') {
      target = { name: part.table.table, columns: part.table.columns };
      counts[target.name] = 0;
    }
  }
  if (end === undefined) throw new BackupError(`"${file}" is not complete: its end is missing.`);
  for (const [table, count] of Object.entries(end.rows)) {
    if (counts[table] !== count)
      throw new BackupError(`"${file}" is damaged: it holds ${counts[table] ?? 0} of ${count} rows of ${table}.`);
  }
  return end;
}

/** Two jobs of one key, of which one was running, become one: the first that is taken up does the work of both. */
async function insertRows(owner: OwnerConnection, { name, columns }: StoredTable, rows: string[]): Promise<void> {
  await owner.query(
    `insert into ${name} (${columns}) overriding system value
     select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb)
     ${name.startsWith('pgboss.') ? 'on conflict do nothing' : ''}`,
    [`[${rows.join(',')}]`],
  );
}

type ForeignKey = Readonly<{ table: string; name: string; definition: string }>;

async function readForeignKeys(owner: OwnerConnection): Promise<ForeignKey[]> {
  const rows = await owner.query(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`);
  return rows.map((row) => ({ table: String(row.table), name: String(row.name), definition: String(row.definition) }));
}

async function setSequences(owner: OwnerConnection, sequences: EndLine['sequences']): Promise<void> {
  for (const [name, last] of Object.entries(sequences)) {
    if (last !== null) await owner.query('select setval($1::regclass, $2::bigint)', [name, last]);
  }
}
