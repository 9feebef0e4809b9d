import type { OwnerConnection } from './owner-connection.server.ts';

/** A table and the columns that are stored in it: generated ones are computed again when the row is restored. */
export type StoredTable = Readonly<{ name: string; columns: readonly string[] }>;

/** Every table of the portal but the list of its migrations, which a restored database writes itself. */
export async function readTables(owner: OwnerConnection): Promise<StoredTable[]> {
  const rows = await owner.query(`
    select quote_ident(relname) as name, columns
    from pg_class
    cross join lateral (
      select json_agg(quote_ident(attname) order by attnum) as columns from pg_attribute
      where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
    ) as stored
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname <> 'migration'
    order by relname`);
  return rows.map((row) => ({ name: String(row.name), columns: row.columns as string[] }));
}

/** The table of the job queue. Only what is still to be done is kept of it. */
export const JOB_TABLE = 'pgboss.job';

/** Undefined where no process with a job queue ever ran on the database. */
export async function readJobTable(owner: OwnerConnection): Promise<StoredTable | undefined> {
  const [row] = await owner.query(
    `select json_agg(quote_ident(attname) order by attnum) as columns from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''`,
    [JOB_TABLE],
  );
  const columns = row?.columns as string[] | null | undefined;
  return columns === null || columns === undefined ? undefined : { name: JOB_TABLE, columns };
}
