import type { RowCounts } from '#platform/backup/backup-format.ts';

/** For example "1204 rows of 31 tables". */
export function countSentence(counts: RowCounts): string {
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return `${rows} rows of ${Object.keys(counts).length} tables`;
}
