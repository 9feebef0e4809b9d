import type pg from 'pg';

/** What a copied row has instead of the template's value: SQL expressions by column. */
export type Changes = Readonly<Record<string, string>>;

/**
 * Inserts a copy of the row `template` for each row of `from`, in one statement. A column without a change has the
 * template's value, so that a column that a later migration adds is filled too.
 *
 * @param from  SQL behind `from`, in which `template` names the row to copy
 * @returns the rows that were inserted
 */
export async function copyRows(client: pg.Client, table: string, from: string, changes: Changes): Promise<number> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const columns = rows.map(({ name }) => name);
  const unknown = Object.keys(changes).filter((column) => !columns.includes(column));
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}: correct bench/scale`);
  const expressions = columns.map((column) => changes[column] ?? `template.${column}`);
  const inserted = await client.query(
    `insert into ${table} (${columns.join(', ')}) select ${expressions.join(', ')} from ${from}`,
  );
  return inserted.rowCount ?? 0;
}
