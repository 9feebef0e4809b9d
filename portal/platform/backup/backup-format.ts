import { z } from 'zod';

/**
 * The format of a backup: gzip of lines in UTF-8. A line that begins with `#` describes what follows it, every other
 * line is a row of the last table named, as the JSON of PostgreSQL's `to_jsonb`. The last line counts the rows of each
 * table: without it the file is not complete.
 */
export const BACKUP_FORMAT = 'licence-portal backup 1';

/** The first line. */
export const BackupHeader = z.object({
  format: z.literal(BACKUP_FORMAT),
  /** Of the portal that wrote it. */
  version: z.string(),
  madeAt: z.string(),
  /** The migrations that the database had, with their checksums. */
  migrations: z.record(z.string(), z.string()),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

/** Begins a table. */
export const TableLine = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
export type TableLine = z.infer<typeof TableLine>;

/** A file of the data folder that belongs to the rows: the state of the demo's simulator. */
export const FileLine = z.object({ file: z.string(), content: z.string() });
export type FileLine = z.infer<typeof FileLine>;

/** The last line. */
export const EndLine = z.object({
  rows: z.record(z.string(), z.number().int()),
  /** The last number that each sequence gave; null for one that gave none. As text: it may exceed 2^53. */
  sequences: z.record(z.string(), z.string().nullable()),
});
export type EndLine = z.infer<typeof EndLine>;

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>;

/** A file is no complete backup, or cannot be restored here. The message is for the operator. */
export class BackupError extends Error {}

export function descriptionLine(description: object): string {
  return `#${JSON.stringify(description)}\n`;
}
