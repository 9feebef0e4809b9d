import type { FilledService } from './filled-service.ts';
import { markdown } from './table.ts';

const SHOWN = 16;

/** The largest tables: rows, bytes with and without their indexes. */
export async function tableSizes(service: FilledService): Promise<string> {
  const rows = await service.query<{ name: string; rows: string; table: string; indexes: string; dead: string }>(`
    select relname as name, n_live_tup::text as rows, n_dead_tup::text as dead,
      round((pg_total_relation_size(relid) - pg_indexes_size(relid)) / 1048576.0)::text as table,
      round(pg_indexes_size(relid) / 1048576.0)::text as indexes
    from pg_stat_user_tables order by pg_total_relation_size(relid) desc limit ${SHOWN}`);
  const [all] = await service.query<{ size: string }>(
    `select round(pg_database_size(current_database()) / 1048576.0)::text as size`,
  );
  return [
    markdown([
      ['Table', 'Rows', 'Table (MB)', 'Indexes (MB)', 'Dead rows'],
      ...rows.map(({ name, rows: count, table, indexes, dead }) => [name, count, table, indexes, dead]),
    ]),
    `The whole database: ${all?.size} MB.`,
  ].join('\n\n');
}
